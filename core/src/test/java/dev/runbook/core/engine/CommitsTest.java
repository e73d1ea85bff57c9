package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.CrashingJournal;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a step costs: the fewer commits, the more incidents at once.
class CommitsTest {

    private static final int STEPS = 10;

    /// The commits of a drive through a runbook, beyond those of an empty one.
    private static int commits(RunbookFixture runbook) throws InterruptedException {
        return counted(runbook)
                - counted(RunbookFixture.aRunbook("nothing").gathering("look", "compute.get_resources"));
    }

    private static int counted(RunbookFixture runbook) throws InterruptedException {
        var engine = new EngineUnderTest(runbook.build());
        HighCpu.shownBy(engine.provider, engine.clock);
        engine.with(new ApprovalPolicy(
                List.of(new ApprovalPolicy.Rule("all runs", _ -> true, new Gate.RunsAtOnce())),
                EngineUnderTest.EXPIRY));
        engine.reported();
        var commits = new AtomicInteger();
        engine.around(kept -> new CrashingJournal(kept, (moment, _) -> {
            if (moment == CrashingJournal.Moment.AFTER) commits.incrementAndGet();
            return false;
        }));
        engine.drive();
        return commits.get();
    }

    @Test
    void aStepThatLooksCostsAtMostOneCommit() throws InterruptedException {
        var runbook = RunbookFixture.aRunbook("looks");
        for (int i = 0; i < STEPS; i++) runbook = runbook.gathering("look_" + i, "compute.get_resources");

        assertThat(commits(runbook)).isLessThanOrEqualTo(STEPS);
    }

    @Test
    void stepsThatChangeSomethingOneAfterAnotherShareTheirCommits() throws InterruptedException {
        var runbook = RunbookFixture.aRunbook("changes").gathering("look", "compute.get_resources");
        for (int i = 0; i < STEPS; i++)
            runbook = runbook.executing(
                    "scale_" + i, RiskLevel.LOW, "compute.scale_service", "service", "checkout", "replicas", i);

        assertThat(commits(runbook)).isLessThanOrEqualTo(STEPS + 1);
    }

    @Test
    void aStepThatChangesSomethingAndOneThatLooksCostTwoCommits() throws InterruptedException {
        var runbook = RunbookFixture.aRunbook("changes").gathering("look", "compute.get_resources");
        for (int i = 0; i < STEPS; i++)
            runbook = runbook.executing(
                            "scale_" + i, RiskLevel.LOW, "compute.scale_service", "service", "checkout", "replicas", i)
                    .gathering("look_" + i, "compute.get_resources");

        assertThat(commits(runbook)).isLessThanOrEqualTo(2 * STEPS + 1);
    }
}

package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.governor.EffectLog;
import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.governor.Situation;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What was done and is not in the journal yet is not forgotten, whatever comes between. The provider of these
/// tests cannot say afterwards what it did, so what is forgotten is in doubt.
class OutcomeTest {

    private static final String SCALE = "compute.scale_service";

    private final EngineUnderTest engine = new EngineUnderTest(RunbookFixture.aRunbook("changes")
            .gathering("look", "compute.get_resources")
            .executing("scale_1", RiskLevel.LOW, SCALE, "service", "checkout", "replicas", 1)
            .executing("scale_2", RiskLevel.LOW, SCALE, "service", "checkout", "replicas", 2)
            .build());

    OutcomeTest() {
        HighCpu.shownBy(engine.provider, engine.clock, SCALE);
        engine.provider.forgetting(SCALE);
        engine.with(new ApprovalPolicy(
                        List.of(new ApprovalPolicy.Rule("all runs", _ -> true, new Gate.RunsAtOnce())),
                        EngineUnderTest.EXPIRY))
                .reported();
    }

    @Test
    void aCommentWhileSomethingIsDoneDoesNotHideItsOutcome() throws InterruptedException {
        engine.provider.witnessedBy(_ -> engine.decide(new Command.Comment(new Actor.Operator("ann"), "I watch")));

        engine.drive();

        assertThat(engine.events(Event.Commented.class)).hasSize(2);
        assertThat(engine.events(Event.StepSucceeded.class)).hasSize(2);
        assertThat(engine.events(Event.StepUncertain.class)).isEmpty();
        assertThat(engine.provider.effects(SCALE)).hasSize(2);
    }

    @Test
    void anOutcomeIsWrittenThoughTheGovernorCannotAnswerAboutTheNextStep() throws InterruptedException {
        engine.knowing(log -> new Silent(log, engine));

        assertThatExceptionOfType(JournalException.class).isThrownBy(engine::drive);
        engine.knowing(log -> log).drive();

        assertThat(engine.events(Event.StepSucceeded.class)).hasSize(2);
        assertThat(engine.events(Event.StepUncertain.class)).isEmpty();
    }

    /// Answers until something was done.
    private record Silent(EffectLog log, EngineUnderTest engine) implements EffectLog {
        @Override
        public Situation around(Wish wish, Duration lookBack) {
            if (!engine.provider.effects(SCALE).isEmpty())
                throw new JournalException("the database is away", new IllegalStateException());
            return log.around(wish, lookBack);
        }

        @Override
        public KillSwitch.Position position() {
            return log.position();
        }

        @Override
        public List<IncidentId> underWay() {
            return log.underWay();
        }
    }
}

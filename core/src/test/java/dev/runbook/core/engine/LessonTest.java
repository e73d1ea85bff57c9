package dev.runbook.core.engine;

import static dev.runbook.core.testkit.EngineUnderTest.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.diagnosis.TrackRecord;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an incident teaches, once a person has confirmed it.
class LessonTest {

    private static final Actor.Operator ANN = new Actor.Operator("ann");
    private static final OperationName RESTART = OperationName.of("compute.restart_service");
    private static final OperationName REBOOT = OperationName.of("compute.reboot_host");

    private static Runbook restartOrReboot() {
        return RunbookFixture.highCpu(RiskLevel.MEDIUM)
                .executing("reboot", RiskLevel.CRITICAL, REBOOT.toString(), "host", "{{ incident.host }}")
                .build();
    }

    private static EngineUnderTest engine(OperationName... cures) {
        var engine = new EngineUnderTest(restartOrReboot());
        HighCpu.shownBy(
                engine.provider,
                engine.clock,
                List.of(cures).stream().map(OperationName::toString).toArray(String[]::new));
        return engine.reported();
    }

    private static PastCase remembered(EngineUnderTest engine) {
        assertThat(engine.decide(new Command.Remember(ANN, Optional.empty(), Optional.empty(), "as last time")))
                .isInstanceOf(Decision.Accepted.class);
        return engine.events(Event.Remembered.class).getLast().lesson();
    }

    @Test
    void whatWasSeenToHelpIsWhatItTeaches() throws InterruptedException {
        var engine = engine(RESTART);
        engine.driveThroughTimers();

        var lesson = remembered(engine);

        assertThat(lesson.incident()).isEqualTo(ID);
        assertThat(lesson.cause()).isEqualTo(CauseKind.RUNAWAY_PROCESS);
        assertThat(lesson.note()).isEqualTo("as last time");
        assertThat(lesson.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.operation()).isEqualTo(RESTART);
            assertThat(attempt.helped()).isTrue();
        });
    }

    @Test
    void whatIsForgottenWasRemembered() throws InterruptedException {
        var engine = engine(RESTART);
        engine.driveThroughTimers();
        var forget = new Command.Forget(ANN, "it was something else");

        assertThat(engine.decide(forget))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.message())
                                .contains("nothing of it is remembered, so there is nothing to forget"));
        remembered(engine);
        assertThat(engine.decide(forget)).isInstanceOf(Decision.Accepted.class);
        assertThat(engine.decide(forget)).isInstanceOf(Decision.Refused.class);
        remembered(engine);
        assertThat(engine.decide(forget)).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void whatAClosedIncidentTaughtIsRememberedAndForgottenToo() throws InterruptedException {
        var engine = engine(RESTART);
        engine.driveThroughTimers();
        assertThat(engine.decide(new Command.Close(ANN, "done"))).isInstanceOf(Decision.Accepted.class);

        assertThat(remembered(engine).cause()).isEqualTo(CauseKind.RUNAWAY_PROCESS);
        assertThat(engine.decide(new Command.Forget(ANN, "no"))).isInstanceOf(Decision.Accepted.class);
        assertThat(engine.incident().phase()).isInstanceOf(Phase.Closed.class);
    }

    @Test
    void whatDidNotHelpIsRememberedAsWell() throws InterruptedException {
        var engine = engine(REBOOT);
        engine.driveUntilAsked();
        engine.approve("ann");
        engine.approve("bob");
        engine.driveThroughTimers();

        var record = TrackRecord.of(List.of(remembered(engine)));

        assertThat(record.of(RESTART, CauseKind.RUNAWAY_PROCESS)).get().satisfies(entry -> {
            assertThat(entry.helped()).isZero();
            assertThat(entry.inVain()).isEqualTo(1);
            assertThat(entry.worth()).isLessThan(1);
        });
        assertThat(record.of(REBOOT, CauseKind.RUNAWAY_PROCESS))
                .get()
                .extracting(TrackRecord.Entry::worth)
                .isEqualTo(1.0);
    }

    @Test
    void anActionSaysNothingAboutACauseItWasNotTakenAgainst() throws InterruptedException {
        var engine = engine(REBOOT);
        engine.driveUntilAsked();
        engine.approve("ann");
        engine.approve("bob");
        engine.driveThroughTimers();

        engine.decide(new Command.Remember(ANN, Optional.of(CauseKind.MEMORY_LEAK), Optional.of("web-9"), ""));

        var lesson = engine.events(Event.Remembered.class).getLast().lesson();
        assertThat(lesson.component()).isEqualTo("web-9");
        assertThat(lesson.attempts())
                .extracting(PastCase.Attempt::operation)
                .as("the restart was taken against a runaway process")
                .containsExactly(REBOOT);
    }
}

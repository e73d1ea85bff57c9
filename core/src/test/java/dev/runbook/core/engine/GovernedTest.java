package dev.runbook.core.engine;

import static dev.runbook.core.governor.Wishes.aWish;
import static dev.runbook.core.testkit.EngineUnderTest.EXPIRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.governor.FreezeWindow;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.governor.Permit;
import dev.runbook.core.governor.Restraint.Rule;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.governor.Wishes;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.Crash;
import dev.runbook.core.testkit.CrashingJournal;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the governor lets wait and refuses, though policy and people let it through.
class GovernedTest {

    private static final String RESTART = "compute.restart_service";
    private static final Actor.Operator ANN = new Actor.Operator("ann");

    private final EngineUnderTest engine =
            new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.HIGH).build());

    GovernedTest() {
        HighCpu.shownBy(engine.provider, engine.clock, RESTART);
    }

    /// The incident, with its restart approved and nothing done yet.
    private void approved() throws InterruptedException {
        engine.reported().driveUntilAsked();
        engine.approve("ann");
    }

    private Phase.Held held() {
        assertThat(engine.incident().phase()).isInstanceOf(Phase.Held.class);
        return (Phase.Held) engine.incident().phase();
    }

    /// Another incident restarts `checkout` now; how that goes on is told by the events.
    private void another(String id, Event... events) {
        var wish = Wishes.at(aWish(id, HighCpu.SERVICE), engine.clock.instant());
        assertThat(engine.effects()
                        .take(commit(wish.incident(), Optional.of(permit(wish)), new Event.Commented("it acts"))))
                .isTrue();
        for (var event : events) tell(id, event);
    }

    private Permit permit(Wish wish) {
        return new Permit(
                wish, engine.effects().around(wish, Duration.ofHours(1)).versions());
    }

    private void tell(String id, Event event) {
        engine.effects().take(commit(new IncidentId(id), Optional.empty(), event));
    }

    private Journal.Commit commit(IncidentId id, Optional<Permit> permit, Event event) {
        var stamped = new Stamped(engine.clock.instant(), Actor.engine(), event);
        var line = IncidentSummary.of(
                Evolution.begin(
                        id, new Stamped(engine.clock.instant(), ANN, new Event.Reported(ProblemReport.of("slow")))),
                engine.clock.instant());
        return new Journal.Commit(1, List.of(stamped), line, Journal.Wake.KEEP, permit);
    }

    private static Event made() {
        return new Event.StepSucceeded(new StepId("restart"), aWish().key(), new Value.Nothing());
    }

    private int restarts() {
        return engine.provider.effects(RESTART).size();
    }

    @Test
    void whatAnotherIncidentIsChangingIsWaitedForAndThenDone() throws InterruptedException {
        approved();
        another("INC-2", made());

        var pause = engine.drive();

        assertThat(held().why().rule()).isEqualTo(Rule.LOCKED);
        assertThat(pause.wakeAt()).contains(engine.clock.instant().plusSeconds(15));
        assertThat(restarts()).isZero();

        tell("INC-2", new Event.Escalated("somebody else goes on"));
        engine.clock.advance(Duration.ofMinutes(10));
        engine.driveThroughTimers();
        assertThat(restarts()).isEqualTo(1);
        assertThat(engine.incident().phase()).isEqualTo(new Phase.Resolved(true));
    }

    @Test
    void whatAnotherIncidentCuredMeanwhileIsLeftAlone() throws InterruptedException {
        approved();
        another("INC-2", made());
        engine.drive();
        assertThat(held().why().rule()).isEqualTo(Rule.LOCKED);

        HighCpu.shownBy(engine.provider, engine.clock, "chat.post_message");
        tell("INC-2", new Event.Escalated("somebody else goes on"));
        engine.clock.advance(Duration.ofMinutes(10));
        engine.driveThroughTimers();

        assertThat(restarts()).isZero();
        assertThat(engine.incident().phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.events(Event.ApprovalVoided.class)
                        .getFirst()
                        .differences()
                        .getFirst())
                .startsWith("the problem is gone without it");
    }

    @Test
    void aWaitIsWrittenDownOnceForEachReason() throws InterruptedException {
        approved();
        another("INC-2", made());
        for (int i = 0; i < 5; i++)
            engine.clock.advanceTo(engine.drive().wakeAt().orElseThrow());

        assertThat(engine.events(Event.ActionHeld.class)).hasSize(1);

        tell("INC-2", new Event.Verified(SampleEvents.aVerification(Verification.Answer.GOOD)));
        engine.drive();
        assertThat(engine.events(Event.ActionHeld.class))
                .extracting(held -> held.why().rule())
                .containsExactly(Rule.LOCKED, Rule.COOLING_DOWN);
    }

    @Test
    void anIncidentThatNeverEndsDoesNotHoldItsTargetForEver() throws InterruptedException {
        another("INC-2");
        engine.clock.advance(Duration.ofMinutes(10));
        approved();

        engine.driveThroughTimers();

        assertThat(restarts()).isEqualTo(1);
        assertThat(engine.clock.instant()).isAfter(aWish().at().plus(Duration.ofHours(1)));
    }

    @Test
    void aFreezeHoldsAnApprovedActionUntilItsEnd() throws InterruptedException {
        var end = engine.clock.instant().plus(Duration.ofMinutes(40));
        engine.with(frozenUntil(end));
        approved();

        assertThat(engine.drive().wakeAt()).contains(end);
        assertThat(held().why().reason()).contains("freeze 'release'", "goes on at " + end);

        engine.clock.advanceTo(end);
        engine.drive();
        assertThat(restarts()).isEqualTo(1);
    }

    private EngineUnderTest announced() throws InterruptedException {
        var other = new EngineUnderTest(RunbookFixture.highCpu(RiskLevel.MEDIUM).build());
        HighCpu.shownBy(other.provider, other.clock, RESTART);
        other.with(frozenUntil(other.clock.instant().plus(Duration.ofMinutes(40))));
        other.reported().drive();
        other.clock.advance(EngineUnderTest.VETO_WINDOW);
        return other;
    }

    @Test
    void whatIsFrozenWhenItsVetoWindowEndsCanStillBeVetoed() throws InterruptedException {
        var other = announced();

        assertThat(other.drive().wakeAt()).contains(other.clock.instant().plus(Duration.ofMinutes(30)));
        assertThat(other.incident().phase()).isInstanceOf(Phase.AwaitingVeto.class);
        assertThat(other.events(Event.ActionHeld.class)).hasSize(1);

        other.decline("ann");
        other.driveThroughTimers();
        assertThat(other.provider.effects(RESTART)).isEmpty();
    }

    @Test
    void whatWasFrozenWhenItsVetoWindowEndedRunsOnlyIfTheWorldIsStillSick() throws InterruptedException {
        var sick = announced();
        var well = announced();
        sick.drive();
        well.drive();
        HighCpu.shownBy(well.provider, well.clock, "chat.post_message");

        sick.driveThroughTimers();
        well.driveThroughTimers();

        assertThat(sick.provider.effects(RESTART)).hasSize(1);
        assertThat(well.provider.effects(RESTART)).isEmpty();
        assertThat(well.incident().phase()).isEqualTo(new Phase.Resolved(true));
    }

    @Test
    void aSilenceDoesNotOutliveALongWait() throws InterruptedException {
        var other = announced();

        other.clock.advance(EXPIRY);
        other.drive();

        assertThat(other.provider.effects(RESTART)).isEmpty();
        assertThat(other.events(Event.ApprovalVoided.class))
                .singleElement()
                .satisfies(voided -> assertThat(voided.differences())
                        .singleElement()
                        .asString()
                        .endsWith("and a silence holds for 1h"));
    }

    private static Limits frozenUntil(Instant end) {
        var standard = Limits.standard();
        return new Limits(
                standard.lock(),
                standard.coolDown(),
                standard.inVain(),
                standard.inVainWithin(),
                standard.budget(),
                List.of(new FreezeWindow(
                        "release", new FreezeWindow.When.Once(Instant.EPOCH, end), Set.of(), Set.of())));
    }

    @Test
    void anApprovalDoesNotOutliveALongWait() throws InterruptedException {
        engine.with(frozenUntil(engine.clock.instant().plus(EXPIRY).plusSeconds(1)));
        approved();

        engine.clock.advanceTo(engine.drive().wakeAt().orElseThrow());
        engine.drive();

        assertThat(restarts()).isZero();
        assertThat(engine.incident().phase()).isInstanceOf(Phase.AwaitingApproval.class);
        assertThat(engine.events(Event.ApprovalVoided.class))
                .singleElement()
                .satisfies(voided -> assertThat(voided.differences())
                        .singleElement()
                        .asString()
                        .contains("an approval holds for 1h"));
        engine.approve("bob");
        engine.drive();
        assertThat(restarts()).isEqualTo(1);
    }

    @Test
    void whatFailedToHelpOthersIsRefusedAndTheIncidentGoesToAPerson() throws InterruptedException {
        for (var id : List.of("INC-2", "INC-3", "INC-4")) {
            another(id, made(), new Event.NotVerified(SampleEvents.aVerification(Verification.Answer.BAD)));
            engine.clock.advance(Duration.ofMinutes(10));
        }
        approved();

        engine.driveThroughTimers();

        assertThat(restarts()).isZero();
        assertThat(engine.events(Event.ActionRefused.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.why().rule()).isEqualTo(Rule.INEFFECTIVE));
        assertThat(engine.incident().history().tried()).hasSize(1);
        assertThat(engine.incident().phase()).isInstanceOf(Phase.Escalated.class);
    }

    @Test
    void theKillSwitchHoldsEverythingUntilItIsTurnedBack() throws InterruptedException {
        approved();
        engine.effects().stop(ANN, "enough", engine.clock.instant());

        engine.clock.advanceTo(engine.drive().wakeAt().orElseThrow());
        assertThat(held().why().rule()).isEqualTo(Rule.STOPPED);
        engine.clock.advanceTo(engine.drive().wakeAt().orElseThrow());
        assertThat(restarts()).isZero();

        engine.effects().resume(ANN, "all clear", engine.clock.instant());
        engine.drive();
        assertThat(restarts()).isEqualTo(1);
        assertThat(engine.events(Event.ActionHeld.class)).hasSize(1);
    }

    @Test
    void theSwitchThatIsTurnedBetweenTheQuestionAndTheIntentCounts() throws InterruptedException {
        approved();
        engine.around(kept -> new CrashingJournal(kept, (moment, commit) -> {
            if (moment == CrashingJournal.Moment.BEFORE
                    && commit.events().getFirst().event() instanceof Event.StepStarted)
                engine.effects().stop(ANN, "at the last moment", engine.clock.instant());
            return false;
        }));

        engine.drive();

        assertThat(held().why().rule()).isEqualTo(Rule.STOPPED);
        assertThat(engine.events(Event.StepStarted.class)).isEmpty();
        assertThat(restarts()).isZero();
    }

    @Test
    void anIntentLeftByACrashIsNotActedUponWhileEverythingIsStopped() throws InterruptedException {
        engine.provider.script(RESTART, Behaviour.CRASHES_BEFORE);
        approved();
        assertThatThrownBy(engine::drive).isInstanceOf(Crash.class);
        engine.effects().stop(ANN, "enough", engine.clock.instant());

        for (int i = 0; i < 3; i++)
            engine.clock.advanceTo(engine.drive().wakeAt().orElseThrow());

        assertThat(restarts()).isZero();
        assertThat(engine.events(Event.ActionHeld.class)).hasSize(1);
        assertThat(engine.incident().phase()).isInstanceOf(Phase.Executing.class);

        engine.effects().resume(ANN, "", engine.clock.instant());
        engine.driveThroughTimers();
        assertThat(restarts()).isEqualTo(1);
        assertThat(engine.incident().phase()).isEqualTo(new Phase.Resolved(true));
    }

    @Test
    void whatWasDoneBeforeTheStopIsLookedUpDuringIt() throws InterruptedException {
        engine.provider.script(RESTART, Behaviour.CRASHES_AFTER);
        approved();
        assertThatThrownBy(engine::drive).isInstanceOf(Crash.class);
        engine.effects().stop(ANN, "enough", engine.clock.instant());

        engine.driveThroughTimers();

        assertThat(restarts()).isEqualTo(1);
        assertThat(engine.incident().phase()).isEqualTo(new Phase.Resolved(true));
    }

    @Test
    void aPermitThatIsOvertakenIsAskedForAgain() throws InterruptedException {
        approved();
        var once = new boolean[] {true};
        engine.around(kept -> new CrashingJournal(kept, (moment, commit) -> {
            if (once[0]
                    && moment == CrashingJournal.Moment.BEFORE
                    && commit.events().getFirst().event() instanceof Event.StepStarted) {
                once[0] = false;
                another("INC-2");
            }
            return false;
        }));

        engine.drive();

        assertThat(held().why().rule()).isEqualTo(Rule.LOCKED);
        assertThat(restarts()).isZero();
    }
}

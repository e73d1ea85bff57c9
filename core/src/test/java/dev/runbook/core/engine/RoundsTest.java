package dev.runbook.core.engine;

import static dev.runbook.core.testkit.RunbookFixture.aRunbook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedMinds;
import dev.runbook.core.testkit.ScriptedProvider.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// From the diagnosis to the end: which runbook is followed, what a verification leads to.
class RoundsTest {

    private static final String RESTART = "compute.restart_service";
    private static final String REBOOT = "compute.reboot_host";

    /// Can restart the service and, if that does not help, reboot the host.
    private static Runbook restartOrReboot() {
        return RunbookFixture.highCpu(RiskLevel.MEDIUM)
                .executing("reboot", RiskLevel.CRITICAL, REBOOT, "host", "{{ incident.host }}")
                .build();
    }

    private static EngineUnderTest engine(Runbook runbook, String... cures) {
        var engine = new EngineUnderTest(runbook);
        HighCpu.shownBy(engine.provider, engine.clock, cures);
        return engine;
    }

    @Test
    void aVerifiedFixResolvesTheIncident() throws InterruptedException {
        var engine = engine(restartOrReboot(), RESTART).reported();

        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.events(Event.Verified.class))
                .as("after the settle window, and once more later")
                .hasSize(2);
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
        assertThat(engine.provider.effects(REBOOT)).isEmpty();
    }

    @Test
    void theWorldIsGivenTheSettleWindowBeforeEachLook() throws InterruptedException {
        var runbook = RunbookFixture.highCpu(RiskLevel.MEDIUM).settlingFor(Duration.ofMinutes(7));
        var engine = engine(runbook.build()).reported();

        engine.driveThroughTimers();

        var looks = engine.entries().stream()
                .filter(e -> e.stamped().event() instanceof Event.EvidenceGathered(var step, var _, var _, var _)
                        && step.equals(Incident.VERIFICATION))
                .map(e -> e.stamped().at())
                .toList();
        assertThat(looks).hasSize(Settings.standard().looks());
        assertThat(Duration.between(looks.get(0), looks.get(1))).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void anActionThatDidNotHelpIsFollowedByAnother() throws InterruptedException {
        var engine = engine(restartOrReboot(), REBOOT).reported();
        engine.driveUntilAsked();

        engine.approve("ann");
        engine.approve("bob");
        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
        assertThat(engine.provider.effects(REBOOT)).hasSize(1);
        assertThat(end.history().tried())
                .extracting(action -> action.operation().toString())
                .containsExactly(RESTART);
        assertThat(end.history().rounds()).isEqualTo(1);
    }

    @Test
    void aTriedActionIsKeptFromTheRecommenderAndFromTheWorld() throws InterruptedException {
        var engine = engine(restartOrReboot());
        engine.minds.recommending((_, diagnosis, candidates) -> candidates.stream()
                .filter(c -> c.step().id().equals("restart"))
                .map(c -> ScriptedMinds.recommendation(c, diagnosis.leading().orElseThrow()))
                .toList());

        var end = engine.reported().driveThroughTimers();

        assertThat(engine.provider.effects(RESTART)).hasSize(1);
        assertThat(end.phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(engine.events(Event.StepSkipped.class))
                .anySatisfy(skipped -> assertThat(skipped.reason()).contains("did not help"));
    }

    @Test
    void aRunbookWithoutDecisionsDoesNotCallItselfDoneWhenItsActionDidNotHelp() throws InterruptedException {
        var runbook = aRunbook("by_the_book")
                .executing("restart", RiskLevel.MEDIUM, RESTART, "host", "web-1", "service", "checkout");
        var engine = engine(runbook.build()).reported();

        var end = engine.driveThroughTimers();

        assertThat(engine.provider.effects(RESTART)).hasSize(1);
        assertThat(end.phase()).isInstanceOf(Phase.Escalated.class);
    }

    @Test
    void afterTheLastRoundAPersonTakesOver() throws InterruptedException {
        var engine = engine(restartOrReboot()).with(settings(1)).reported();

        var end = engine.driveThroughTimers();

        assertThat(end.phase())
                .isInstanceOfSatisfying(
                        Phase.Escalated.class,
                        phase -> assertThat(phase.reason())
                                .startsWith("1 round of acting has not helped; tried: " + RESTART)
                                .contains("still fires"));
        assertThat(engine.provider.ledger())
                .extracting(Effect::operation)
                .extracting(Object::toString)
                .containsOnlyOnce(RESTART)
                .doesNotContain(REBOOT);
        assertThat(end.history().tried())
                .extracting(TriedAction::result)
                .allSatisfy(result -> assertThat(result).contains("still fires"));
    }

    @Test
    void whenNothingIsLeftToTryAPersonTakesOver() throws InterruptedException {
        var engine = engine(RunbookFixture.highCpu(RiskLevel.MEDIUM).build()).reported();

        var end = engine.driveThroughTimers();

        assertThat(end.phase())
                .isEqualTo(new Phase.Escalated(
                        "no action could be aimed at this: checkout uses up the processor. compute.reboot_host (needs host)"
                                + " could help, once it is known what to act upon and a runbook has it as a step",
                        true));
    }

    @Test
    void whoeverCannotSeeWhetherItHelpedDoesNotActAgain() throws InterruptedException {
        var engine = engine(restartOrReboot(), REBOOT);
        engine.provider.witnessedBy(effect -> {
            if (effect.operation().toString().equals(RESTART))
                engine.provider.blindTo("monitoring.get_metrics").blindTo("monitoring.get_current_alerts");
        });

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase())
                .isInstanceOfSatisfying(
                        Phase.Escalated.class,
                        phase -> assertThat(phase.reason()).contains("cannot be seen"));
        assertThat(engine.events(Event.NotVerified.class))
                .singleElement()
                .satisfies(event -> assertThat(event.verification().signals())
                        .extracting(Verification.Signal::answer)
                        .containsOnly(Verification.Answer.UNSEEN));
    }

    @Test
    void whatIsHealthyIsLeftAlone() throws InterruptedException {
        var engine = engine(restartOrReboot());
        engine.minds.concluding(Diagnosis.Verdict.HEALTHY);

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.events(Event.Resolved.class))
                .containsExactly(new Event.Resolved("nothing is broken, so nothing was done"));
        assertThat(engine.events(Event.StepStarted.class)).isEmpty();
        assertThat(engine.events(Event.SeverityCorrected.class))
                .singleElement()
                .satisfies(event -> assertThat(event.found().reason()).contains("nothing"));
        assertThat(end.severity()).isEqualTo(Severity.LOW);
    }

    @Test
    void theNamesOfTheEnginesOwnLooksAreNoNamesOfSteps() {
        var own = StepId.RESERVED.stream().filter(Incident::isOwnLook);

        assertThat(own)
                .containsExactlyInAnyOrder(
                        Incident.SURVEY, Incident.INVESTIGATION, Incident.VERIFICATION, Incident.LAST_LOOK);
        assertThat(Incident.isOwnLook(new StepId("incident"))).isFalse();
    }

    @Test
    void anInconclusiveDiagnosisEscalates() throws InterruptedException {
        var engine = engine(restartOrReboot());
        engine.minds.concluding(Diagnosis.Verdict.INCONCLUSIVE);

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Escalated("the evidence does not tell what is wrong", true));
        assertThat(engine.events(Event.StepStarted.class)).isEmpty();
    }

    @Test
    void onAWeakSuspicionNothingIsDoneAndAPersonIsToldWhatCouldHelp() throws InterruptedException {
        var engine = engine(restartOrReboot());
        engine.minds.diagnosing(file -> new Diagnosis(
                Diagnosis.Verdict.FAULT,
                List.of(new Hypothesis(
                        "checkout uses up the processor",
                        CauseKind.RUNAWAY_PROCESS,
                        "checkout",
                        Optional.empty(),
                        Recommendation.LEAST_CONFIDENCE - 0.01,
                        Set.of(file.evidence().getFirst().id()),
                        Set.of(),
                        Optional.empty())),
                List.of()));

        var end = engine.reported().driveThroughTimers();

        assertThat(engine.events(Event.StepStarted.class)).isEmpty();
        assertThat(end.phase())
                .isEqualTo(new Phase.Escalated(
                        "the likeliest cause is too uncertain to act upon: checkout uses up the processor (34 %, against"
                                + " which compute.reboot_host or compute.restart_service could help)",
                        true));
    }

    @Test
    void aDiagnosisMayLeadToAnotherRunbook() throws InterruptedException {
        var triage = aRunbook("general_triage").deciding("look_closer");
        var engine = engine(triage.build(), RESTART);
        engine.library.with(RunbookFixture.highCpu(RiskLevel.MEDIUM).build());

        var end = engine.reported().driveThroughTimers();

        assertThat(engine.events(Event.RunbookSelected.class))
                .extracting(Event.RunbookSelected::runbook)
                .containsExactly(new RunbookId("general_triage"), new RunbookId("high_cpu"));
        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
    }

    @Test
    void twoRunbooksThatRecommendEachOtherAreEachFollowedOnce() throws InterruptedException {
        var left = aRunbook("left").deciding("left_decides");
        var right = aRunbook("right").deciding("right_decides");
        var engine = engine(
                left.executing("go", RiskLevel.MEDIUM, REBOOT, "host", "web-1").build());
        engine.library.with(
                right.executing("go", RiskLevel.MEDIUM, REBOOT, "host", "web-1").build());
        engine.minds.recommending((_, diagnosis, candidates) -> candidates.stream()
                .filter(c -> !c.current())
                .map(c -> ScriptedMinds.recommendation(c, diagnosis.leading().orElseThrow()))
                .toList());

        var end = engine.reported().driveThroughTimers();

        assertThat(engine.events(Event.RunbookSelected.class)).hasSize(2);
        assertThat(end.phase()).isInstanceOf(Phase.Escalated.class);
    }

    @Test
    void aReportThatAsksForARunbookGetsIt() throws InterruptedException {
        var engine = engine(restartOrReboot());
        engine.library.with(
                aRunbook("quiet").gathering("look", "compute.get_resources").build());

        engine.reported(HighCpu.report().labelled("runbook", "quiet")).drive();

        assertThat(engine.events(Event.RunbookSelected.class))
                .extracting(Event.RunbookSelected::runbook)
                .containsExactly(new RunbookId("quiet"));
    }

    @Test
    void whereNoRunbookFitsAPersonTakesOver() throws InterruptedException {
        var engine = new EngineUnderTest();

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Escalated("no runbook fits the report", true));
    }

    @Test
    void aCureIsLookedAtAgainBeforeTheIncidentIsResolved() throws InterruptedException {
        var engine = engine(restartOrReboot(), RESTART).reported();
        driveUntilWatched(engine);

        var pause = engine.drive();

        assertThat(engine.incident().phase()).isInstanceOf(Phase.Watching.class);
        assertThat(pause.wakeAt())
                .contains(engine.clock.instant().plus(Settings.standard().watch()));
        assertThat(engine.events(Event.Resolved.class)).isEmpty();
        assertThat(engine.driveThroughTimers().phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.events(Event.Resolved.class))
                .containsExactly(new Event.Resolved("the fix is verified, and has lasted"));
    }

    @Test
    void aCureThatDecaysLeadsBackToTheDiagnosis() throws InterruptedException {
        var engine = engine(restartOrReboot(), RESTART, REBOOT).reported();
        driveUntilWatched(engine);

        HighCpu.shownBy(engine.provider, engine.clock, REBOOT);
        engine.driveUntilAsked();

        assertThat(engine.events(Event.CureDecayed.class)).hasSize(1);
        assertThat(engine.incident().history().tried())
                .singleElement()
                .satisfies(
                        tried -> assertThat(tried.result()).startsWith("it helped, and not for long: alert HighCpu"));
        assertThat(Engine.openRequest(engine.incident())
                        .map(request -> request.plan().operation().toString()))
                .contains(REBOOT);
    }

    @Test
    void whoCannotSeeWhetherACureLastsGivesItToAPerson() throws InterruptedException {
        var engine = engine(restartOrReboot(), RESTART).reported();
        driveUntilWatched(engine);

        engine.provider.blindTo("monitoring.get_metrics").blindTo("monitoring.get_current_alerts");
        var end = engine.driveThroughTimers();

        assertThat(end.phase())
                .isEqualTo(new Phase.Escalated("the fix was verified; whether it has lasted cannot be seen", true));
    }

    @Test
    void whereACureIsNotWatchedTheFirstVerificationResolves() throws InterruptedException {
        var engine = engine(restartOrReboot(), RESTART).with(settings(3)).reported();

        var end = engine.driveThroughTimers();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.events(Event.Verified.class)).hasSize(1);
        assertThat(engine.events(Event.WatchStarted.class)).isEmpty();
    }

    @Test
    void harmIsNotWaitedFor() throws InterruptedException {
        var runbook = RunbookFixture.highCpu(RiskLevel.MEDIUM).harmingWhen("cpu_usage > 90");
        var engine = engine(runbook.build()).reported();

        engine.driveThroughTimers();

        assertThat(engine.events(Event.SettleStarted.class))
                .as("it did harm, so it is not looked at again and again")
                .hasSize(1);
        assertThat(engine.events(Event.NotVerified.class))
                .singleElement()
                .satisfies(event -> assertThat(event.verification().harmful()).isTrue());
    }

    private static void driveUntilWatched(EngineUnderTest engine) throws InterruptedException {
        var pause = engine.drive();
        while (!(engine.incident().phase() instanceof Phase.Watching)) {
            engine.clock.advanceTo(pause.wakeAt().orElseThrow());
            pause = engine.drive();
        }
    }

    private static Settings settings(int rounds) {
        var s = Settings.standard();
        return new Settings(
                Optional.empty(), s.fit(), s.lookBack(), s.callTimeout(), s.surveyed(), s.looks(), rounds, true);
    }

    @Test
    void aPostMortemIsWrittenFromTheWholeJournal() throws InterruptedException {
        var engine = engine(restartOrReboot(), RESTART);
        engine.minds.summarizing((_, journal) -> journal.size() + " entries, the last "
                + journal.getLast().event().getClass().getSimpleName());

        engine.reported().driveThroughTimers();

        assertThat(engine.events(Event.Documented.class))
                .isEqualTo(List.of(
                        new Event.Documented((engine.entries().size() - 1) + " entries, the last NoticeDelivered")));
    }
}

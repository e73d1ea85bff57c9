package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.testkit.EngineUnderTest;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.ScriptedMinds;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two things are wrong at once: `checkout` uses up the processor of `web-1` until it is restarted, and the
/// memory of `web-2` is full until that is rebooted.
class TwoFaultsTest {

    private static final String RESTART = "compute.restart_service";
    private static final String REBOOT = "compute.reboot_host";
    private static final Instant ONSET = HighCpu.ONSET;

    private final EngineUnderTest engine = new EngineUnderTest(runbook());

    /// What can be wrong in this world.
    private record Trouble(String alert, String host, String metric, String cure, Instant since) {}

    private final List<Trouble> troubles = new ArrayList<>(List.of(
            new Trouble("HighCpu", "web-1", "cpu_usage", RESTART, ONSET),
            new Trouble("HighMemory", "web-2", "memory_usage", REBOOT, ONSET.plusSeconds(60))));

    /// The hosts whose trouble is back after its cure.
    private final Set<String> relapsed = new HashSet<>();

    private static Runbook runbook() {
        return RunbookFixture.highCpu(RiskLevel.MEDIUM)
                .undoneBy("compute.restart_service", "host", "web-1", "service", "old_checkout")
                .executing("reboot", RiskLevel.MEDIUM, REBOOT, "host", "web-2")
                .build();
    }

    @BeforeEach
    void showTheWorld() {
        engine.provider.whenAsked(
                "compute.get_resources",
                _ -> found(List.of(
                        resource("web-1", Value.fields("name", "web-1", "kind", "host")),
                        resource("web-2", Value.fields("name", "web-2", "kind", "host")),
                        resource("checkout", Value.fields("name", "checkout", "kind", "service", "host", "web-1")))));
        engine.provider.whenAsked(
                "monitoring.get_current_alerts",
                _ -> found(troubles.stream()
                        .filter(trouble -> !trouble.since().isAfter(engine.clock.instant()))
                        .<Content>map(trouble -> new Content.AlertSeen(alert(trouble), isThere(trouble)))
                        .toList()));
        engine.provider.whenAsked(
                "monitoring.get_metrics",
                arguments -> found(troubles.stream()
                        .filter(trouble -> arguments
                                .optionalText("host")
                                .filter(trouble.host()::equals)
                                .isPresent())
                        .map(this::series)
                        .toList()));
        engine.minds.diagnosing(this::diagnosis).recommending((_, diagnosis, candidates) -> {
            var cause = diagnosis.leading();
            if (cause.isEmpty()) return List.of();
            var step = cause.get().component().equals("checkout") ? "restart" : "reboot";
            return candidates.stream()
                    .filter(candidate -> candidate.step().id().equals(step))
                    .map(candidate -> ScriptedMinds.recommendation(candidate, cause.get()))
                    .toList();
        });
    }

    private static Observation found(List<? extends Content> contents) {
        return new Observation.Found(List.copyOf(contents), new Value.Items(List.of()));
    }

    private static Content resource(String about, Value.Fields facts) {
        return new Content.Facts(about, "resource", facts);
    }

    private static Alert alert(Trouble trouble) {
        return new Alert(trouble.alert(), trouble.host(), "above 90", Severity.HIGH, trouble.since(), Map.of());
    }

    private boolean isThere(Trouble trouble) {
        return engine.provider.effects(trouble.cure()).isEmpty() || relapsed.contains(trouble.host());
    }

    /// An hour, one point in three minutes: 30 percent, and 97 while it is sick.
    private Content.MetricSeries series(Trouble trouble) {
        var now = engine.clock.instant();
        var points = new ArrayList<Content.Point>();
        for (int minute = 60; minute >= 0; minute -= 3) {
            var time = now.minus(Duration.ofMinutes(minute));
            var sick = !time.isBefore(trouble.since()) && (isThere(trouble) || minute >= 5);
            points.add(new Content.Point(time, (sick ? 97 : 30) + minute % 2));
        }
        return new Content.MetricSeries(trouble.host(), trouble.metric(), "percent", points);
    }

    /// The first of the troubles that was seen last to be there.
    private Diagnosis diagnosis(CaseFile file) {
        for (var trouble : troubles) {
            var seen = latest(file, trouble);
            if (seen.isEmpty() || !isHigh(seen.get())) continue;
            var cpu = trouble.metric().equals("cpu_usage");
            return new Diagnosis(
                    Diagnosis.Verdict.FAULT,
                    List.of(new Hypothesis(
                            trouble.metric() + " of " + trouble.host() + " is too high",
                            cpu ? CauseKind.RUNAWAY_PROCESS : CauseKind.MEMORY_LEAK,
                            cpu ? "checkout" : trouble.host(),
                            Optional.of(trouble.since()),
                            0.8,
                            Set.of(seen.get().id()),
                            Set.of(),
                            Optional.empty())),
                    List.of());
        }
        return new Diagnosis(Diagnosis.Verdict.HEALTHY, List.of(), List.of());
    }

    private static Optional<Evidence> latest(CaseFile file, Trouble trouble) {
        Predicate<Content> isIts = content -> content instanceof Content.MetricSeries series
                && series.component().equals(trouble.host())
                && series.metric().equals(trouble.metric());
        return file.evidence().reversed().stream()
                .filter(piece -> isIts.test(piece.content()))
                .findFirst();
    }

    private static boolean isHigh(Evidence piece) {
        return Readings.now(((Content.MetricSeries) piece.content()).points()) > 90;
    }

    /// A reboot needs two people.
    private Incident drivenToItsEnd() throws InterruptedException {
        engine.driveUntilAsked();
        engine.approve("ann");
        engine.approve("bob");
        return engine.driveThroughTimers();
    }

    @Test
    void theCureOfOneStandsAndTheOtherIsLookedForAndCured() throws InterruptedException {
        engine.reported();

        var end = drivenToItsEnd();

        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
        assertThat(engine.provider.effects(RESTART)).hasSize(1);
        assertThat(engine.provider.effects(REBOOT)).hasSize(1);
        assertThat(engine.events(Event.TroubleRemains.class))
                .singleElement()
                .satisfies(event -> assertThat(event.verification().standing()).contains("HighMemory of web-2"));
        assertThat(engine.events(Event.NotVerified.class)).isEmpty();
        assertThat(engine.events(Event.Undone.class)).isEmpty();
        assertThat(end.history().tried()).isEmpty();
    }

    @Test
    void bothCausesAreNamedInTheOrderOfFinding() throws InterruptedException {
        engine.reported();

        var end = drivenToItsEnd();

        assertThat(end.causes()).extracting(Hypothesis::component).containsExactly("checkout", "web-2");
        assertThat(end.cause().map(Hypothesis::component)).contains("web-2");
        assertThat(end.diagnosis().orElseThrow().hypotheses())
                .extracting(Hypothesis::component)
                .containsExactly("web-2", "checkout");
        assertThat(Bulletin.text(end)).contains("cpu_usage of web-1", "memory_usage of web-2", RESTART, REBOOT);
    }

    /// What else fires is believed to be no fault.
    private void believeNothingElse() {
        engine.minds.diagnosing(file -> {
            var found = diagnosis(file);
            return found.leading()
                            .filter(cause -> cause.component().equals("web-2"))
                            .isPresent()
                    ? new Diagnosis(Diagnosis.Verdict.HEALTHY, List.of(), List.of())
                    : found;
        });
    }

    @Test
    void whatIsLeftMayBeNothingAndThenTheCureIsLookedAtAgain() throws InterruptedException {
        believeNothingElse();

        var end = engine.reported().driveThroughTimers();

        assertThat(engine.events(Event.WatchStarted.class)).hasSize(1);
        assertThat(engine.events(Event.Resolved.class))
                .containsExactly(new Event.Resolved("the fix is verified, and has lasted"));
        assertThat(end.cause().map(Hypothesis::component)).contains("checkout");
        assertThat(end.severity()).as("what was cured was as bad as it was").isEqualTo(Severity.HIGH);
        assertThat(engine.provider.effects(REBOOT)).isEmpty();
    }

    @Test
    void aCureThatDecaysWhileNothingElseIsBrokenIsNotTakenForTheEnd() throws InterruptedException {
        believeNothingElse();
        engine.reported();
        for (var pause = engine.drive(); !(engine.incident().phase() instanceof Phase.Watching); pause = engine.drive())
            engine.clock.advanceTo(pause.wakeAt().orElseThrow());
        relapsed.add("web-1");

        var end = engine.driveThroughTimers();

        assertThat(engine.events(Event.CureDecayed.class)).hasSize(1);
        assertThat(engine.events(Event.Resolved.class)).isEmpty();
        assertThat(end.phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(engine.provider.effects(RESTART))
                .as("not done twice in one incident")
                .hasSize(1);
    }

    @Test
    void whoTakesOverIsToldWhatIsCured() throws InterruptedException {
        engine.minds.recommending((_, diagnosis, candidates) -> candidates.stream()
                .filter(candidate -> candidate.step().id().equals("restart"))
                .flatMap(candidate -> diagnosis.leading().stream()
                        .filter(cause -> cause.component().equals("checkout"))
                        .map(cause -> ScriptedMinds.recommendation(candidate, cause)))
                .toList());

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase())
                .isInstanceOfSatisfying(
                        Phase.Escalated.class,
                        escalated -> assertThat(escalated.reason())
                                .startsWith(
                                        "cured is that cpu_usage of web-1 is too high; what is left: no action could"
                                                + " be aimed at this: memory_usage of web-2 is too high."
                                                + " compute.reboot_host"));
    }

    @Test
    void troubleThatComesWhileACureIsWatchedDoesNotMakeItOneThatDecayed() throws InterruptedException {
        troubles.removeLast();
        engine.reported();
        var pause = engine.drive();
        while (!(engine.incident().phase() instanceof Phase.Settling)) {
            engine.clock.advanceTo(pause.wakeAt().orElseThrow());
            pause = engine.drive();
        }
        troubles.add(new Trouble("HighMemory", "web-2", "memory_usage", REBOOT, engine.clock.instant()));

        var end = drivenToItsEnd();

        assertThat(engine.events(Event.CureDecayed.class)).isEmpty();
        assertThat(engine.events(Event.TroubleRemains.class)).hasSize(1);
        assertThat(end.causes()).extracting(Hypothesis::component).containsExactly("checkout", "web-2");
        assertThat(end.phase()).isEqualTo(new Phase.Resolved(true));
    }

    @Test
    void moreCausesThanThereAreRoundsGoToAPerson() throws InterruptedException {
        var s = Settings.standard();
        engine.with(new Settings(
                Optional.empty(), s.fit(), s.lookBack(), s.callTimeout(), s.surveyed(), s.looks(), 1, true));

        var end = engine.reported().driveThroughTimers();

        assertThat(end.phase())
                .isInstanceOfSatisfying(
                        Phase.Escalated.class,
                        phase -> assertThat(phase.reason())
                                .startsWith("cured: cpu_usage of web-1 is too high; what is left: alert HighMemory"));
        assertThat(engine.provider.effects(REBOOT)).isEmpty();
    }

    @Test
    void whatIsRememberedOfOneCauseIsWhatCuredIt() throws InterruptedException {
        engine.reported();

        var end = drivenToItsEnd();

        var lesson = Lesson.of(end, CauseKind.RUNAWAY_PROCESS, "checkout", "");

        assertThat(lesson.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.operation().toString()).isEqualTo(RESTART);
            assertThat(attempt.helped()).isTrue();
        });
    }
}

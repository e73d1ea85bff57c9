package dev.runbook.core.engine;

import static dev.runbook.core.testkit.IncidentFixture.anIncident;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Verification.Answer;
import dev.runbook.core.engine.Verification.Signal;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.RunbookFixture;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.testkit.SimpleExpressions;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a look at the world after acting says, from numbers alone.
class VerifierTest {

    private static final Instant NOON = SettableClock.NOON;
    private static final List<Double> USUAL = List.of(30.0, 31.0, 29.0, 30.0, 31.0, 29.0);
    private static final List<Double> SICK = List.of(96.0, 97.0, 98.0);

    @Test
    void aMetricThatWentBackIsGood() {
        assertThat(answer(series(USUAL, SICK), onsetAfter(6), series(List.of(31.0, 30.0, 32.0))))
                .isEqualTo(Answer.GOOD);
    }

    @Test
    void aMetricThatStayedIsBad() {
        assertThat(answer(series(USUAL, SICK), onsetAfter(6), series(SICK))).isEqualTo(Answer.BAD);
    }

    @Test
    void oneOddPointSaysNothing() {
        assertThat(answer(series(USUAL, SICK), onsetAfter(6), series(List.of(30.0, 99.0, 31.0))))
                .isEqualTo(Answer.GOOD);
    }

    @Test
    void aMetricThatWentBackAPartOfTheWayIsNotCalledBack() {
        var signal = signal(series(USUAL, SICK), onsetAfter(6), series(List.of(50.0, 50.0, 50.0)));

        assertThat(signal.answer()).isEqualTo(Answer.GOOD);
        assertThat(signal.question()).isEqualTo("cpu_usage of web-1 recovers");
        assertThat(signal.detail())
                .isEqualTo("it has recovered by 70 %: 30 before, 97 at the diagnosis, 50 percent now");
    }

    @Test
    void aMetricThatIsInItsUsualRangeAgainSaysSo() {
        assertThat(signal(series(USUAL, SICK), onsetAfter(6), series(List.of(31.0, 30.0, 32.0)))
                        .detail())
                .isEqualTo("it is back in its usual range: 30 before, 97 at the diagnosis, 31 percent now");
    }

    @Test
    void aMetricThatGotWorseIsBadWhateverItsUsualRange() {
        assertThat(signal(series(USUAL, SICK), onsetAfter(6), series(List.of(99.0, 99.0, 99.0))))
                .satisfies(signal -> {
                    assertThat(signal.answer()).isEqualTo(Answer.BAD);
                    assertThat(signal.detail()).startsWith("it is worse");
                });
    }

    /// A wide range: 10 to 50 is usual, so 90 is only just ill, and 68 is hardly better.
    @Test
    void aMetricThatIsHardlyBetterWithinAWideUsualRangeTellsNothing() {
        var wide = List.of(20.0, 40.0, 20.0, 40.0, 20.0, 40.0);

        assertThat(answer(series(wide, List.of(72.0, 72.0, 72.0)), onsetAfter(6), series(List.of(68.0, 68.0, 68.0))))
                .isEqualTo(Answer.UNSEEN);
        assertThat(answer(series(wide, List.of(72.0, 72.0, 72.0)), onsetAfter(6), series(List.of(45.0, 45.0, 45.0))))
                .isEqualTo(Answer.GOOD);
    }

    /// It had begun to recover by itself before anything was done; then it got worse, though not as ill as at
    /// first.
    @Test
    void aMetricIsJudgedByHowItWasLastSeenBeforeActing() {
        var wide = List.of(20.0, 40.0, 20.0, 40.0, 20.0, 40.0);
        var first = evidence(1, metric(series(wide, List.of(120.0, 120.0, 120.0))));
        var later = evidence(2, metric(series(wide, List.of(120.0, 120.0, 120.0, 74.0, 74.0, 74.0))));

        var signals = verify(
                        List.of(first, later),
                        seeing(metric(series(List.of(79.0, 79.0, 79.0)))),
                        diagnosis(onsetAfter(6), first, later))
                .signals();

        assertThat(signals).singleElement().satisfies(signal -> {
            assertThat(signal.answer()).isEqualTo(Answer.BAD);
            assertThat(signal.evidence()).contains(later.id()).doesNotContain(first.id());
        });
    }

    @Test
    void aMetricThatCannotBeReadAgainIsUnseen() {
        assertThat(answer(series(USUAL, SICK), onsetAfter(6), List.of())).isEqualTo(Answer.UNSEEN);
    }

    @Test
    void aMetricWhoseUsualLevelWasNotSeenIsNotCalledGoodForStayingSick() {
        assertThat(answer(series(SICK, SICK), onsetAfter(0), series(SICK))).isEqualTo(Answer.UNSEEN);
        assertThat(answer(series(SICK, SICK), onsetAfter(2), series(SICK))).isEqualTo(Answer.UNSEEN);
    }

    @Test
    void aMetricThatWasSickAllTheTimeIsNotCalledGoodForStayingSick() {
        assertThat(answer(series(SICK, SICK, SICK), Optional.empty(), series(SICK)))
                .isEqualTo(Answer.UNSEEN);
    }

    @Test
    void aMetricThatNeverMovedIsNotCalledBadForMovingNow() {
        var three = List.of(3.0, 3.0, 3.0, 3.0);

        assertThat(answer(series(three, three), onsetAfter(4), series(List.of(5.0, 5.0, 5.0))))
                .isEqualTo(Answer.UNSEEN);
    }

    @Test
    void anAlertIsGoodOnceSilentBadWhileItFiresAndUnseenWhenAlertsCannotBeRead() {
        var fired = evidence(1, new Content.AlertSeen(alert(), true));

        assertThat(verify(List.of(fired), seeing()).signals())
                .singleElement()
                .extracting(Signal::answer)
                .isEqualTo(Answer.GOOD);
        assertThat(verify(List.of(fired), seeing(new Content.AlertSeen(alert(), true)))
                        .signals())
                .singleElement()
                .extracting(Signal::answer)
                .isEqualTo(Answer.BAD);
        assertThat(verify(List.of(fired), blind()).signals())
                .singleElement()
                .extracting(Signal::answer)
                .isEqualTo(Answer.UNSEEN);
    }

    @Test
    void whereThereIsNoSignalNothingIsVerified() {
        var verification = verify(List.of(), seeing());

        assertThat(verification.confirmed()).isFalse();
        assertThat(verification.blind()).isTrue();
    }

    private static Answer answer(List<Content.Point> before, Optional<Instant> onset, List<Content.Point> after) {
        return signal(before, onset, after).answer();
    }

    /// Each of more replicas gets less to do than one did before.
    @Test
    void whatWasTooMuchAndIsLessThanUsualTellsNothing() {
        var rate = new Content.MetricSeries(
                "web-1", "request_rate", "per_second", series(USUAL, List.of(40.0, 40.0, 40.0)));
        var seen = evidence(1, rate);
        var fresh = seeing(
                new Content.MetricSeries("web-1", "request_rate", "per_second", series(List.of(20.0, 20.0, 20.0))));
        var gone =
                seeing(new Content.MetricSeries("web-1", "request_rate", "per_second", series(List.of(2.0, 2.0, 2.0))));

        assertThat(verify(List.of(seen), fresh, diagnosis(onsetAfter(6), seen)).signals())
                .extracting(Signal::answer)
                .containsExactly(Answer.UNSEEN);
        assertThat(verify(List.of(seen), gone, diagnosis(onsetAfter(6), seen)).signals())
                .extracting(Signal::answer)
                .containsExactly(Answer.BAD);
    }

    /// The processor is near its limit as it always was, and something else is wrong.
    @Test
    void anAlertThatTellsOfWhatWasSoAllAlongIsNotExpectedToFallSilent() {
        var always = evidence(1, metric(series(List.of(93.0, 94.0, 92.0, 93.0, 94.0, 92.0, 93.0, 94.0, 93.0))));
        var fired = evidence(2, new Content.AlertSeen(alert(), true));
        var errors = evidence(3, new Content.MetricSeries("web-1", "error_rate", "percent", series(USUAL, SICK)));
        var fresh = seeing(
                new Content.AlertSeen(alert(), true),
                new Content.MetricSeries("web-1", "error_rate", "percent", series(USUAL)));

        var other = verify(List.of(always, fired, errors), fresh, diagnosis(onsetAfter(6), errors));
        assertThat(other.signals()).extracting(Signal::question).containsExactly("error_rate of web-1 recovers");

        var blamed = verify(List.of(always, fired, errors), fresh, diagnosis(onsetAfter(6), always));
        assertThat(blamed.signals())
                .as("the diagnosis stands on it")
                .extracting(Signal::question)
                .contains("alert HighCpu of web-1 is silent");
    }

    @Test
    void anAlertThatCameAndWentBeforeTheTroubleIsNotExpectedToFallSilent() {
        var errors = evidence(1, new Content.MetricSeries("web-1", "error_rate", "percent", series(USUAL, SICK)));
        var fires = evidence(2, new Content.AlertSeen(probe(NOON.plus(Duration.ofDays(1))), true));
        var wentBefore = evidence(3, new Content.AlertSeen(probe(NOON.minus(Duration.ofDays(1))), false));
        var wentSince = evidence(3, new Content.AlertSeen(probe(NOON.plus(Duration.ofHours(23))), false));
        var fresh = seeing(
                new Content.AlertSeen(probe(NOON.plus(Duration.ofDays(1))), true),
                new Content.MetricSeries("web-1", "error_rate", "percent", series(USUAL)));

        assertThat(questions(List.of(errors, fires, wentBefore), fresh, errors))
                .containsExactly("error_rate of web-1 recovers");
        assertThat(questions(List.of(errors, fires, wentSince), fresh, errors))
                .as("it belongs to the trouble")
                .contains("alert ProbeSlow of web-1 is silent");
        assertThat(questions(List.of(errors, fires, wentBefore), fresh, errors, fires))
                .as("the diagnosis stands on it")
                .contains("alert ProbeSlow of web-1 is silent");
    }

    @Test
    void anAlertOfSomethingElseThatFiredWellBeforeTheCauseIsNotExpectedToFallSilent() {
        var grounds = evidence(1, metric(series(USUAL, SICK)));

        assertThat(silenceOf(elsewhere(NOON), diagnosis(onsetAfter(6), grounds)))
                .isFalse();
        assertThat(silenceOf(elsewhere(NOON.plusSeconds(60 * 5)), diagnosis(onsetAfter(6), grounds)))
                .as("it fired with the cause")
                .isTrue();
        assertThat(silenceOf(elsewhere(NOON), diagnosis(onsetAfter(6), evidence(2, elsewhere(NOON)))))
                .as("the diagnosis stands on it")
                .isTrue();
        assertThat(silenceOf(new Content.AlertSeen(alert(), true), diagnosis(onsetAfter(6), grounds)))
                .as("it is where the cause is")
                .isTrue();
        var reported =
                new Alert("HighLatency", "checkout", "slow", Severity.HIGH, NOON.minus(Duration.ofHours(1)), Map.of());
        assertThat(silenceOf(new Content.AlertSeen(reported, true), diagnosis(onsetAfter(6), grounds)))
                .as("the incident is about it")
                .isTrue();
    }

    @Test
    void aBusyHostThatNobodyFeelsIsNotExpectedToFallSilent() {
        var inventory = new Content.Facts(
                "web-9",
                "resources",
                new Value.Items(List.of(
                        Value.fields("name", "web-9", "kind", "host"),
                        Value.fields("name", "shop", "kind", "service", "host", "web-9"))));
        var grounds = evidence(1, metric(series(USUAL, SICK)));
        var busy = elsewhere(NOON.plusSeconds(60 * 5));
        var slow = new Content.AlertSeen(
                new Alert("HighLatency", "shop", "slow", Severity.HIGH, NOON.plusSeconds(60 * 6), Map.of()), true);
        var before = List.of(grounds, evidence(2, busy), evidence(3, slow), evidence(4, inventory));
        var question = "alert HighCpu of web-9 is silent";

        assertThat(questions(before, seeing(busy), grounds)).doesNotContain(question);
        assertThat(questions(before, seeing(busy, slow), grounds))
                .as("a service there still suffers")
                .contains(question);
        assertThat(questions(before, seeing(), grounds))
                .as("it is silent, which is good to know")
                .contains(question);
    }

    /// Names of metrics share words such as rate and usage, which say how something is measured.
    @Test
    void anAlertOfAnotherMetricOfTheSameComponentDoesNotKeepACauseFromBeingGone() {
        var busy = evidence(1, metric(series(USUAL, SICK)));
        var errors = evidence(
                2,
                new Content.MetricSeries("web-1", "error_usage", "percent", series(USUAL, List.of(40.0, 40.0, 40.0))));
        var failing = new Content.AlertSeen(
                new Alert("HighErrorUsage", "web-1", "too many", Severity.HIGH, NOON.plusSeconds(400), Map.of()), true);
        var before = List.of(busy, errors, evidence(3, failing));
        var calmAgain = metric(series(List.of(31.0, 30.0, 32.0)));

        var judgement = judge(before, seeing(calmAgain, failing), diagnosis(onsetAfter(6), busy));

        assertThat(judgement.all().confirmed()).as("something else is wrong").isFalse();
        assertThat(judgement.ofTheCause()).as("the processor is free").isPresent();
        assertThat(judge(before, seeing(calmAgain, failing), diagnosis(onsetAfter(6), busy, errors))
                        .ofTheCause())
                .as("the cause stands on the errors too")
                .isEmpty();
    }

    /// Who calls it may have another trouble, which keeps the calls away.
    @Test
    void fewerCallsThanUsualDoNotKeepACauseFromBeingGone() {
        var busy = evidence(1, metric(series(USUAL, SICK)));
        var calls = evidence(2, calls(series(USUAL, List.of(20.0, 20.0, 20.0))));
        var calmAgain = metric(series(List.of(31.0, 30.0, 32.0)));
        var fewer = calls(series(List.of(21.0, 21.0, 21.0)));
        var more = calls(series(List.of(60.0, 60.0, 60.0)));
        var surge = evidence(2, calls(series(USUAL, List.of(60.0, 60.0, 60.0))));

        var judgement = judge(List.of(busy, calls), seeing(calmAgain, fewer), diagnosis(onsetAfter(6), busy, calls));

        assertThat(judgement.all().confirmed()).as("it is called less").isFalse();
        assertThat(judgement.ofTheCause()).as("the processor is free").isPresent();
        assertThat(judge(List.of(busy, surge), seeing(calmAgain, more), diagnosis(onsetAfter(6), busy, surge))
                        .ofTheCause())
                .as("more calls than usual are a cause")
                .isEmpty();
        assertThat(judge(List.of(calls), seeing(calls(series(USUAL))), diagnosis(onsetAfter(6), calls))
                        .all()
                        .confirmed())
                .as("it is called as usual again")
                .isTrue();
    }

    private static Content.MetricSeries calls(List<Content.Point> points) {
        return new Content.MetricSeries("web-1", "request_rate", "per_second", points);
    }

    /// Whether an alert, the second piece of evidence, must fall silent.
    private static boolean silenceOf(Content.AlertSeen seen, Event diagnosis) {
        var before = List.of(evidence(1, metric(series(USUAL, SICK))), evidence(2, seen));
        return verify(before, seeing(seen), diagnosis).signals().stream()
                .map(Signal::question)
                .anyMatch(
                        ("alert " + seen.alert().name() + " of " + seen.alert().component() + " is silent")::equals);
    }

    private static Content.AlertSeen elsewhere(Instant startedAt) {
        return new Content.AlertSeen(
                new Alert("HighCpu", "web-9", "cpu above 90", Severity.HIGH, startedAt, Map.of()), true);
    }

    private static List<String> questions(
            List<Evidence> before, Event.EvidenceGathered fresh, Evidence... groundsOfDiagnosis) {
        return verify(before, fresh, diagnosis(onsetAfter(6), groundsOfDiagnosis)).signals().stream()
                .map(Signal::question)
                .toList();
    }

    private static Alert probe(Instant startedAt) {
        return new Alert("ProbeSlow", "web-1", "a probe is slow", Severity.LOW, startedAt, Map.of());
    }

    private static Signal signal(List<Content.Point> before, Optional<Instant> onset, List<Content.Point> after) {
        var seen = evidence(1, metric(before));
        var fresh = after.isEmpty() ? seeing() : seeing(metric(after));
        var verification = verify(List.of(seen), fresh, diagnosis(onset, seen));
        assertThat(verification.signals()).hasSize(1);
        return verification.signals().getFirst();
    }

    private static Content.MetricSeries metric(List<Content.Point> points) {
        return new Content.MetricSeries("web-1", "cpu_usage", "percent", points);
    }

    private static Event diagnosis(Optional<Instant> onset, Evidence... seen) {
        return new Event.Diagnosed(
                new StepId("decide"),
                new Diagnosis(
                        Diagnosis.Verdict.FAULT,
                        List.of(new Hypothesis(
                                "it uses up the processor",
                                CauseKind.RUNAWAY_PROCESS,
                                "web-1",
                                onset,
                                0.8,
                                Arrays.stream(seen).map(Evidence::id).collect(Collectors.toSet()),
                                Set.<EvidenceId>of(),
                                Optional.empty())),
                        List.of()));
    }

    private static Verification verify(List<Evidence> before, Event.EvidenceGathered fresh, Event... diagnosis) {
        return judge(before, fresh, diagnosis).all();
    }

    private static Verifier.Judgement judge(List<Evidence> before, Event.EvidenceGathered fresh, Event... diagnosis) {
        var incident = anIncident()
                .in(Phase.Kind.INVESTIGATING)
                .then(new Event.EvidenceGathered(Incident.SURVEY, before, List.of(), new Value.Nothing()))
                .then(diagnosis)
                .state();
        var runbook = RunbookFixture.aRunbook("quiet").executing("restart", RiskLevel.LOW, "compute.reboot_host");
        var expressions = new SimpleExpressions();
        var run = RunbookRun.begin(
                runbook.build().id(), runbook.build().digest(), "", Value.Fields.NONE, Optional.empty());
        return new Verifier(expressions, new Scopes(expressions, Settings.standard()))
                .verify(
                        incident,
                        List.of(new Followed(runbook.build(), run)),
                        before,
                        fresh,
                        Focus.of(incident.report(), before, 16));
    }

    private static Event.EvidenceGathered seeing(Content... contents) {
        var evidence = new ArrayList<Evidence>();
        for (var content : contents) evidence.add(evidence(100 + evidence.size(), content));
        return new Event.EvidenceGathered(Incident.VERIFICATION, evidence, List.of(), new Value.Nothing());
    }

    private static Event.EvidenceGathered blind() {
        return new Event.EvidenceGathered(
                Incident.VERIFICATION,
                List.of(),
                List.of("monitoring.get_current_alerts {}: it does not answer"),
                new Value.Nothing());
    }

    private static Evidence evidence(int number, Content content) {
        return new Evidence(
                EvidenceId.number(number),
                "scripted",
                new Evidence.Query("monitoring.get_metrics", Value.Fields.NONE),
                TimeWindow.endingAt(NOON, Duration.ofHours(2)),
                NOON,
                content);
    }

    private static Alert alert() {
        return new Alert("HighCpu", "web-1", "cpu above 90", Severity.HIGH, NOON, Map.of());
    }

    /// One point a minute, from noon on.
    @SafeVarargs
    private static List<Content.Point> series(List<Double>... parts) {
        var points = new ArrayList<Content.Point>();
        for (var part : parts)
            for (var value : part) points.add(new Content.Point(NOON.plusSeconds(60L * points.size()), value));
        return points;
    }

    /// The trouble began after so many points.
    private static Optional<Instant> onsetAfter(int points) {
        return Optional.of(NOON.plusSeconds(60L * points));
    }
}

package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The processor of `ward-3` is still busy after the leak of `archive` was cured.
class LeftOverTest {

    private static final Evidence BUSY = new Evidence(
            EvidenceId.number(7),
            "datadog",
            new Evidence.Query("monitoring.get_current_alerts", Value.Fields.NONE),
            TimeWindow.endingAt(SettableClock.NOON, Duration.ofHours(2)),
            SettableClock.NOON,
            new Content.AlertSeen(
                    new Alert("HighCpu", "ward-3", "busy", Severity.HIGH, SettableClock.NOON, Map.of()), true));
    private static final Hypothesis LEAK = hypothesis("archive", Optional.empty());
    private static final Cured CURED = new Cured(LEAK, List.of(), Set.of(BUSY.id()), 7);

    private static Hypothesis hypothesis(String component, Optional<String> ruledOut) {
        return new Hypothesis(
                component + " leaks",
                CauseKind.MEMORY_LEAK,
                component,
                Optional.empty(),
                0.1,
                Set.of(BUSY.id()),
                Set.of(),
                ruledOut);
    }

    private static Diagnosis leftOver(Verdict verdict, Hypothesis... hypotheses) {
        return LeftOver.of(new Diagnosis(verdict, List.of(hypotheses), List.of()), List.of(CURED), List.of(BUSY));
    }

    @Test
    void whatWasLeftAndIsKnownToBeHarmlessIsNoFault() {
        var diagnosis = leftOver(Verdict.INCONCLUSIVE, LEAK, hypothesis("ward-3", Optional.of("a nightly job")));

        assertThat(diagnosis.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(diagnosis.hypotheses())
                .allSatisfy(h -> assertThat(h.ruledOut()).isPresent());
    }

    @Test
    void whatNobodyCanSayAnythingAboutIsLeftToAPerson() {
        assertThat(leftOver(Verdict.INCONCLUSIVE, LEAK).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(leftOver(Verdict.INCONCLUSIVE, LEAK, hypothesis("ward-3", Optional.empty()))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatIsMeasuredSinceMayBeTheSameCauseAgain() {
        var fresh = new Evidence(
                EvidenceId.number(8),
                "datadog",
                new Evidence.Query("monitoring.get_metrics", Value.Fields.NONE),
                TimeWindow.endingAt(SettableClock.NOON, Duration.ofHours(2)),
                SettableClock.NOON,
                new Content.MetricSeries("archive", "memory_usage", "percent", List.of()));
        var again = new Hypothesis(
                "archive leaks again",
                LEAK.kind(),
                LEAK.component(),
                Optional.empty(),
                0.8,
                Set.of(fresh.id()),
                Set.of(),
                Optional.empty());
        var diagnosis = new Diagnosis(Verdict.FAULT, List.of(again), List.of());

        assertThat(LeftOver.of(diagnosis, List.of(CURED), List.of(BUSY, fresh)).leading())
                .contains(again);
        assertThat(leftOver(Verdict.FAULT, LEAK, hypothesis("ward-3", Optional.of("a nightly job")))
                        .verdict())
                .isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void withoutACureADiagnosisStays() {
        var diagnosis = new Diagnosis(Verdict.INCONCLUSIVE, List.of(LEAK), List.of());

        assertThat(LeftOver.of(diagnosis, List.of(), List.of(BUSY))).isSameAs(diagnosis);
    }
}

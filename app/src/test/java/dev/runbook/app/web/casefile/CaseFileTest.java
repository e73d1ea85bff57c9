package dev.runbook.app.web.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.value.Value;
import dev.runbook.ml.logs.LogLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a pile of evidence becomes for reading.
class CaseFileTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final List<Evidence> pile = new ArrayList<>();

    private void seen(Instant at, Content content) {
        pile.add(new Evidence(
                new EvidenceId("ev-" + (pile.size() + 1)),
                "datadog",
                new Evidence.Query("monitoring.get_metrics", Value.Fields.NONE),
                new TimeWindow(at.minusSeconds(600), at),
                at,
                content));
    }

    private static Content alert(String name, Instant startedAt, boolean firing) {
        return new Content.AlertSeen(
                new Alert(name, "web-1", "CPU is high", Severity.HIGH, startedAt, Map.of()), firing);
    }

    private static Content.LogLine line(int second, String level, String message) {
        return new Content.LogLine(NOON.plusSeconds(second), level, message);
    }

    @Test
    void anAlertThatWasSeenOftenIsOneRowWithItsLatestState() {
        seen(NOON, alert("HighCpu", NOON.minusSeconds(60), true));
        seen(NOON, alert("Flapping", NOON.minusSeconds(500), false));
        seen(NOON, alert("Flapping", NOON.minusSeconds(100), true));
        seen(NOON.plusSeconds(300), alert("HighCpu", NOON.minusSeconds(60), false));

        var rows = AlertRow.of(pile);

        assertThat(rows).extracting(AlertRow::name).containsExactly("Flapping", "HighCpu");
        assertThat(rows.getFirst().times()).isEqualTo(2);
        assertThat(rows.getLast().firing()).isFalse();
        assertThat(rows.getLast().evidence()).containsExactly("ev-1", "ev-4");
    }

    @Test
    void theAnswersOfTwoLooksAreOneLineOfMeasurements() {
        seen(NOON, new Content.MetricSeries("web-1", "cpu", "percent", List.of(new Content.Point(NOON, 1))));
        seen(
                NOON,
                new Content.MetricSeries(
                        "web-1",
                        "cpu",
                        "percent",
                        List.of(new Content.Point(NOON, 1), new Content.Point(NOON.plusSeconds(60), 2))));

        assertThat(Series.of(pile)).singleElement().satisfies(series -> {
            assertThat(series.points()).extracting(Content.Point::value).containsExactly(1.0, 2.0);
            assertThat(series.evidence()).containsExactly("ev-1", "ev-2");
        });
    }

    @Test
    void aChangeThatTwoSourcesTellOfIsOneChange() {
        var change = new Content.ChangeMade(NOON, "deployment", "web", "8.3", "new pages", "lena");
        seen(NOON, change);
        seen(NOON, change);

        assertThat(ChangeRow.of(pile)).singleElement().satisfies(row -> {
            assertThat(row.what()).isEqualTo("deployment of web 8.3");
            assertThat(row.evidence()).containsExactly("ev-1", "ev-2");
        });
    }

    @Test
    void logLinesThatDifferInTheirValuesAreOnePatternAndNewOnesAreNamed() {
        seen(
                NOON,
                new Content.LogLines(
                        "web-1",
                        List.of(
                                line(0, "info", "sent 17 metrics"),
                                line(30, "info", "sent 4 metrics"),
                                line(60, "error", "worker 12 stuck for 23s"),
                                line(61, "error", "worker 13 stuck for 24s")),
                        4));

        var rows = LogRow.of(pile, Optional.of(NOON.plusSeconds(50)));

        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().level()).isEqualTo(LogLevel.ERROR);
        assertThat(rows.getFirst().fresh()).isTrue();
        assertThat(rows.getFirst().count()).isEqualTo(2);
        assertThat(rows.getFirst().example()).isEqualTo("worker 13 stuck for 24s");
        assertThat(rows.getLast().fresh()).isFalse();
    }

    @Test
    void factsAboutManyComponentsAreOneTable() {
        seen(NOON, new Content.Facts("web-1", "state", Value.fields("state", "running", "replicas", null)));
        seen(NOON, new Content.Facts("web-2", "state", Value.fields("state", "stopped", "region", "eu")));

        assertThat(FactTable.of(pile)).singleElement().satisfies(table -> {
            assertThat(table.columns()).containsExactly("of", "state", "region");
            assertThat(table.rows())
                    .containsExactly(List.of("web-1", "running", ""), List.of("web-2", "stopped", "eu"));
        });
    }

    @Test
    void aListOfFactsIsATableOfItsOwn() {
        seen(
                NOON,
                new Content.Facts(
                        "web-1", "top processes", Value.of(List.of(Map.of("name", "java", "cpu_percent", 73.5)))));

        assertThat(FactTable.of(pile)).singleElement().satisfies(table -> {
            assertThat(table.title()).isEqualTo("top processes of web-1");
            assertThat(table.rows()).containsExactly(List.of("73.5", "java"));
        });
    }
}

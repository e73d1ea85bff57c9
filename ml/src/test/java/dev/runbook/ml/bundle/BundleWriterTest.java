package dev.runbook.ml.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private Bundle written(List<String> gaps, Content... contents) throws IOException {
        var evidence = new ArrayList<Evidence>();
        for (var content : contents)
            evidence.add(new Evidence(
                    EvidenceId.number(evidence.size() + 1),
                    "somewhere",
                    new Evidence.Query("compute.get_database_status", Value.Fields.NONE),
                    TimeWindow.endingAt(NOW, Duration.ofHours(1)),
                    NOW,
                    content));
        var file = new CaseFile(
                ProblemReport.of("it is slow").aboutService("cart"),
                NOW,
                new Classification(Category.APPLICATION, Severity.HIGH, 0.8, List.of()),
                evidence,
                gaps,
                List.of());
        BundleWriter.write("INC-7", file, folder.resolve("b"));
        return Bundle.open(folder.resolve("b"));
    }

    @Test
    void theReportAndItsAlertsAreTheIncident() throws IOException {
        var alert = new Alert("HighCpu", "web-1", "CPU above 90 %", Severity.HIGH, NOW, Map.of());

        try (var bundle = written(List.of(), new Content.AlertSeen(alert, true))) {
            var incident = bundle.incident();

            assertThat(incident.id()).isEqualTo("INC-7");
            assertThat(incident.labels()).containsEntry("service", "cart");
            assertThat(incident.alerts()).singleElement().satisfies(a -> {
                assertThat(a.name()).isEqualTo("HighCpu");
                assertThat(a.labels()).containsEntry("component", "web-1");
            });
        }
    }

    @Test
    void measurementsSeenTwiceAreThereOnceAndTheLaterCounts() throws IOException {
        var first = new Content.MetricSeries("web", "p,95", "ms", List.of(new Content.Point(NOW, 1)));
        var again = new Content.MetricSeries("web", "p,95", "ms", List.of(new Content.Point(NOW, 2)));

        try (var bundle = written(List.of(), first, again)) {
            var series = bundle.metrics().series().get(new MetricKey("web", "p,95", ""));

            assertThat(series).isNotNull();
            assertThat(series.size()).isEqualTo(1);
            assertThat(series.value(0)).isEqualTo(2);
        }
    }

    @Test
    void logLinesKeepTheirLevelAndTheirCommas() throws IOException {
        var said = new ArrayList<String>();
        var lines = new Content.LogLines("web", List.of(new Content.LogLine(NOW, "error", "no \"room\", none")), 1);

        try (var bundle = written(List.of(), lines)) {
            bundle.readLogs((component, event) -> said.add(component + " " + event.level() + " " + event.message()));
        }

        assertThat(said).singleElement().asString().contains("web ERROR").endsWith("no \"room\", none");
    }

    @Test
    void factsAreWhatToolsSaid() throws IOException {
        var facts = new Content.Facts("orders", "database status", Value.fields("connections", 199));

        try (var bundle = written(List.of(), facts)) {
            assertThat(bundle.evidence()).singleElement().satisfies(output -> {
                assertThat(output.source()).isEqualTo("compute.get_database_status");
                assertThat(output.output().path("connections").asInt()).isEqualTo(199);
            });
        }
    }

    @Test
    void whatCouldNotBeLookedAtIsMissingFromTheBundle() throws IOException {
        try (var bundle = written(List.of(
                "deployments.get_recent_deployments could not be asked", "ticketing.get_recent_changes failed"))) {
            assertThat(bundle.has("changes.json")).isFalse();
            assertThat(bundle.has("logs.csv")).isFalse();
        }
        try (var bundle = written(List.of())) {
            assertThat(bundle.has("changes.json")).isTrue();
        }
    }
}

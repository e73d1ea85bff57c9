package dev.runbook.ml.diagnose;

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
import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.bundle.Incident;
import dev.runbook.ml.bundle.Series;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A bundle as the case of an incident: the way back from [dev.runbook.ml.bundle.BundleWriter].
final class BundleCase {

    /// More lines than this would not be held in memory; the first ones are kept.
    private static final int MOST_LINES = 200_000;

    private final Bundle bundle;
    private final Incident incident;
    private final List<Content> contents = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private Instant latest = Instant.EPOCH;

    private BundleCase(Bundle bundle) throws IOException {
        this.bundle = bundle;
        this.incident = bundle.incident();
    }

    static CaseFile read(Bundle bundle) throws IOException {
        var read = new BundleCase(bundle);
        read.metrics();
        read.logs();
        read.surroundings();
        return read.file();
    }

    private void add(String source, Content content) {
        contents.add(content);
        sources.add(source);
    }

    private void saw(Instant time) {
        if (time.isAfter(latest)) latest = time;
    }

    private void metrics() throws IOException {
        var metrics = bundle.metrics();
        metrics.series().forEach((key, series) -> {
            var points = points(series);
            if (points.isEmpty()) return;
            saw(points.getLast().time());
            add(
                    "metrics",
                    new Content.MetricSeries(
                            key.component(), key.name(), metrics.units().getOrDefault(key, ""), points));
        });
    }

    private static List<Content.Point> points(Series series) {
        var points = new ArrayList<Content.Point>();
        for (int i = 0; i < series.size(); i++)
            if (Double.isFinite(series.value(i)))
                points.add(
                        new Content.Point(Instant.ofEpochMilli(Math.round(1_000 * series.time(i))), series.value(i)));
        return points;
    }

    private void logs() throws IOException {
        Map<String, List<Content.LogLine>> lines = new LinkedHashMap<>();
        int[] count = {0};
        bundle.readLogs((component, event) -> event.time()
                .filter(_ -> count[0]++ < MOST_LINES)
                .ifPresent(time -> {
                    saw(time);
                    lines.computeIfAbsent(component, _ -> new ArrayList<>())
                            .add(new Content.LogLine(
                                    time, event.level().name().toLowerCase(Locale.ROOT), event.message()));
                }));
        lines.forEach((component, logged) -> add("logs", new Content.LogLines(component, logged, logged.size())));
    }

    private void surroundings() throws IOException {
        for (var alert : incident.alerts()) add("alerts", alert(alert));
        for (var change : bundle.changes())
            add(
                    "changes",
                    new Content.ChangeMade(
                            change.time(), change.kind(), change.component(), "", change.summary(), change.author()));
        var edges = bundle.dependencies().stream()
                .map(d -> new Content.Edge(d.from(), d.to()))
                .toList();
        if (!edges.isEmpty()) add("dependencies", new Content.Dependencies(edges));
        for (var output : bundle.evidence())
            add(output.source(), new Content.Facts(output.about(), output.query(), value(output.output())));
    }

    private Content alert(Incident.ReportedAlert alert) {
        var component = alert.labels().getOrDefault("component", "");
        var name = alert.name().isBlank() ? "alert" : alert.name();
        var severity = Optional.of(alert.severity().toUpperCase(Locale.ROOT))
                .filter(s -> List.of("LOW", "MEDIUM", "HIGH", "CRITICAL").contains(s))
                .map(Severity::valueOf)
                .orElse(Severity.MEDIUM);
        var started = alert.startedAt().orElse(latest);
        saw(started);
        return new Content.AlertSeen(
                new Alert(name, component, alert.text(), severity, started, alert.labels()),
                !alert.labels().getOrDefault("firing", "true").equals("false"));
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, Value>();
            node.properties().forEach(e -> fields.put(e.getKey(), value(e.getValue())));
            return new Value.Fields(fields);
        }
        if (node.isArray()) {
            var items = new ArrayList<Value>();
            for (var item : node) items.add(value(item));
            return new Value.Items(items);
        }
        if (node.isNull() || node.isMissingNode()) return new Value.Nothing();
        if (node.isBoolean()) return new Value.Truth(node.asBoolean());
        if (node.isIntegralNumber() && node.canConvertToLong()) return new Value.Whole(node.asLong());
        if (node.isNumber() && Double.isFinite(node.asDouble())) return new Value.Real(node.asDouble());
        return Value.text(node.asString());
    }

    private CaseFile file() throws IOException {
        var window = new TimeWindow(latest.minus(Duration.ofHours(2)), latest);
        var evidence = new ArrayList<Evidence>();
        for (int i = 0; i < contents.size(); i++)
            evidence.add(new Evidence(
                    EvidenceId.number(i + 1),
                    sources.get(i),
                    new Evidence.Query(sources.get(i), Value.Fields.NONE),
                    window,
                    latest,
                    contents.get(i)));
        var report = new ProblemReport(
                incident.text().isBlank() ? incident.id() : incident.text(),
                Optional.ofNullable(incident.labels().get("host")),
                Optional.ofNullable(incident.labels().get("service"))
                        .or(() -> incident.target().map(Incident.Target::component)),
                "production",
                List.of(),
                Map.of());
        return new CaseFile(
                report,
                latest,
                new Classification(Category.UNKNOWN, Severity.MEDIUM, 0, List.of()),
                evidence,
                Gaps.of(bundle),
                List.of());
    }
}

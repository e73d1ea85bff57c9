package dev.runbook.ml.offline.cases;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Content.Edge;
import dev.runbook.core.evidence.Content.LogLine;
import dev.runbook.core.evidence.Content.Point;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Builds a case file. Times are minutes since [#START]; the report comes at the end of the window.
public final class CaseBuilder {

    public static final Instant START = Instant.parse("2025-03-04T09:00:00Z");

    private final List<Evidence> evidence = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final List<TriedAction> tried = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Random random;
    private ProblemReport report;
    private double minutes = 60;
    private double every = 1;

    private CaseBuilder(String text, long seed) {
        this.report = ProblemReport.of(text);
        this.random = new Random(seed);
    }

    public static CaseBuilder about(String text) {
        return new CaseBuilder(text, 1);
    }

    public static CaseBuilder about(String text, long seed) {
        return new CaseBuilder(text, seed);
    }

    public static Instant minute(double minute) {
        return START.plusMillis(Math.round(minute * 60_000));
    }

    public CaseBuilder host(String host) {
        report = report.onHost(host);
        return this;
    }

    public CaseBuilder service(String service) {
        report = report.aboutService(service);
        return this;
    }

    /// How long the window is, and how many minutes lie between measurements.
    public CaseBuilder window(double length, double between) {
        minutes = length;
        every = between;
        return this;
    }

    public CaseBuilder metric(String component, String metric, String unit, Signal signal) {
        return points(component, metric, unit, signal.points(START, minutes, every, random));
    }

    public CaseBuilder points(String component, String metric, String unit, List<Point> points) {
        return add(new Content.MetricSeries(component, metric, unit, points));
    }

    public CaseBuilder fires(String component, String name, String text, double minute) {
        return alert(component, name, text, minute, true);
    }

    public CaseBuilder recovered(String component, String name, String text, double minute) {
        return alert(component, name, text, minute, false);
    }

    private CaseBuilder alert(String component, String name, String text, double minute, boolean firing) {
        return add(new Content.AlertSeen(
                new Alert(name, component, text, Severity.HIGH, minute(minute), Map.of()), firing));
    }

    public CaseBuilder change(String kind, String component, String version, double minute) {
        return add(new Content.ChangeMade(minute(minute), kind, component, version, kind + " of " + component, "kim"));
    }

    /// `from` calls each of `to`.
    public CaseBuilder calls(String from, String... to) {
        for (var callee : to) edges.add(new Edge(from, callee));
        return this;
    }

    /// Log lines of one text, evenly spread; `{n}` becomes a number.
    public CaseBuilder logs(String component, String level, String text, int count, double from, double to) {
        var lines = new ArrayList<LogLine>();
        for (int i = 0; i < count; i++)
            lines.add(new LogLine(
                    minute(from + (to - from) * i / count),
                    level,
                    text.replace("{n}", Integer.toString(random.nextInt(100_000)))));
        return logs(component, lines);
    }

    public CaseBuilder logs(String component, List<LogLine> lines) {
        return add(new Content.LogLines(component, lines, lines.size()));
    }

    public CaseBuilder facts(String about, String title, Object facts) {
        return add(new Content.Facts(about, title, Value.of(facts)));
    }

    /// A host, service, database or link as the inventory lists it.
    public CaseBuilder resource(String name, String kind, String state, String host) {
        return facts(name, "state", Map.of("name", name, "kind", kind, "state", state, "host", host));
    }

    public CaseBuilder gap(String sentence) {
        gaps.add(sentence);
        return this;
    }

    public CaseBuilder tried(OperationName operation, Value.Fields parameters, double minute) {
        tried.add(new TriedAction(operation, parameters, minute(minute), "the trouble is still there"));
        return this;
    }

    public CaseBuilder add(Content content) {
        var end = minute(minutes);
        evidence.add(new Evidence(
                EvidenceId.number(evidence.size() + 1),
                "test",
                new Evidence.Query("test", Value.Fields.NONE),
                TimeWindow.endingAt(end, Duration.ofMinutes(Math.round(minutes))),
                end,
                content));
        return this;
    }

    public CaseFile build() {
        if (!edges.isEmpty()) {
            var all = List.copyOf(edges);
            edges.clear();
            add(new Content.Dependencies(all));
        }
        return new CaseFile(
                report,
                minute(minutes),
                new Classification(Category.UNKNOWN, Severity.MEDIUM, 0, List.of()),
                evidence,
                gaps,
                tried);
    }
}

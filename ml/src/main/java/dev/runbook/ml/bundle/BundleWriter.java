package dev.runbook.ml.bundle;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes what an incident has seen as an evidence bundle, so that it can be diagnosed again, elsewhere and
/// later. Of a measurement that was seen twice the later one counts; a log line is written once.
public final class BundleWriter {

    private final CaseFile file;

    private BundleWriter(CaseFile file) {
        this.file = file;
    }

    /// Writes into a folder, which is made when it is not there; files of the same names are replaced.
    ///
    /// @param id the incident's name
    public static void write(String id, CaseFile file, Path folder) throws IOException {
        Files.createDirectories(folder);
        new BundleWriter(file).write(id, folder);
    }

    private void write(String id, Path folder) throws IOException {
        json(folder.resolve(Bundle.INCIDENT), incident(id));
        metrics(folder.resolve("metrics.csv"));
        logs(folder.resolve("logs.csv"));
        if (has(Content.Dependencies.class)) json(folder.resolve("dependencies.json"), Value.of(dependencies()));
        if (looked("get_recent_deployments") || looked("get_recent_changes"))
            json(folder.resolve("changes.json"), Value.of(changes()));
        facts(folder.resolve("evidence"));
    }

    private static void json(Path path, Value value) throws IOException {
        Files.writeString(path, Json.write(value) + "\n");
    }

    private <C extends Content> List<C> contents(Class<C> type) {
        return file.evidence().stream()
                .map(Evidence::content)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private boolean has(Class<? extends Content> type) {
        return !contents(type).isEmpty();
    }

    /// Whether a question got an answer; an empty answer brings no evidence, so what matters is that no gap
    /// names it.
    private boolean looked(String method) {
        return file.gaps().stream().noneMatch(gap -> gap.contains(method));
    }

    private Value incident(String id) {
        var report = file.report();
        var labels = new TreeMap<String, String>();
        report.host().ifPresent(host -> labels.put("host", host));
        report.service().ifPresent(service -> labels.put("service", service));
        SortedMap<String, Value> alerts = new TreeMap<>();
        for (var seen : contents(Content.AlertSeen.class)) {
            var alert = seen.alert();
            alerts.put(
                    alert.fingerprint(),
                    Value.fields(
                            "name",
                            alert.name(),
                            "text",
                            alert.text(),
                            "severity",
                            alert.severity(),
                            "started_at",
                            alert.startedAt(),
                            "labels",
                            Value.fields("component", alert.component(), "firing", seen.firing())));
        }
        return Value.fields("id", id, "text", report.text(), "labels", labels, "alerts", alerts.values());
    }

    private void metrics(Path path) throws IOException {
        var rows = new TreeMap<String, String>();
        for (var series : contents(Content.MetricSeries.class))
            for (var point : series.points()) {
                var key = cell(series.component()) + "," + cell(series.metric());
                rows.put(
                        key + "," + point.time(),
                        point.time() + "," + key + "," + point.value() + "," + cell(series.unit()));
            }
        if (!rows.isEmpty()) lines(path, "time,component,metric,value,unit", rows.values());
    }

    private void logs(Path path) throws IOException {
        Set<String> rows = new LinkedHashSet<>();
        for (var logged : contents(Content.LogLines.class))
            for (var line : logged.lines())
                rows.add(line.time() + "," + cell(logged.component()) + ","
                        + cell((line.level().isEmpty() ? "" : line.level().toUpperCase(Locale.ROOT) + " ")
                                + line.message()));
        if (has(Content.LogLines.class))
            lines(path, "time,component,message", rows.stream().sorted().toList());
    }

    private static void lines(Path path, String heading, Iterable<String> rows) throws IOException {
        var all = new ArrayList<>(List.of(heading));
        rows.forEach(all::add);
        Files.write(path, all);
    }

    /// A cell as RFC 4180 has it.
    private static String cell(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }

    private List<Value> dependencies() {
        return contents(Content.Dependencies.class).stream()
                .flatMap(d -> d.edges().stream())
                .distinct()
                .map(edge -> (Value) Value.fields("from", edge.from(), "to", edge.to()))
                .toList();
    }

    private List<Value> changes() {
        return contents(Content.ChangeMade.class).stream()
                .distinct()
                .map(change -> (Value) Value.fields(
                        "time", change.time(),
                        "component", change.component(),
                        "kind", change.kind(),
                        "summary", (change.version() + " " + change.summary()).strip(),
                        "author", change.author()))
                .toList();
    }

    private void facts(Path folder) throws IOException {
        var facts = file.evidence().stream()
                .filter(e -> e.content() instanceof Content.Facts)
                // What other incidents taught is no evidence of this one.
                .filter(e -> !e.givesBackground())
                .collect(Collectors.toMap(e -> e.id().id(), e -> e, (a, b) -> b, TreeMap::new));
        if (facts.isEmpty()) return;
        Files.createDirectories(folder);
        for (var piece : facts.values())
            if (piece.content() instanceof Content.Facts(var about, var title, var output))
                json(
                        folder.resolve(piece.id().id() + ".json"),
                        Value.fields(
                                "source", piece.query().operation(), "query", title, "about", about, "output", output));
    }
}

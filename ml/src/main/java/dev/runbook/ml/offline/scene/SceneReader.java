package dev.runbook.ml.offline.scene;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Content.LogLine;
import dev.runbook.core.evidence.Content.MetricSeries;
import dev.runbook.core.evidence.Content.Point;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.ml.facts.Condition;
import dev.runbook.ml.facts.Fact;
import dev.runbook.ml.facts.Statements;
import dev.runbook.ml.logs.LogEvent;
import dev.runbook.ml.logs.LogLevel;
import dev.runbook.ml.logs.PatternChange;
import dev.runbook.ml.logs.PatternComparison;
import dev.runbook.ml.offline.scene.Scene.AlertSign;
import dev.runbook.ml.offline.scene.Scene.Change;
import dev.runbook.ml.offline.scene.Scene.ToolSign;
import dev.runbook.ml.offline.scene.Topology.Link;
import dev.runbook.ml.offline.statistics.Metric;
import dev.runbook.ml.offline.statistics.Series;
import dev.runbook.ml.offline.statistics.ShiftDetector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Sorts the evidence of a case by what it says. Of the same thing seen twice the later observation counts;
/// windows of one metric are laid together.
public final class SceneReader {

    private static final List<String> HEARSAY =
            List.of("ticketing.", "issue_tracking.", "chat.", "paging.", "memory.", "knowledge.");

    private record MetricName(String component, String metric, String unit) {}

    private static final class Gathered<T> {
        final Set<T> things = new LinkedHashSet<>();
        final Set<EvidenceId> evidence = new TreeSet<>();
    }

    private final CaseFile file;
    private final List<Condition> conditions;
    private final Map<MetricName, Gathered<Point>> series = new LinkedHashMap<>();
    private final Map<String, Gathered<LogLine>> lines = new LinkedHashMap<>();
    private final Map<String, AlertSign> alerts = new LinkedHashMap<>();
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final List<Link> calls = new ArrayList<>();

    private SceneReader(CaseFile file, List<Condition> conditions) {
        this.file = file;
        this.conditions = conditions;
    }

    /// @param conditions what to look for in logs and in what tools said; those without a kind of cause are
    ///     left out
    public static Scene read(CaseFile file, List<Condition> conditions) {
        var pointing = conditions.stream().filter(c -> c.cause().isPresent()).toList();
        var reader = new SceneReader(file, pointing);
        file.evidence().forEach(reader::add);
        return reader.scene();
    }

    private void add(Evidence evidence) {
        var id = evidence.id();
        switch (evidence.content()) {
            case MetricSeries(var component, var metric, var unit, var points) -> {
                var gathered = series.computeIfAbsent(new MetricName(component, metric, unit), _ -> new Gathered<>());
                gathered.things.addAll(points);
                gathered.evidence.add(id);
            }
            case Content.LogLines(var component, var logged, var _) -> {
                var gathered = lines.computeIfAbsent(component, _ -> new Gathered<>());
                gathered.things.addAll(logged);
                gathered.evidence.add(id);
            }
            case Content.AlertSeen(var alert, var firing) ->
                alerts.merge(
                        alert.fingerprint(),
                        new AlertSign(alert, firing, Set.of(alert.startedAt()), Set.of(id)),
                        (known, again) ->
                                new AlertSign(alert, firing, joined(known.starts(), again.starts()), again.evidence()));
            case Content.ChangeMade change ->
                changes.merge(
                        change.time() + " " + change.component() + " " + change.version(),
                        new Change(change, Set.of(id)),
                        (known, again) -> new Change(known.change(), joined(known.evidence(), again.evidence())));
            case Content.Dependencies(var edges) -> edges.forEach(e -> calls.add(new Link(e.from(), e.to())));
            case Content.Facts _ -> {}
        }
    }

    private static <T extends Comparable<T>> Set<T> joined(Set<T> some, Set<T> more) {
        var all = new TreeSet<T>(some);
        all.addAll(more);
        return all;
    }

    private Scene scene() {
        var measurements = series.entrySet().stream()
                .filter(e -> !e.getValue().things.isEmpty())
                .map(e -> measurement(e.getKey(), e.getValue()))
                .toList();
        var inventory = InventoryReader.read(file.evidence(), file.tried());
        var now = now();
        var onset = onset(measurements);
        return new Scene(
                measurements,
                List.copyOf(alerts.values()),
                List.copyOf(changes.values()),
                logs(onset, now),
                said(),
                inventory,
                topology(inventory),
                reported(),
                file.tried(),
                onset,
                now);
    }

    private static Measurement measurement(MetricName name, Gathered<Point> points) {
        var metric = Metric.recognise(Series.of(name.component(), name.metric(), name.unit(), points.things));
        return new Measurement(metric, ShiftDetector.detect(metric), points.evidence);
    }

    private Instant now() {
        return file.evidence().stream()
                .map(e -> e.window().to())
                .max(Comparator.naturalOrder())
                .filter(end -> end.isAfter(file.reportedAt()))
                .orElse(file.reportedAt());
    }

    private Optional<Instant> onset(List<Measurement> measurements) {
        return measurements.stream()
                .filter(Measurement::troubled)
                .flatMap(m -> m.onset().stream())
                .min(Comparator.naturalOrder())
                .or(() -> alerts.values().stream()
                        .filter(AlertSign::firing)
                        .map(a -> a.alert().startedAt())
                        .min(Comparator.naturalOrder()));
    }

    private List<LogSign> logs(Optional<Instant> onset, Instant now) {
        var signs = new ArrayList<LogSign>();
        lines.forEach((component, logged) -> {
            var first = logged.things.stream().map(LogLine::time).min(Comparator.naturalOrder());
            if (first.isEmpty()) return;
            var middle = first.get().plus(Duration.between(first.get(), now).dividedBy(2));
            var split = onset.map(o -> o.minus(Duration.ofMinutes(5))).orElse(middle);
            risen(logged.things, first.get(), split, now).stream()
                    .map(p -> new LogSign(component, p, speaksOf(p.last()), logged.evidence))
                    .sorted(Comparator.comparing(LogSign::troubling)
                            .thenComparingInt(LogSign::count)
                            .reversed())
                    .forEach(signs::add);
        });
        return signs;
    }

    private Topology topology(Inventory inventory) {
        var placements = new ArrayList<Link>();
        for (var resource : inventory.resources())
            for (var host : resource.hosts()) placements.add(new Link(resource.name(), host));
        for (var table : inventory.processTables())
            for (var process : table.processes())
                process.service().ifPresent(service -> placements.add(new Link(service, table.host())));
        file.report()
                .host()
                .ifPresent(
                        host -> file.report().service().ifPresent(service -> placements.add(new Link(service, host))));
        var needs = new ArrayList<>(calls);
        needs.addAll(Paths.crossings(calls, inventory.resources()));
        return new Topology(needs, placements);
    }

    private Set<String> reported() {
        var named = new TreeSet<String>();
        file.report().host().ifPresent(named::add);
        file.report().service().ifPresent(named::add);
        return named;
    }

    /// The patterns of one component that come more often after the split than before.
    private static List<PatternChange> risen(Collection<LogLine> lines, Instant from, Instant split, Instant to) {
        var comparison = new PatternComparison();
        int number = 0;
        for (var line :
                lines.stream().sorted(Comparator.comparing(LogLine::time)).toList()) {
            var event = event(++number, line);
            if (line.time().isBefore(split)) comparison.baseline(event);
            else comparison.window(event);
        }
        double before = Math.max(1, Duration.between(from, split).toMillis());
        double after = Math.max(1, Duration.between(split, to).toMillis());
        return comparison.changes(after / before).stream()
                .filter(PatternChange::isRise)
                .toList();
    }

    private static LogEvent event(int number, LogLine line) {
        var lines = line.message().lines().toList();
        return new LogEvent(
                number,
                1,
                Optional.of(line.time()),
                LogLevel.named(line.level()),
                lines.isEmpty() ? "" : lines.getFirst(),
                "",
                lines.size() < 2 ? List.of() : lines.subList(1, lines.size()));
    }

    private List<Condition> speaksOf(LogEvent event) {
        var text = LogSign.text(event);
        return conditions.stream()
                .filter(c -> c.pattern().matcher(text).find())
                .sorted(Comparator.comparingDouble(Condition::weight).reversed())
                .toList();
    }

    /// Tickets, issues, chats, pages and the memory tell of other days, and of what somebody thinks.
    private static boolean isHearsay(Evidence piece) {
        return HEARSAY.stream().anyMatch(piece.query().operation()::startsWith);
    }

    /// What tools said that points at a kind of cause, the latest word on each thing.
    private List<ToolSign> said() {
        var facts = new dev.runbook.ml.facts.Facts(conditions);
        var signs = new LinkedHashMap<String, ToolSign>();
        for (var piece : file.evidence())
            if (piece.content() instanceof Content.Facts(var about, var title, var value)
                    && !isHearsay(piece)
                    && !InventoryReader.knows(value))
                for (var fact : facts.in(Statements.of(title, value)))
                    if (fact.weight() >= Fact.NOTABLE) {
                        var component = fact.object().isEmpty() ? about : fact.object();
                        signs.put(
                                component + " " + fact.condition().name(),
                                new ToolSign(component, fact, Set.of(piece.id())));
                    }
        return List.copyOf(signs.values());
    }
}

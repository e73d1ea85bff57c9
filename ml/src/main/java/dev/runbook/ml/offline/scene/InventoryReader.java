package dev.runbook.ml.offline.scene;

import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.evidence.Content.AlertSeen;
import dev.runbook.core.evidence.Content.ChangeMade;
import dev.runbook.core.evidence.Content.Dependencies;
import dev.runbook.core.evidence.Content.Facts;
import dev.runbook.core.evidence.Content.LogLines;
import dev.runbook.core.evidence.Content.MetricSeries;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.scene.Inventory.Client;
import dev.runbook.ml.offline.scene.Inventory.Content;
import dev.runbook.ml.offline.scene.Inventory.Database;
import dev.runbook.ml.offline.scene.Inventory.ProcessTable;
import dev.runbook.ml.offline.scene.Inventory.Resource;
import dev.runbook.ml.offline.scene.Inventory.RunningProcess;
import dev.runbook.ml.offline.scene.Inventory.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads facts by their shape, as the compute operations declare it. Facts of another shape are left alone.
public final class InventoryReader {

    /// Each gives a shape away.
    private static final Set<String> SHAPES = Set.of("cpu_percent", "max_connections", "used_percent", "state");

    private final Map<String, ProcessTable> processTables = new LinkedHashMap<>();
    private final Map<String, Database> databases = new LinkedHashMap<>();
    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Set<String> components;

    private InventoryReader(Set<String> components) {
        this.components = components;
    }

    /// What was seen of a component before it was acted upon no longer tells how it is.
    ///
    /// @param tried what was done
    static Inventory read(List<Evidence> evidence, List<TriedAction> tried) {
        var reader = new InventoryReader(components(evidence));
        for (var piece : evidence)
            if (piece.content() instanceof Facts facts
                    && (isState(facts) || !isStale(facts, piece.observedAt(), tried))) reader.add(facts, piece.id());
        return new Inventory(
                List.copyOf(reader.processTables.values()),
                List.copyOf(reader.databases.values()),
                List.copyOf(reader.volumes.values()),
                List.copyOf(reader.resources.values()));
    }

    /// Whether these facts list what there is, which is looked at in every round.
    private static boolean isState(Facts facts) {
        return facts.facts() instanceof Value.Fields row && row.get("state").isPresent();
    }

    private static boolean isStale(Facts facts, Instant seen, List<TriedAction> tried) {
        return tried.stream()
                .anyMatch(action -> seen.isBefore(action.at())
                        && action.parameters().fields().values().stream()
                                .map(Value::display)
                                .anyMatch(facts.about()::equals));
    }

    /// What is measured, logs, calls, is called or is listed: a process of that name is it, and no mere job.
    private static Set<String> components(List<Evidence> evidence) {
        var components = new HashSet<String>();
        for (var piece : evidence)
            switch (piece.content()) {
                case MetricSeries series -> components.add(series.component());
                case LogLines lines -> components.add(lines.component());
                case ChangeMade change -> components.add(change.component());
                case AlertSeen seen -> components.add(seen.alert().component());
                case Dependencies(var edges) ->
                    edges.forEach(edge -> components.addAll(List.of(edge.from(), edge.to())));
                case Facts(var about, var _, Value.Fields row) ->
                    components.add(text(row, "name").orElse(about));
                case Facts(var _, var _, Value.Items(var items)) ->
                    rows(items).stream()
                            .filter(InventoryReader::isResource)
                            .forEach(row -> text(row, "name").ifPresent(components::add));
                case Facts _ -> {}
            }
        return components;
    }

    /// Whether facts have a shape that is read here, so that the names of their fields are no statements:
    /// that there is a `max_connections` does not say that it is reached. Whether facts list processes,
    /// what fills a disk, or the clients of a database: what only whoever looks there himself can know.
    public static boolean tellsOfItself(Value facts) {
        return switch (facts) {
            case Value.Items(var items) -> rows(items).stream().anyMatch(InventoryReader::isOfItself);
            case Value.Fields row -> isOfItself(row);
            case Value.Text _, Value.Whole _, Value.Real _, Value.Truth _, Value.Nothing _ -> false;
        };
    }

    private static boolean isOfItself(Value.Fields row) {
        return isKnown(row) && row.get("state").isEmpty();
    }

    static boolean knows(Value facts) {
        return switch (facts) {
            case Value.Items(var items) -> rows(items).stream().anyMatch(InventoryReader::isKnown);
            case Value.Fields row -> isKnown(row);
            case Value.Text _, Value.Whole _, Value.Real _, Value.Truth _, Value.Nothing _ -> false;
        };
    }

    private static boolean isKnown(Value.Fields row) {
        return SHAPES.stream().anyMatch(name -> row.get(name).isPresent());
    }

    private void add(Facts facts, EvidenceId id) {
        switch (facts.facts()) {
            case Value.Items(var items) -> {
                var rows = rows(items);
                if (rows.stream().anyMatch(row -> row.get("cpu_percent").isPresent()))
                    processTables.put(facts.about(), new ProcessTable(facts.about(), processes(rows), id));
                else rows.forEach(row -> single(facts.about(), row, id));
            }
            case Value.Fields row -> single(facts.about(), row, id);
            case Value.Text _, Value.Whole _, Value.Real _, Value.Truth _, Value.Nothing _ -> {}
        }
    }

    private void single(String about, Value.Fields row, EvidenceId id) {
        if (row.get("max_connections").isPresent()) {
            var name = text(row, "database").orElse(about);
            databases.put(
                    name,
                    new Database(name, number(row, "connections"), number(row, "max_connections"), clients(row), id));
        } else if (row.get("used_percent").isPresent()) {
            var volume = text(row, "volume").orElse("");
            volumes.put(
                    about + " " + volume, new Volume(about, volume, number(row, "used_percent"), contents(row), id));
        } else if (isResource(row)) {
            var name = text(row, "name").orElse(about);
            resources.put(
                    name,
                    new Resource(
                            name,
                            text(row, "kind").orElse(""),
                            text(row, "state").orElse(""),
                            hosts(row),
                            text(row, "version"),
                            row.get("replicas").map(v -> (long) number(v)),
                            text(row, "region"),
                            id));
        }
    }

    /// Whether a row tells the state of what it names. A ticket has a number, a monitor the component that it watches:
    /// their state is their own.
    private static boolean isResource(Value.Fields row) {
        return row.get("state").isPresent()
                && row.get("number").isEmpty()
                && row.get("component").isEmpty();
    }

    private List<RunningProcess> processes(List<Value.Fields> rows) {
        return rows.stream()
                .map(row -> {
                    var name = text(row, "name").orElse("");
                    return new RunningProcess(
                            name,
                            text(row, "service").or(() -> Optional.of(name).filter(components::contains)),
                            number(row, "cpu_percent"),
                            number(row, "memory_percent"));
                })
                .toList();
    }

    private static List<Client> clients(Value.Fields database) {
        var byApplication = new LinkedHashMap<String, Client>();
        for (var row : list(database, "clients")) {
            var application = text(row, "application").orElse("");
            double connections = number(row, "connections");
            double idle = text(row, "state").orElse("").startsWith("idle") ? connections : 0;
            byApplication.merge(
                    application,
                    new Client(application, connections, idle),
                    (a, b) -> new Client(application, a.connections() + b.connections(), a.idle() + b.idle()));
        }
        return List.copyOf(byApplication.values());
    }

    private static List<Content> contents(Value.Fields volume) {
        return list(volume, "largest").stream()
                .map(row -> new Content(
                        text(row, "path").orElse(""),
                        number(row, "bytes"),
                        text(row, "kind").orElse(""),
                        row.get("safe_to_delete").equals(Optional.of(new Value.Truth(true)))))
                .toList();
    }

    /// One host, a list of hosts, or names with commas between.
    private static List<String> hosts(Value.Fields resource) {
        return switch (resource.get("host").orElse(new Value.Nothing())) {
            case Value.Text(var names) ->
                Stream.of(names.split(","))
                        .map(String::strip)
                        .filter(n -> !n.isEmpty())
                        .toList();
            case Value.Items(var names) -> names.stream().map(Value::display).toList();
            case Value.Whole _, Value.Real _, Value.Truth _, Value.Fields _, Value.Nothing _ -> List.of();
        };
    }

    private static List<Value.Fields> list(Value.Fields row, String name) {
        return row.get(name).orElse(new Value.Nothing()) instanceof Value.Items(var items) ? rows(items) : List.of();
    }

    private static List<Value.Fields> rows(List<Value> items) {
        var rows = new ArrayList<Value.Fields>();
        for (var item : items) if (item instanceof Value.Fields row) rows.add(row);
        return rows;
    }

    private static Optional<String> text(Value.Fields row, String name) {
        return row.get(name)
                .filter(v -> !(v instanceof Value.Nothing))
                .map(Value::display)
                .filter(t -> !t.isBlank());
    }

    private static double number(Value.Fields row, String name) {
        return row.get(name).map(InventoryReader::number).orElse(0.0);
    }

    private static double number(Value value) {
        return switch (value) {
            case Value.Whole(var number) -> number;
            case Value.Real(var number) -> number;
            case Value.Text _, Value.Truth _, Value.Items _, Value.Fields _, Value.Nothing _ -> 0;
        };
    }
}

package dev.runbook.integrations.aws;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What there is at AWS, and in which state. Safe for use by many threads.
record AwsInventory(
        Machines machines, Containers containers, Databases databases, Watching watching, InstantSource clock) {

    private static final Duration LATEST = Duration.ofMinutes(10);

    /// Machines, services, databases and groups.
    Observation resources(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var all = new Parts<Value.Fields>()
                .with(() -> hosts(scope, patience))
                .with(() -> services(scope, patience))
                .with(() -> databasesIn(scope, patience))
                .with(() -> groups(scope, patience))
                .all();
        return Answers.answer(
                all.items().stream()
                        .map(row ->
                                new Content.Facts(row.get("name").orElseThrow().display(), "state", row))
                        .toList(),
                all.items(),
                all.gap());
    }

    private static Value.Fields resource(
            String name,
            String kind,
            String state,
            String host,
            @Nullable String version,
            @Nullable Integer replicas,
            @Nullable String region) {
        return Value.fields(
                "name", name,
                "kind", kind,
                "state", state,
                "host", host.isEmpty() ? null : host,
                "version", version,
                "replicas", replicas,
                "region", region == null || region.isEmpty() ? null : region);
    }

    private Harvest<Value.Fields> hosts(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        if (!Scopes.isEverything(scope) && scope.host().isEmpty()) return new Harvest<>(List.of(), Optional.empty());
        var found = scope.host().isPresent()
                ? new Harvest<>(machines.named(scope.host().get(), patience), Optional.empty())
                : machines.all(patience);
        return new Harvest<>(
                found.items().stream()
                        .map(m -> resource(m.name(), "host", m.state(), "", m.type(), null, region(m.zone())))
                        .toList(),
                found.gap());
    }

    /// The region of an availability zone, as `eu-central-1` of `eu-central-1a`.
    private static String region(String zone) {
        return zone.replaceFirst("[a-z]$", "");
    }

    private Harvest<Value.Fields> services(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var rows = new ArrayList<Value.Fields>();
        var wanted = Scopes.services(containers, scope, patience);
        var places = wanted.items().isEmpty() ? Map.<String, List<String>>of() : places(patience);
        for (var service : wanted.items()) {
            var state = service.running() == 0 && service.desired() > 0
                    ? "down"
                    : service.running() < service.desired() ? "restarting" : "running";
            rows.add(resource(
                    service.name(),
                    "service",
                    state,
                    String.join(",", places.getOrDefault(service.name(), List.of())),
                    containers.version(service.task(), patience),
                    service.desired(),
                    null));
        }
        return new Harvest<>(rows, wanted.gap());
    }

    /// The names of the machines that services run on.
    private Map<String, List<String>> places(Patience patience) throws Unanswered, InterruptedException {
        var placement = containers.placement(patience);
        var ids = placement.values().stream().flatMap(List::stream).distinct().toList();
        var names = new TreeMap<String, String>();
        machines.byId(ids, patience).forEach(machine -> names.put(machine.id(), machine.name()));
        var places = new TreeMap<String, List<String>>();
        placement.forEach((service, on) -> places.put(
                service,
                on.stream()
                        .map(id -> names.getOrDefault(id, id))
                        .distinct()
                        .sorted()
                        .toList()));
        return places;
    }

    private Harvest<Value.Fields> databasesIn(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var name = Scopes.isEverything(scope)
                ? Optional.<String>empty()
                : scope.service().or(scope::host);
        var found = databases.databases(name, patience);
        return new Harvest<>(
                found.items().stream()
                        .map(d -> resource(d.name(), "database", d.status(), "", d.engine(), 1, region(d.zone())))
                        .toList(),
                found.gap());
    }

    private Harvest<Value.Fields> groups(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        if (!Scopes.isEverything(scope) && scope.service().isEmpty()) return new Harvest<>(List.of(), Optional.empty());
        var found = machines.groups(scope.service(), patience);
        return new Harvest<>(
                found.items().stream()
                        .map(g -> resource(
                                g.name(),
                                "auto_scaling_group",
                                g.healthy() < g.desired() ? "degraded" : "running",
                                "",
                                null,
                                g.desired(),
                                null))
                        .toList(),
                found.gap());
    }

    Observation databaseStatus(String name, Patience patience) throws Unanswered, InterruptedException {
        var found = databases.databases(Optional.of(name), patience).items().stream()
                .findFirst();
        if (found.isEmpty()) return Answers.nothing();
        var connections = watching.series(
                        Watching.ofDatabase(name).stream()
                                .filter(w -> w.name().equals("connections_used"))
                                .toList(),
                        TimeWindow.endingAt(clock.instant(), LATEST),
                        patience)
                .items();
        var output = Value.fields(
                "database",
                name,
                "state",
                found.get().status(),
                "engine",
                found.get().engine(),
                "connections",
                connections.isEmpty()
                        ? null
                        : connections.getFirst().points().getLast().value(),
                // RDS tells neither; who is connected only the database itself knows.
                "max_connections",
                null,
                "clients",
                List.of());
        return new Observation.Found(
                List.of(new Content.Facts(name, "database status", output)),
                output,
                List.of("aws does not tell who is connected to " + name));
    }
}

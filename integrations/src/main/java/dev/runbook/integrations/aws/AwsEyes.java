package dev.runbook.integrations.aws;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What can be seen at AWS. Safe for use by many threads.
record AwsEyes(
        Machines machines,
        Containers containers,
        Databases databases,
        Watching watching,
        LogGroups logGroups,
        Trail trail,
        InstantSource clock) {

    private static final int MOST_GROUPS = 5;

    /// More changes than anybody reads.
    private static final int MOST_CHANGES = 500;

    /// GetMetricData takes no more.
    private static final int MOST_METRICS = 500;

    private static final Duration LATEST = Duration.ofMinutes(10);

    private TimeWindow window(Duration timeframe) {
        return TimeWindow.endingAt(clock.instant(), timeframe);
    }

    private static boolean isEverything(Scope scope) {
        return scope.host().isEmpty() && scope.service().isEmpty();
    }

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
        if (!isEverything(scope) && scope.host().isEmpty()) return new Harvest<>(List.of(), Optional.empty());
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

    private Harvest<Containers.Service> wanted(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        if (isEverything(scope)) return containers.services(patience);
        return new Harvest<>(
                scope.service().isEmpty()
                        ? List.of()
                        : containers.service(scope.service().get(), patience).stream()
                                .toList(),
                Optional.empty());
    }

    private Harvest<Value.Fields> services(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var rows = new ArrayList<Value.Fields>();
        var wanted = wanted(scope, patience);
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
        var name =
                isEverything(scope) ? Optional.<String>empty() : scope.service().or(scope::host);
        var found = databases.databases(name, patience);
        return new Harvest<>(
                found.items().stream()
                        .map(d -> resource(d.name(), "database", d.status(), "", d.engine(), 1, region(d.zone())))
                        .toList(),
                found.gap());
    }

    private Harvest<Value.Fields> groups(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        if (!isEverything(scope) && scope.service().isEmpty()) return new Harvest<>(List.of(), Optional.empty());
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
                        window(LATEST),
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

    /// The deployments of ECS.
    Observation releases(Scope scope, Duration timeframe, Patience patience) throws Unanswered, InterruptedException {
        var window = window(timeframe);
        var releases = new ArrayList<Answers.Release>();
        var wanted = wanted(scope, patience);
        for (var service : wanted.items())
            for (var deployment : service.deployments()) {
                if (!window.contains(deployment.created())) continue;
                var version = containers.version(deployment.task(), patience);
                releases.add(new Answers.Release(
                        new Content.ChangeMade(
                                deployment.created(),
                                "deployment",
                                service.name(),
                                version,
                                "deployment of " + Containers.brief(deployment.task()) + " "
                                        + deployment.state().toLowerCase(Locale.ROOT),
                                "ecs"),
                        Containers.before(deployment.task()).orElse("")));
            }
        return Answers.releases(releases, wanted.gap());
    }

    /// What CloudTrail saw, oldest first.
    Observation changes(Scope scope, Duration timeframe, Patience patience) throws Unanswered, InterruptedException {
        var names = new ArrayList<>(
                Stream.concat(scope.host().stream(), scope.service().stream()).toList());
        if (scope.host().isPresent())
            machines.named(scope.host().get(), patience).forEach(machine -> names.add(machine.id()));
        var found = trail.changes(window(timeframe), MOST_CHANGES + 1, patience).cappedAt(MOST_CHANGES, "aws");
        var changes = found.items().reversed().stream()
                .filter(change -> names.isEmpty()
                        || change.resources().stream()
                                .anyMatch(r -> names.stream().anyMatch(n -> r.equals(n) || r.endsWith("/" + n))))
                .toList();
        return Answers.answer(
                changes.stream()
                        .map(c ->
                                new Content.ChangeMade(c.at(), "configuration", component(c), "", summary(c), c.user()))
                        .toList(),
                changes.stream()
                        .map(c -> Value.fields(
                                "number", c.id(),
                                "kind", "configuration",
                                "component", component(c),
                                "summary", summary(c),
                                "author", c.user(),
                                "time", c.at()))
                        .toList(),
                found.gap());
    }

    private static String component(Trail.Change change) {
        return change.resources().stream()
                .findFirst()
                .map(name -> name.replaceFirst("^arn:.*[:/]", ""))
                .orElse(change.service());
    }

    private static String summary(Trail.Change change) {
        return change.service() + " " + change.action()
                + (change.resources().isEmpty() ? "" : " of " + String.join(", ", change.resources()));
    }

    /// What a name of ours is at CloudWatch.
    private Harvest<Watching.Wanted> metricsOf(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var wanted = new ArrayList<Watching.Wanted>();
        var gap = Optional.<String>empty();
        if (scope.host().isPresent() || isEverything(scope)) {
            var hosts = scope.host().isPresent()
                    ? new Harvest<>(machines.named(scope.host().get(), patience), Optional.empty())
                    : machines.all(patience);
            gap = hosts.gap();
            for (var machine : hosts.items()) wanted.addAll(Watching.ofInstance(machine.name(), machine.id()));
        }
        var services = wanted(scope, patience);
        gap = gap.or(services::gap);
        for (var service : services.items()) wanted.addAll(Watching.ofService(service.name(), service.cluster()));
        if (scope.service().isPresent()) {
            var databases = databases().databases(scope.service(), patience).items();
            for (var database : databases) wanted.addAll(Watching.ofDatabase(database.name()));
        }
        return new Harvest<>(wanted, gap);
    }

    Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, Patience patience)
            throws Unanswered, InterruptedException {
        var all = metricsOf(scope, patience);
        var wanted = new Harvest<>(
                        all.items().stream()
                                .filter(w -> metric.map(m -> m.equals(w.name()) || m.equals(w.metric()))
                                        .orElse(true))
                                .toList(),
                        all.gap())
                .cappedAt(MOST_METRICS, "aws");
        var found = watching.series(wanted.items(), window(timeframe), patience);
        return Answers.metrics(found.items(), wanted.gap().or(found::gap));
    }

    Observation expression(String query, Duration timeframe, Patience patience)
            throws Unanswered, InterruptedException {
        var found = watching.expression(query, window(timeframe), patience);
        return Answers.metrics(found.items(), found.gap());
    }

    /// An alarm, and what our domain calls the thing it watches.
    private record Named(Watching.Alarm alarm, String component) {}

    private Harvest<Named> alarmsOf(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var alarms = watching.alarms(Integer.MAX_VALUE, patience);
        var names = names(alarms.items(), patience);
        return new Harvest<>(
                alarms.items().stream()
                        .map(alarm -> new Named(alarm, component(alarm, names)))
                        .filter(named -> isEverything(scope)
                                || scope.covers(named.component())
                                || named.alarm().dimensions().values().stream().anyMatch(scope::covers))
                        .toList(),
                alarms.gap());
    }

    /// The names of the machines that alarms watch; their ids where we may not ask.
    private Map<String, String> names(List<Watching.Alarm> alarms, Patience patience)
            throws Unanswered, InterruptedException {
        var ids = alarms.stream()
                .flatMap(alarm -> Optional.ofNullable(alarm.dimensions().get("InstanceId")).stream())
                .distinct()
                .toList();
        var names = new TreeMap<String, String>();
        new Parts<Machines.Instance>()
                .with(() -> new Harvest<>(machines.byId(ids, patience), Optional.empty()))
                .with(() -> new Harvest<>(List.of(), Optional.empty()))
                .all()
                .items()
                .forEach(machine -> names.put(machine.id(), machine.name()));
        return names;
    }

    private static String component(Watching.Alarm alarm, Map<String, String> names) {
        for (var dimension : List.of(
                "ServiceName",
                "DBInstanceIdentifier",
                "InstanceId",
                "AutoScalingGroupName",
                "LoadBalancer",
                "FunctionName")) {
            var value = alarm.dimensions().get(dimension);
            if (value != null) return names.getOrDefault(value, value);
        }
        return alarm.name();
    }

    Observation alarms(Scope scope, Duration timeframe, Patience patience) throws Unanswered, InterruptedException {
        var window = window(timeframe);
        var found = alarmsOf(scope, patience);
        var seen = found.items().stream()
                .filter(named -> isFiring(named.alarm())
                        || (named.alarm().state().equals("OK")
                                && named.alarm()
                                        .changed()
                                        .filter(window::contains)
                                        .isPresent()))
                .map(named -> new Content.AlertSeen(
                        new Alert(
                                named.alarm().name(),
                                named.component(),
                                named.alarm().text(),
                                Severity.HIGH,
                                named.alarm().changed().orElse(window.to()),
                                named.alarm().dimensions()),
                        isFiring(named.alarm())))
                .toList();
        return Answers.alerts(seen, found.gap());
    }

    private static boolean isFiring(Watching.Alarm alarm) {
        return alarm.state().equals("ALARM");
    }

    Observation monitors(Scope scope, Patience patience) throws Unanswered, InterruptedException {
        var found = alarmsOf(scope, patience);
        return Answers.facts(
                "monitors",
                "monitors",
                found.items().stream()
                        .map(named -> Value.fields(
                                "id", named.alarm().arn(),
                                "name", named.alarm().name(),
                                "state", named.alarm().state().toLowerCase(Locale.ROOT),
                                "component", named.component(),
                                "query", named.alarm().rule().strip()))
                        .toList(),
                found.gap());
    }

    /// The log groups whose names hold the service's or the host's.
    Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, Patience patience)
            throws Unanswered, InterruptedException {
        var said = new ArrayList<Answers.Said>();
        var gaps = new ArrayList<String>();
        var names = isEverything(scope)
                ? List.of("")
                : Stream.concat(scope.service().stream(), scope.host().stream()).toList();
        for (var name : names)
            for (var group : groups(name, gaps, patience)) {
                var component = name.isEmpty() ? group.replaceFirst("^.*/", "") : name;
                var lines = logGroups.lines(group, component, query, window(timeframe), limit, patience);
                said.addAll(lines.items());
                lines.gap().ifPresent(gaps::add);
            }
        var newest = said.stream()
                .sorted(java.util.Comparator.comparing(
                                (Answers.Said one) -> one.line().time())
                        .reversed())
                .limit(limit)
                .toList();
        return Answers.logs(newest, gaps.stream().findFirst());
    }

    private List<String> groups(String name, List<String> gaps, Patience patience)
            throws Unanswered, InterruptedException {
        var groups = logGroups.holding(name, MOST_GROUPS + 1, patience);
        if (groups.size() <= MOST_GROUPS) return groups;
        gaps.add("aws has more than the " + MOST_GROUPS + " log groups that were read"
                + (name.isEmpty() ? "" : " of " + name) + "; name those that matter in AWS_LOG_GROUPS");
        return groups.subList(0, MOST_GROUPS);
    }

    Observation insights(String query, Duration timeframe, int limit, Patience patience)
            throws Unanswered, InterruptedException {
        var found = logGroups.query(query, window(timeframe), limit, patience);
        return Answers.logs(found.items(), found.gap());
    }

    /// What RDS and ECS say happened.
    Observation events(Scope scope, Duration timeframe, Patience patience) throws Unanswered, InterruptedException {
        var window = window(timeframe);
        var all = new Parts<Content.ChangeMade>()
                .with(() -> {
                    var name = isEverything(scope)
                            ? Optional.<String>empty()
                            : scope.service().or(scope::host);
                    var found = databases.events(name, window.from(), window.to(), patience);
                    return new Harvest<>(
                            found.items().stream()
                                    .map(e -> new Content.ChangeMade(
                                            e.at(), "database", e.database(), "", e.message(), "rds"))
                                    .toList(),
                            found.gap());
                })
                .with(() -> {
                    var services = wanted(scope, patience);
                    return new Harvest<>(
                            services.items().stream()
                                    .flatMap(service -> service.events().stream()
                                            .filter(e -> window.contains(e.at()))
                                            .map(e -> new Content.ChangeMade(
                                                    e.at(), "service", service.name(), "", e.message(), "ecs")))
                                    .toList(),
                            services.gap());
                })
                .all();
        return Answers.events(all.items(), all.gap());
    }

    String canSeeAlarms(Patience patience) throws Unanswered, InterruptedException {
        return watching.alarms(1, patience).items().isEmpty() ? "allowed; there are none" : "allowed";
    }

    String canSeeMetrics(Patience patience) throws Unanswered, InterruptedException {
        watching.series(Watching.ofInstance("check", "i-00000000"), window(LATEST), patience);
        return "allowed";
    }

    String canSeeLogs(Patience patience) throws Unanswered, InterruptedException {
        return logGroups.holding("", 1, patience).isEmpty() ? "allowed; there is no log group" : "allowed";
    }

    String canSeeChanges(Patience patience) throws Unanswered, InterruptedException {
        trail.changes(window(LATEST), 1, patience);
        return "allowed";
    }
}

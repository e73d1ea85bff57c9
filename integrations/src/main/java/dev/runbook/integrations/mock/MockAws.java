package dev.runbook.integrations.mock;

import dev.runbook.core.capability.Compute;
import dev.runbook.core.capability.Deployments;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.estate.Component;
import dev.runbook.integrations.estate.Database;
import dev.runbook.integrations.estate.Host;
import dev.runbook.integrations.estate.Link;
import dev.runbook.integrations.estate.Service;
import dev.runbook.integrations.world.Sight;
import dev.runbook.integrations.world.Worlds;
import java.time.Duration;
import java.util.List;

/// Machines, services, databases and releases as AWS would answer for them.
final class MockAws extends MockVendor implements Compute, Deployments {

    MockAws(Worlds worlds) {
        super("aws", worlds);
    }

    @Override
    public Observation topProcesses(String host, int limit, CallContext context) throws InterruptedException {
        return look(
                "get_top_processes",
                context,
                sight -> sight.estate().host(host).isEmpty()
                        ? none("host", host)
                        : facts(
                                host,
                                "top processes",
                                sight.processes(host).stream()
                                        .limit(Math.max(0, limit))
                                        .map(p -> Value.fields(
                                                "pid", p.pid(),
                                                "name", p.name(),
                                                "service", p.service().orElse(null),
                                                "cpu_percent", p.cpuPercent(),
                                                "memory_percent", p.memoryPercent(),
                                                "started_at", p.startedAt()))
                                        .toList()));
    }

    private static Observation none(String kind, String name) {
        return new CouldNotLook("aws has no " + kind + " '" + name + "'", false);
    }

    @Override
    public Observation resources(Scope scope, CallContext context) throws InterruptedException {
        return look("get_resources", context, sight -> {
            var states =
                    concerned(scope, sight).stream().map(c -> state(c, sight)).toList();
            return answer(
                    states.stream()
                            .map(s -> new Content.Facts(
                                    s.get("name").orElseThrow().display(), "state", s))
                            .toList(),
                    items(states));
        });
    }

    private static Value.Fields state(Component component, Sight sight) {
        var state = sight.state(component);
        return switch (component) {
            case Host host -> state(host, state, host.name(), null, null, host.region());
            case Service service ->
                state(
                        service,
                        state,
                        service.hosts().isEmpty() ? null : String.join(",", service.hosts()),
                        sight.version(service.name()),
                        sight.replicas(service.name()),
                        service.region());
            case Database database ->
                state(
                        database,
                        state,
                        database.host(),
                        database.engine(),
                        1,
                        sight.estate().regionOf(database.name()));
            case Link link -> state(link, state, null, null, null, link.from() + "," + link.to());
        };
    }

    private static Value.Fields state(
            Component component,
            String state,
            @org.jspecify.annotations.Nullable String host,
            @org.jspecify.annotations.Nullable String version,
            @org.jspecify.annotations.Nullable Integer replicas,
            String region) {
        return Value.fields(
                "name", component.name(),
                "kind", component.kind(),
                "state", state,
                "host", host,
                "version", version,
                "replicas", replicas,
                "region", region.isEmpty() ? null : region);
    }

    @Override
    public Observation diskUsage(String host, CallContext context) throws InterruptedException {
        return look("get_disk_usage", context, sight -> {
            if (sight.estate().host(host).isEmpty()) return none("host", host);
            var volume = sight.fullestVolume(host);
            var output = Value.fields(
                    "volume", volume.mount(),
                    "used_percent", volume.usedPercent(),
                    "size_bytes", volume.sizeBytes(),
                    "largest",
                            volume.largest().stream()
                                    .map(f -> Value.fields(
                                            "path", f.path(),
                                            "bytes", f.bytes(),
                                            "kind", f.kind(),
                                            "safe_to_delete", f.safeToDelete()))
                                    .toList());
            return new Found(List.of(new Content.Facts(host, "disk usage", output)), output);
        });
    }

    @Override
    public Observation databaseStatus(String database, CallContext context) throws InterruptedException {
        return look(
                "get_database_status",
                context,
                sight -> sight.estate()
                        .database(database)
                        .map(found -> status(found, sight))
                        .orElseGet(() -> none("database", database)));
    }

    private static Observation status(Database database, Sight sight) {
        var clients = sight.clients(database);
        var output = Value.fields(
                "database", database.name(),
                "connections",
                        clients.stream().mapToInt(Sight.Client::connections).sum(),
                "max_connections", database.maxConnections(),
                "clients",
                        clients.stream()
                                .map(c -> Value.fields(
                                        "application", c.application(),
                                        "state", c.state(),
                                        "connections", c.connections()))
                                .toList());
        return new Found(List.of(new Content.Facts(database.name(), "database status", output)), output);
    }

    @Override
    public Observation recentDeployments(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look("get_recent_deployments", context, sight -> {
            var names = concerned(scope, sight).stream().map(Component::name).toList();
            var releases = sight.releases(timeframe).stream()
                    .filter(r -> names.contains(r.service()))
                    .toList();
            return answer(
                    releases.stream()
                            .map(r -> new Content.ChangeMade(
                                    sight.timeOf(r), "deployment", r.service(), r.version(), r.summary(), r.author()))
                            .toList(),
                    items(releases.stream()
                            .map(r -> Value.fields(
                                    "service", r.service(),
                                    "version", r.version(),
                                    "previous_version", r.previous(),
                                    "time", sight.timeOf(r),
                                    "author", r.author(),
                                    "summary", r.summary()))
                            .toList()));
        });
    }

    private Outcome compute(String method, Value.Fields parameters, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(Capability.COMPUTE, method, parameters, key, context);
    }

    @Override
    public Outcome restartService(String host, String service, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return compute("restart_service", Value.fields("host", host, "service", service), key, context);
    }

    @Override
    public Outcome scaleService(String service, int replicas, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return compute("scale_service", Value.fields("service", service, "replicas", replicas), key, context);
    }

    @Override
    public Outcome cleanDisk(String host, String path, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return compute("clean_disk", Value.fields("host", host, "path", path), key, context);
    }

    @Override
    public Outcome terminateConnections(String database, String application, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return compute(
                "terminate_connections", Value.fields("database", database, "application", application), key, context);
    }

    @Override
    public Outcome rerouteTraffic(String service, String avoid, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return compute("reroute_traffic", Value.fields("service", service, "avoid", avoid), key, context);
    }

    @Override
    public Outcome runCommand(String host, String command, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return compute("run_command", Value.fields("host", host, "command", command), key, context);
    }

    @Override
    public Outcome rebootDatabase(String database, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return compute("reboot_database", Value.fields("database", database), key, context);
    }

    @Override
    public Outcome rebootHost(String host, IdempotencyKey key, CallContext context) throws InterruptedException {
        return compute("reboot_host", Value.fields("host", host), key, context);
    }

    @Override
    public Outcome rollback(String service, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(Capability.DEPLOYMENTS, "rollback_deployment", Value.fields("service", service), key, context);
    }
}

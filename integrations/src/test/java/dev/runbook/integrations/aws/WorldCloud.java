package dev.runbook.integrations.aws;

import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// A simulated world as an account of AWS: its hosts are machines, its services run on ECS on them.
public final class WorldCloud implements Cloud {

    /// What was not released lately was so long ago.
    private static final Duration LONG_AGO = Duration.ofDays(30);

    private final World world;
    private final AtomicInteger acts = new AtomicInteger();

    public WorldCloud(World world) {
        this.world = world;
    }

    private static String id(String host) {
        return "i-%08x".formatted(host.hashCode());
    }

    private String host(String machine) {
        return machines().stream()
                .filter(m -> m.id().equals(machine))
                .map(Machine::name)
                .findFirst()
                .orElse("");
    }

    @Override
    public List<Machine> machines() {
        return world.look().estate().hosts().stream()
                .map(host -> new Machine(id(host.name()), host.name(), host.region() + "a"))
                .toList();
    }

    @Override
    public List<Service> services() {
        var sight = world.look();
        return sight.estate().services().stream()
                .filter(service -> !service.external())
                .map(service -> {
                    var releases = sight.releases(Duration.ofDays(2)).stream()
                            .filter(r -> r.service().equals(service.name()))
                            .toList();
                    return new Service(
                            service.name(),
                            sight.replicas(service.name()),
                            10 + releases.size(),
                            "acme/" + service.name() + ":" + sight.version(service.name()),
                            releases.isEmpty() ? world.start().minus(LONG_AGO) : sight.timeOf(releases.getLast()));
                })
                .toList();
    }

    @Override
    public List<String> placed(String service) {
        return world.look().estate().service(service).stream()
                .flatMap(s -> s.hosts().stream())
                .map(WorldCloud::id)
                .toList();
    }

    @Override
    public List<Database> databases() {
        return world.look().estate().databases().stream()
                .map(d -> new Database(d.name(), "available"))
                .toList();
    }

    @Override
    public Optional<String> run(String machine, String command) {
        var sight = world.look();
        if (command.contains("ps -eo"))
            return Optional.of(sight.processes(host(machine)).stream()
                    .map(p -> String.format(
                            Locale.ROOT,
                            "%7d %.1f %.1f %d %s %s%n",
                            p.pid(),
                            p.cpuPercent(),
                            p.memoryPercent(),
                            Duration.between(p.startedAt(), sight.now()).toSeconds(),
                            p.service().map(s -> s + ".service").orElse("-"),
                            p.name()))
                    .collect(Collectors.joining()));
        return Optional.empty();
    }

    private void act(Capability capability, String method, Value.Fields parameters) {
        world.act(
                new OperationName(capability, method), parameters, new IdempotencyKey("aws-" + acts.incrementAndGet()));
    }

    @Override
    public void stop(String service, String machine) {
        act(Capability.COMPUTE, "restart_service", Value.fields("host", host(machine), "service", service));
    }

    @Override
    public void renew(String service) {
        for (var machine : placed(service)) stop(service, machine);
    }

    @Override
    public void scale(String service, int desired) {
        act(Capability.COMPUTE, "scale_service", Value.fields("service", service, "replicas", desired));
    }

    @Override
    public void deploy(String service, int revision) {
        act(Capability.DEPLOYMENTS, "rollback_deployment", Value.fields("service", service));
    }

    @Override
    public void reboot(String machine) {
        act(Capability.COMPUTE, "reboot_host", Value.fields("host", host(machine)));
    }
}

package dev.runbook.integrations.world;

import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Outcome.Done;
import dev.runbook.core.operation.Outcome.Refused;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.estate.Host;
import dev.runbook.integrations.estate.Service;
import java.util.Optional;
import java.util.function.Function;

/// Says whether an action on the estate can be taken at a moment, and what the caller is answered.
///
/// @param at seconds since the start
record Acting(Past past, Disks disks, Value.Fields parameters, double at) {

    private static final int MOST_REPLICAS = 100;

    Outcome answer(OperationName operation) {
        return switch (operation.toString()) {
            case "compute.restart_service" -> onHost(this::restart);
            case "compute.reboot_host" -> onHost(this::reboot);
            case "compute.run_command" ->
                onHost(host ->
                        new Done(Value.fields("host", host.name(), "status", "success", "exit_code", 0, "output", "")));
            case "compute.reboot_database" -> onDatabase();
            case "compute.clean_disk" -> onHost(this::clean);
            case "compute.scale_service" -> onService(this::scale);
            case "compute.reroute_traffic" -> onService(this::reroute);
            case "compute.terminate_connections" -> terminate();
            case "deployments.rollback_deployment" -> onService(this::rollback);
            default -> refused(operation + " is nothing this estate can do");
        };
    }

    private Estate estate() {
        return past.estate();
    }

    private String text(String name) {
        return parameters.get(name).map(Value::display).orElse("");
    }

    private static Refused refused(String reason) {
        return new Refused(reason, false);
    }

    private Outcome onHost(Function<Host, Outcome> action) {
        var name = text("host");
        var host = estate().host(name);
        if (host.isEmpty()) return refused("there is no host '" + name + "'");
        return busy(name).orElseGet(() -> action.apply(host.get()));
    }

    private Outcome onService(Function<Service, Outcome> action) {
        var name = text("service");
        var service = estate().service(name);
        if (service.isEmpty()) return refused("there is no service '" + name + "'");
        if (service.get().external()) return refused("'" + name + "' is not ours to change");
        return busy(name).orElseGet(() -> action.apply(service.get()));
    }

    private Optional<Outcome> busy(String target) {
        return past.busy(target, at)
                .map(effect -> new Refused(
                        "'" + target + "' is still busy with " + effect.operation() + " of " + effect.at(), true));
    }

    private Outcome restart(Host host) {
        var name = text("service");
        var service = estate().service(name);
        if (service.isEmpty()) return refused("there is no service '" + name + "'");
        if (!service.get().hosts().contains(host.name()))
            return refused("'" + name + "' does not run on " + host.name() + " but on "
                    + String.join(", ", service.get().hosts()));
        return busy(name + "@" + host.name())
                .or(() -> busy(name))
                .orElseGet(() -> new Done(Value.fields("host", host.name(), "service", name, "state", "restarting")));
    }

    private Outcome reboot(Host host) {
        return new Done(Value.fields("host", host.name(), "state", "rebooting"));
    }

    private Outcome clean(Host host) {
        var path = text("path");
        var volumes = estate().volumesOf(host.name());
        if (!path.startsWith("/") || path.contains("..")) return refused("'" + path + "' is no absolute path");
        if (path.equals("/") || volumes.stream().anyMatch(v -> v.mount().equals(path)))
            return refused("'" + path + "' is a whole volume; name a folder");
        var below = volumes.stream()
                .flatMap(v -> disks.occupied(v, at).stream())
                .filter(o -> o.folder().isAtOrBelow(path))
                .toList();
        if (!below.isEmpty() && below.stream().noneMatch(o -> o.folder().safeToDelete()))
            return refused(
                    "'" + path + "' holds " + below.getFirst().folder().kind() + " files, which must not be deleted");
        long freed = below.stream()
                .filter(o -> o.folder().safeToDelete())
                .mapToLong(Disks.Occupied::bytes)
                .sum();
        return new Done(Value.fields("host", host.name(), "path", path, "freed_bytes", freed));
    }

    private Outcome scale(Service service) {
        if (!(parameters.get("replicas").orElse(null) instanceof Value.Whole(var wanted))
                || wanted < 1
                || wanted > MOST_REPLICAS)
            return refused("'replicas' must be from 1 to " + MOST_REPLICAS + ", got " + text("replicas"));
        return new Done(Value.fields(
                "service", service.name(), "replicas", wanted, "before", past.replicas(service.name(), at)));
    }

    private Outcome reroute(Service service) {
        var avoid = text("avoid");
        if (!estate().knows(avoid)) return refused("there is no region, link or host '" + avoid + "'");
        if (avoid.equals(service.region()))
            return refused("'" + service.name() + "' runs in " + avoid + " and cannot avoid it");
        return new Done(Value.fields("service", service.name(), "avoids", avoid));
    }

    private Outcome onDatabase() {
        var name = text("database");
        if (estate().database(name).isEmpty()) return refused("there is no database '" + name + "'");
        return busy(name).orElseGet(() -> new Done(Value.fields("database", name, "state", "rebooting")));
    }

    private Outcome terminate() {
        var name = text("database");
        var database = estate().database(name);
        if (database.isEmpty()) return refused("there is no database '" + name + "'");
        return busy(name).orElseGet(() -> {
            var application = text("application");
            int ended = Connections.idle(past, database.get(), application, at);
            return new Done(Value.fields("database", name, "application", application, "terminated", ended));
        });
    }

    private Outcome rollback(Service service) {
        var releases = Releases.of(service, past, at);
        return releases.previous()
                .<Outcome>map(previous -> new Done(
                        Value.fields("service", service.name(), "from", releases.current(), "version", previous)))
                .orElseGet(() -> refused("'" + service.name() + "' has no version before " + releases.current()));
    }
}

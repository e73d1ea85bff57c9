package dev.runbook.integrations.aws;

import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What is changed at AWS, and how it is told afterwards whether it was. Safe for use by many threads.
record AwsHands(Machines machines, Commands commands, Containers containers, Databases databases, InstantSource clock) {

    /// A deployment or a restart within it may be ours.
    private static final Duration LATELY = Duration.ofMinutes(15);

    private static Unanswered refused(String reason) {
        return new Unanswered(Fault.refused(reason));
    }

    private boolean isLate(Instant at) {
        return at.isAfter(clock.instant().minus(LATELY));
    }

    /// Runs a command that changes something, and waits for its end.
    Outcome run(Machines.Instance machine, String command, String marker, Patience patience)
            throws Unanswered, InterruptedException {
        if (commands.status(machine.id(), marker, patience).isPresent())
            return new Outcome.Done(Value.fields("host", machine.name(), "status", "sent before"));
        var ending = commands.run(machine.id(), command, marker, Request.Effect.CHANGES, patience);
        var result = ending.fields().with(Value.fields("host", machine.name()).fields());
        if (ending.succeeded()) return new Outcome.Done(result);
        var reason = "the command on " + machine.name() + " ended as " + ending.status()
                + ending.exitCode().map(code -> " with code " + code).orElse("")
                + (ending.errors().isBlank() ? "" : ": " + ending.errors().strip());
        // One that was cut off may have done something.
        return ending.status().equals("Failed") ? new Outcome.Refused(reason, false) : new Outcome.Unclear(reason);
    }

    /// Replaces the tasks of a service: those on one machine where they run on machines, else all of them.
    Outcome restart(Containers.Service service, Optional<Machines.Instance> machine, String marker, Patience patience)
            throws Unanswered, InterruptedException {
        var here = machine.isPresent()
                ? containers.tasksOn(service, machine.get().id(), patience)
                : List.<Containers.Task>of();
        if (stopped(service, marker, patience) || (here.isEmpty() && isRenewed(service)))
            return new Outcome.Done(Value.fields("service", service.name(), "state", "restarted before"));
        if (here.isEmpty()) return renew(service, patience);
        for (var task : here) containers.stop(task, marker, patience);
        return new Outcome.Done(Value.fields(
                "service",
                service.name(),
                "host",
                machine.orElseThrow().name(),
                "tasks",
                here.size(),
                "state",
                "restarting"));
    }

    private boolean stopped(Containers.Service service, String marker, Patience patience)
            throws Unanswered, InterruptedException {
        return containers.tasks(service.cluster(), Optional.of(service.name()), "STOPPED", patience).stream()
                .anyMatch(task -> task.stopped().contains(marker));
    }

    private boolean isRenewed(Containers.Service service) {
        return service.primary()
                .filter(d -> d.state().equals("IN_PROGRESS") && isLate(d.created()))
                .isPresent();
    }

    /// Whether tasks were stopped under a key, or the whole service is or was lately renewed.
    Occurrence restarted(Containers.Service service, String marker, Patience patience)
            throws Unanswered, InterruptedException {
        return stopped(service, marker, patience)
                ? new Occurrence.Happened(Value.fields("service", service.name()))
                : renewed(service);
    }

    private Outcome renew(Containers.Service service, Patience patience) throws Unanswered, InterruptedException {
        containers.renew(service, patience);
        return new Outcome.Done(
                Value.fields("service", service.name(), "cluster", service.cluster(), "state", "restarting"));
    }

    /// Whether the service is or was lately renewed.
    private Occurrence renewed(Containers.Service service) {
        return service.primary()
                .filter(deployment -> isLate(deployment.created()))
                .<Occurrence>map(deployment -> new Occurrence.Happened(
                        Value.fields("service", service.name(), "deployed_at", deployment.created())))
                .orElseGet(Occurrence.DidNotHappen::new);
    }

    /// A service of ECS, or the Auto Scaling group of the name.
    Outcome scale(String service, int replicas, Patience patience) throws Unanswered, InterruptedException {
        if (replicas < 0) throw refused("'replicas' must not be negative, got " + replicas);
        var known = containers.service(service, patience);
        if (known.isPresent()) {
            int before = known.get().desired();
            if (before != replicas) containers.scale(known.get(), replicas, patience);
            return scaled(service, replicas, before);
        }
        var group = group(service, patience)
                .orElseThrow(() -> refused("aws has no service of ECS and no Auto Scaling group '" + service + "'"));
        if (replicas < group.min() || replicas > group.max())
            throw refused("the Auto Scaling group '" + service + "' takes from " + group.min() + " to " + group.max()
                    + " machines, not " + replicas);
        if (group.desired() != replicas) machines.setDesired(group.name(), replicas, patience);
        return scaled(service, replicas, group.desired());
    }

    private static Outcome scaled(String service, int replicas, int before) {
        return new Outcome.Done(Value.fields("service", service, "replicas", replicas, "before", before));
    }

    private Optional<Machines.Group> group(String name, Patience patience) throws Unanswered, InterruptedException {
        return machines.groups(Optional.of(name), patience).items().stream()
                .filter(group -> group.name().equals(name))
                .findFirst();
    }

    Occurrence scaled(String service, int replicas, Patience patience) throws Unanswered, InterruptedException {
        var known = containers.service(service, patience);
        var desired = known.isPresent()
                ? Optional.of(known.get().desired())
                : group(service, patience).map(Machines.Group::desired);
        return desired.filter(count -> count == replicas).isPresent()
                ? new Occurrence.Happened(Value.fields("service", service, "replicas", replicas))
                : new Occurrence.DidNotHappen();
    }

    /// Runs the revision before the current one.
    Outcome rollback(String service, Patience patience) throws Unanswered, InterruptedException {
        var known = containers
                .service(service, patience)
                .orElseThrow(() -> refused("aws has no service '" + service + "' of ECS to roll back"));
        var previous = Containers.before(known.task())
                .orElseThrow(() -> refused(
                        "'" + service + "' runs " + Containers.brief(known.task()) + ", and nothing is before it"));
        var version = containers.version(previous, patience);
        containers.deploy(known, previous, patience);
        return new Outcome.Done(Value.fields(
                "service", service, "from", Containers.brief(known.task()), "to", previous, "version", version));
    }

    /// Whether the service runs an older revision than the newest since lately.
    Occurrence rolledBack(String service, Patience patience) throws Unanswered, InterruptedException {
        var known = containers.service(service, patience);
        if (known.isEmpty()) return new Occurrence.DidNotHappen();
        var current = Containers.brief(known.get().task());
        var newest = containers.newest(current, patience).map(Containers::brief);
        if (newest.isEmpty() || newest.get().equals(current)) return new Occurrence.DidNotHappen();
        return known.get().primary().filter(d -> isLate(d.created())).isPresent()
                ? new Occurrence.Happened(Value.fields("service", service, "to", current))
                : new Occurrence.CannotTell("'" + service + "' runs " + current + " and not the newest " + newest.get()
                        + "; who set it so is not known");
    }

    Outcome rebootDatabase(String name, Patience patience) throws Unanswered, InterruptedException {
        var database = databases.databases(Optional.of(name), patience).items().stream()
                .findFirst()
                .orElseThrow(() -> refused("aws has no database '" + name + "'"));
        if (!database.status().equals("rebooting")) databases.reboot(name, patience);
        return new Outcome.Done(Value.fields("database", name, "state", "rebooting"));
    }

    /// Whether the database restarts, or restarted lately. That it does not show yet says nothing.
    Occurrence rebooted(String name, Patience patience) throws Unanswered, InterruptedException {
        var database = databases.databases(Optional.of(name), patience).items().stream()
                .findFirst();
        if (database.isEmpty()) return new Occurrence.DidNotHappen();
        var now = clock.instant();
        var restarted = databases.events(Optional.of(name), now.minus(LATELY), now, patience).items().stream()
                .anyMatch(e -> e.message().contains("restarted") || e.message().contains("shutdown"));
        return restarted || database.get().status().equals("rebooting")
                ? new Occurrence.Happened(Value.fields("database", name))
                : new Occurrence.CannotTell("aws does not show yet whether '" + name + "' was restarted");
    }
}

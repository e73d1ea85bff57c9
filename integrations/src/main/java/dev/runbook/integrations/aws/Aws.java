package dev.runbook.integrations.aws;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PartialCompute;
import dev.runbook.integrations.edge.PartialDeployments;
import dev.runbook.integrations.edge.PartialMonitoring;
import dev.runbook.integrations.edge.PartialTicketing;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// AWS, live. Few of its actions take a key, so what was done is read back: commands by their comment,
/// services and databases by their state.
public final class Aws extends LiveVendor
        implements PartialCompute, PartialDeployments, PartialMonitoring, PartialTicketing {

    private static final String NAME = "[A-Za-z0-9_.\\-/]{1,255}";

    /// What no service of AWS does in a way that fits every estate.
    private static final Set<String> OFFERED = Set.of(
            "compute.get_top_processes",
            "compute.get_resources",
            "compute.get_disk_usage",
            "compute.get_database_status",
            "compute.restart_service",
            "compute.scale_service",
            "compute.clean_disk",
            "compute.run_command",
            "compute.reboot_database",
            "compute.reboot_host",
            "deployments.get_recent_deployments",
            "deployments.rollback_deployment",
            "monitoring.get_current_alerts",
            "monitoring.get_metrics",
            "monitoring.get_logs",
            "monitoring.get_monitors",
            "monitoring.get_events",
            "monitoring.query_metrics",
            "monitoring.query_logs",
            "ticketing.get_recent_changes");

    private final Machines machines;
    private final Commands commands;
    private final Containers containers;
    private final Databases databases;
    private final AwsInventory inventory;
    private final AwsChanges changes;
    private final AwsMonitoring monitoring;
    private final AwsLogs logs;
    private final AwsHands hands;

    private Aws(AwsClient client, List<String> clusters, List<String> groups) {
        super(client.edge());
        machines = new Machines(client);
        commands = new Commands(client);
        containers = new Containers(client, clusters);
        databases = new Databases(client);
        var clock = client.edge().clock();
        var watching = new Watching(client);
        inventory = new AwsInventory(machines, containers, databases, watching, clock);
        changes = new AwsChanges(machines, containers, databases, new Trail(client), clock);
        monitoring = new AwsMonitoring(machines, containers, databases, watching, clock);
        logs = new AwsLogs(new LogGroups(client, groups), clock);
        hands = new AwsHands(machines, commands, containers, databases, clock);
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        return new Aws(
                AwsClient.create(variables, outside),
                list(variables, "AWS_ECS_CLUSTERS"),
                list(variables, "AWS_LOG_GROUPS"));
    }

    private static List<String> list(Variables variables, String name) {
        return Arrays.stream(variables.optional(name).orElse("").split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    @Override
    public boolean offers(OperationName operation) {
        return OFFERED.contains(operation.toString());
    }

    private String name(String kind, String given) throws Unanswered {
        return id(kind, given, NAME);
    }

    private static Unanswered refusedBy(String reason) {
        return LiveVendor.refused(reason);
    }

    /// The one machine that a host's name means; empty when there is none.
    private Optional<Machines.Instance> machine(String host, Patience patience)
            throws Unanswered, InterruptedException {
        var found = machines.named(name("host", host), patience);
        if (found.size() > 1)
            throw refusedBy("aws has " + found.size() + " machines named '" + host + "'; give the id of one, such as "
                    + found.getFirst().id());
        return found.stream().findFirst();
    }

    private Machines.Instance machineOf(String host, Patience patience) throws Unanswered, InterruptedException {
        return machine(host, patience).orElseThrow(() -> refusedBy("aws has no host '" + host + "'"));
    }

    @Override
    public Observation topProcesses(String host, int limit, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var machine = machine(host, patience);
            if (machine.isEmpty()) return nothing();
            var command = Shell.topProcesses(Math.clamp(limit, 1, 100));
            var ending = looked(machine.get(), command, "get_top_processes", patience);
            return facts(
                    host,
                    "top processes",
                    Shell.processes(ending.output(), edge().clock().instant()),
                    Optional.empty());
        });
    }

    private Commands.Ending looked(Machines.Instance machine, String command, String what, Patience patience)
            throws Unanswered, InterruptedException {
        var ending = commands.run(machine.id(), command, "runbook " + what, Request.Effect.READS, patience);
        if (!ending.succeeded())
            throw refusedBy("the command on " + machine.name() + " ended as " + ending.status() + ": "
                    + ending.errors().strip());
        return ending;
    }

    @Override
    public Observation diskUsage(String host, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var machine = machine(host, patience);
            if (machine.isEmpty()) return nothing();
            var output = Shell.disk(looked(machine.get(), Shell.diskUsage(), "get_disk_usage", patience)
                    .output());
            if (output.equals(Value.Fields.NONE)) return nothing();
            return new Observation.Found(List.of(new Content.Facts(host, "disk usage", output)), output);
        });
    }

    @Override
    public Observation databaseStatus(String database, CallContext context) throws InterruptedException {
        return look(context, patience -> inventory.databaseStatus(name("database", database), patience));
    }

    @Override
    public Observation resources(Scope scope, CallContext context) throws InterruptedException {
        return look(context, patience -> inventory.resources(checked(scope), patience));
    }

    private Scope checked(Scope scope) throws Unanswered {
        if (scope.host().isPresent()) name("host", scope.host().get());
        if (scope.service().isPresent()) name("service", scope.service().get());
        return scope;
    }

    @Override
    public Observation recentDeployments(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> changes.releases(checked(scope), timeframe, patience));
    }

    @Override
    public Observation recentChanges(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> changes.changes(checked(scope), timeframe, patience));
    }

    @Override
    public Observation currentAlerts(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> monitoring.alarms(checked(scope), timeframe, patience));
    }

    @Override
    public Observation monitors(Scope scope, CallContext context) throws InterruptedException {
        return look(context, patience -> monitoring.monitors(checked(scope), patience));
    }

    @Override
    public Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> monitoring.metrics(checked(scope), metric, timeframe, patience));
    }

    @Override
    public Observation queryMetrics(String query, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> monitoring.expression(query, timeframe, patience));
    }

    @Override
    public Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        return look(
                context,
                patience -> limit < 1 ? nothing() : logs.logs(checked(scope), query, timeframe, limit, patience));
    }

    @Override
    public Observation queryLogs(String query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        return look(context, patience -> limit < 1 ? nothing() : logs.insights(query, timeframe, limit, patience));
    }

    @Override
    public Observation events(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return look(context, patience -> changes.events(checked(scope), timeframe, patience));
    }

    /// A service of ECS on machines loses its tasks on the host, one on Fargate all of them, and starts
    /// others; any other service is a unit of systemd on its host.
    @Override
    public Outcome restartService(String host, String service, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var known = containers.service(name("service", service), patience);
            if (known.isPresent()) return hands.restart(known.get(), machine(host, patience), marker(key), patience);
            var machine = machineOf(host, patience);
            return hands.run(machine, Shell.restart(service), marker(key), patience);
        });
    }

    @Override
    public Outcome scaleService(String service, int replicas, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> hands.scale(name("service", service), replicas, patience));
    }

    @Override
    public Outcome cleanDisk(String host, String path, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            if (!Shell.cleanable(path.strip()))
                throw refusedBy("'" + path + "' is not cleaned; only what is below "
                        + String.join(", ", Shell.CLEANABLE) + " is");
            return hands.run(machineOf(host, patience), Shell.clean(path.strip()), marker(key), patience);
        });
    }

    @Override
    public Outcome runCommand(String host, String command, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> hands.run(machineOf(host, patience), command, marker(key), patience));
    }

    @Override
    public Outcome rebootDatabase(String database, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> hands.rebootDatabase(name("database", database), patience));
    }

    @Override
    public Outcome rebootHost(String host, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(context, patience -> {
            var machine = machineOf(host, patience);
            machines.reboot(machine.id(), patience);
            return new Outcome.Done(Value.fields("host", machine.name(), "id", machine.id(), "state", "rebooting"));
        });
    }

    @Override
    public Outcome rollback(String service, IdempotencyKey key, CallContext context) throws InterruptedException {
        return act(context, patience -> hands.rollback(name("service", service), patience));
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> switch (operation.method()) {
            case "restart_service" -> {
                var known = containers.service(arguments.text("service"), patience);
                yield known.isPresent()
                        ? hands.restarted(known.get(), marker(key), patience)
                        : commanded(arguments.text("host"), key, patience);
            }
            case "clean_disk", "run_command" -> commanded(arguments.text("host"), key, patience);
            case "scale_service" -> hands.scaled(arguments.text("service"), arguments.whole("replicas"), patience);
            case "rollback_deployment" -> hands.rolledBack(arguments.text("service"), patience);
            case "reboot_database" -> hands.rebooted(arguments.text("database"), patience);
            default -> new Occurrence.CannotTell("aws keeps no record of " + operation + " that can be read");
        });
    }

    private Occurrence commanded(String host, IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        var machine = machine(host, patience);
        if (machine.isEmpty()) return new Occurrence.DidNotHappen();
        return commands.status(machine.get().id(), marker(key), patience)
                .<Occurrence>map(status -> new Occurrence.Happened(Value.fields("host", host, "status", status)))
                .orElseGet(Occurrence.DidNotHappen::new);
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        return List.of(
                find("ec2:DescribeInstances", timeout, patience -> {
                    machines.named("runbook-check", patience);
                    return "allowed";
                }),
                find("autoscaling:DescribeAutoScalingGroups", timeout, patience -> {
                    machines.groups(Optional.of("runbook-check"), patience);
                    return "allowed";
                }),
                find("ssm:DescribeInstanceInformation", timeout, patience -> {
                    int reached = commands.reached(patience);
                    return reached == 0 ? "allowed; Systems Manager reaches no machine" : "allowed";
                }),
                find("ecs:DescribeServices", timeout, patience -> {
                    containers.service("runbook-check", patience);
                    return "allowed";
                }),
                find("rds:DescribeDBInstances", timeout, patience -> {
                    databases.databases(Optional.of("runbook-check"), patience);
                    return "allowed";
                }),
                find("cloudwatch:DescribeAlarms", timeout, monitoring::canSeeAlarms),
                find("cloudwatch:GetMetricData", timeout, monitoring::canSeeMetrics),
                find("logs:DescribeLogGroups", timeout, logs::canSeeLogs),
                find("cloudtrail:LookupEvents", timeout, changes::canSeeChanges));
    }

    @Override
    public String toString() {
        return "Aws" + Map.of("clusters", containers.clusters());
    }
}

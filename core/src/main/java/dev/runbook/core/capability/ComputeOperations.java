package dev.runbook.core.capability;

import static dev.runbook.core.capability.Parameters.HOST;
import static dev.runbook.core.capability.Parameters.MOST_ROWS;
import static dev.runbook.core.capability.Parameters.SERVICE;
import static dev.runbook.core.capability.Parameters.SOME_HOST;
import static dev.runbook.core.capability.Parameters.SOME_SERVICE;
import static dev.runbook.core.capability.Parameters.TIMEFRAME;
import static dev.runbook.core.operation.Parameter.required;
import static dev.runbook.core.operation.Parameter.withDefault;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.operation.RiskLevel;
import java.util.List;

/// What compute and deployments offer.
final class ComputeOperations {

    private static final int MOST_REPLICAS = 1_000;

    private ComputeOperations() {}

    static void compute(List<Bound> all) {
        var port = new Port<>(Capability.COMPUTE, Compute.class);
        all.add(port.reads("get_top_processes", "The processes of a host that use most CPU")
                .with(
                        HOST,
                        withDefault("limit", Parameter.Type.WHOLE, "how many processes", 10)
                                .between(1, MOST_ROWS))
                .answers(Results.PROCESSES)
                .by((m, a, c) -> m.topProcesses(a.text("host"), a.whole("limit"), c)));
        all.add(port.reads("get_resources", "The state of hosts and services")
                .with(SOME_HOST, SOME_SERVICE)
                .answers(Results.RESOURCES)
                .by((m, a, c) -> m.resources(Scope.of(a), c)));
        all.add(port.reads("get_disk_usage", "What fills the volumes of a host")
                .with(HOST)
                .answers(Results.DISK)
                .by((m, a, c) -> m.diskUsage(a.text("host"), c)));
        var database = required("database", Parameter.Type.TEXT, "the database");
        all.add(port.reads("get_database_status", "Who is connected to a database, and how many may be")
                .with(database)
                .answers(Results.DATABASE)
                .by((m, a, c) -> m.databaseStatus(a.text("database"), c)));
        all.add(port.changes("restart_service", "Stops and starts a service on a host", RiskLevel.MEDIUM)
                .with(HOST, SERVICE)
                .on("service")
                .cures(
                        CauseKind.RUNAWAY_PROCESS,
                        CauseKind.MEMORY_LEAK,
                        CauseKind.APPLICATION_FAULT,
                        CauseKind.DEPENDENCY_FAILURE,
                        CauseKind.DATABASE_SLOW)
                .by((m, a, k, c) -> m.restartService(a.text("host"), a.text("service"), k, c)));
        all.add(port.changes("scale_service", "Sets the number of replicas of a service", RiskLevel.MEDIUM)
                .with(
                        SERVICE,
                        required("replicas", Parameter.Type.WHOLE, "how many replicas")
                                .between(0, MOST_REPLICAS))
                .on("service")
                .idempotent()
                .cures(CauseKind.TRAFFIC_SURGE)
                .by((m, a, k, c) -> m.scaleService(a.text("service"), a.whole("replicas"), k, c)));
        all.add(port.changes("clean_disk", "Deletes rotated logs and temporary files below a path", RiskLevel.HIGH)
                .with(HOST, required("path", Parameter.Type.TEXT, "the folder to clean"))
                .on("host")
                .destroys()
                .cures(CauseKind.DISK_FULL)
                .by((m, a, k, c) -> m.cleanDisk(a.text("host"), a.text("path"), k, c)));
        all.add(port.changes(
                        "terminate_connections",
                        "Ends the idle connections of an application to a database",
                        RiskLevel.HIGH)
                .with(database, required("application", Parameter.Type.TEXT, "whose connections"))
                .on("database")
                .cures(CauseKind.DATABASE_CONNECTIONS)
                .by((m, a, k, c) -> m.terminateConnections(a.text("database"), a.text("application"), k, c)));
        all.add(port.changes(
                        "reroute_traffic", "Sends the traffic of a service around a region or link", RiskLevel.CRITICAL)
                .with(SERVICE, required("avoid", Parameter.Type.TEXT, "the region or link to avoid"))
                .on("service")
                .cures(CauseKind.NETWORK_DEGRADATION)
                .by((m, a, k, c) -> m.rerouteTraffic(a.text("service"), a.text("avoid"), k, c)));
        all.add(port.changes("run_command", "Runs a command of a shell on a host", RiskLevel.CRITICAL)
                .with(HOST, required("command", Parameter.Type.TEXT, "the command"))
                .on("host")
                .destroys()
                .by((m, a, k, c) -> m.runCommand(a.text("host"), a.text("command"), k, c)));
        all.add(port.changes("reboot_database", "Restarts a database server", RiskLevel.CRITICAL)
                .with(database)
                .on("database")
                .by((m, a, k, c) -> m.rebootDatabase(a.text("database"), k, c)));
        all.add(port.changes("reboot_host", "Restarts a whole host", RiskLevel.CRITICAL)
                .with(HOST)
                .on("host")
                .cures(CauseKind.RUNAWAY_PROCESS, CauseKind.MEMORY_LEAK)
                .by((m, a, k, c) -> m.rebootHost(a.text("host"), k, c)));
    }

    static void deployments(List<Bound> all) {
        var port = new Port<>(Capability.DEPLOYMENTS, Deployments.class);
        all.add(port.reads("get_recent_deployments", "Releases, newest last")
                .with(SOME_HOST, SOME_SERVICE, TIMEFRAME)
                .answers(Results.RELEASES)
                .by((m, a, c) -> m.recentDeployments(Scope.of(a), a.duration("timeframe"), c)));
        all.add(port.changes("rollback_deployment", "Puts the version before the current one back", RiskLevel.HIGH)
                .with(SERVICE)
                .on("service")
                .cures(CauseKind.BAD_DEPLOYMENT, CauseKind.CONFIGURATION_CHANGE)
                .by((m, a, k, c) -> m.rollback(a.text("service"), k, c)));
    }
}

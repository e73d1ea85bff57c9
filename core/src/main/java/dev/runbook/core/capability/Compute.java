package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;

/// Sees and changes hosts, services, processes, databases and volumes.
public interface Compute extends Integration {

    /// The processes of a host that use most CPU, most first.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{pid, name, service, cpu_percent,
    ///     memory_percent, started_at}`
    Observation topProcesses(String host, int limit, CallContext context) throws InterruptedException;

    /// The state of hosts and services in the scope.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts] for each; output: a list of `{name, kind, state, host,
    ///     version, replicas, region}`
    Observation resources(Scope scope, CallContext context) throws InterruptedException;

    /// What fills the volumes of a host, largest first.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: `{volume, used_percent, largest: [{path,
    ///     bytes, kind, safe_to_delete}]}`
    Observation diskUsage(String host, CallContext context) throws InterruptedException;

    /// The state of a database: who is connected, and how many may be.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: `{database, connections, max_connections,
    ///     clients: [{application, state, connections}]}`
    Observation databaseStatus(String database, CallContext context) throws InterruptedException;

    Outcome restartService(String host, String service, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Sets the number of replicas of a service.
    Outcome scaleService(String service, int replicas, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Deletes what may be deleted below a path: rotated logs, temporary files, old core dumps.
    Outcome cleanDisk(String host, String path, IdempotencyKey key, CallContext context) throws InterruptedException;

    /// Ends the idle connections that an application holds to a database.
    Outcome terminateConnections(String database, String application, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Sends the traffic of a service around a region or a path.
    ///
    /// @param avoid the region or link to avoid
    Outcome rerouteTraffic(String service, String avoid, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Runs a command of a shell on a host, and waits for its end.
    ///
    /// @return with `status`, `exit_code` and the `output`, cut where the vendor cuts it
    Outcome runCommand(String host, String command, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Restarts a database server.
    Outcome rebootDatabase(String database, IdempotencyKey key, CallContext context) throws InterruptedException;

    Outcome rebootHost(String host, IdempotencyKey key, CallContext context) throws InterruptedException;
}

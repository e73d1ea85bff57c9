package dev.runbook.integrations.edge;

import dev.runbook.core.capability.Compute;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;

/// [Compute] of an integration that offers only a part of it: what it does not override it cannot do.
public interface PartialCompute extends Compute {

    @Override
    default Observation topProcesses(String host, int limit, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "topProcesses");
    }

    @Override
    default Observation resources(Scope scope, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "resources");
    }

    @Override
    default Observation diskUsage(String host, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "diskUsage");
    }

    @Override
    default Observation databaseStatus(String database, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "databaseStatus");
    }

    @Override
    default Outcome restartService(String host, String service, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "restartService");
    }

    @Override
    default Outcome scaleService(String service, int replicas, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "scaleService");
    }

    @Override
    default Outcome cleanDisk(String host, String path, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "cleanDisk");
    }

    @Override
    default Outcome terminateConnections(String database, String application, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "terminateConnections");
    }

    @Override
    default Outcome rerouteTraffic(String service, String avoid, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "rerouteTraffic");
    }

    @Override
    default Outcome runCommand(String host, String command, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "runCommand");
    }

    @Override
    default Outcome rebootDatabase(String database, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "rebootDatabase");
    }

    @Override
    default Outcome rebootHost(String host, IdempotencyKey key, CallContext context) throws InterruptedException {
        return Unoffered.act(this, "rebootHost");
    }
}

package dev.runbook.integrations.edge;

import dev.runbook.core.capability.Deployments;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import java.time.Duration;

/// [Deployments] of an integration that offers only a part of it: what it does not override it cannot do.
public interface PartialDeployments extends Deployments {

    @Override
    default Observation recentDeployments(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return Unoffered.look(this, "recentDeployments");
    }

    @Override
    default Outcome rollback(String service, IdempotencyKey key, CallContext context) throws InterruptedException {
        return Unoffered.act(this, "rollback");
    }
}

package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import java.time.Duration;

/// Sees releases, and takes them back.
public interface Deployments extends Integration {

    /// Releases within the scope, newest last.
    ///
    /// @return [dev.runbook.core.evidence.Content.ChangeMade]s; output: a list of `{service, version,
    ///     previous_version, time, author, summary}`
    Observation recentDeployments(Scope scope, Duration timeframe, CallContext context) throws InterruptedException;

    /// Puts the version before the current one of a service back.
    Outcome rollback(String service, IdempotencyKey key, CallContext context) throws InterruptedException;
}

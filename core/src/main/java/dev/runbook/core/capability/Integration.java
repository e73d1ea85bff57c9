package dev.runbook.core.capability;

import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;

/// One system outside, such as Datadog, with the capabilities it has: it implements one or more of
/// [Monitoring], [Compute], [Ticketing], [Paging], [IssueTracking], [Chat] and [Deployments].
///
/// Safe for use by many threads. Never throws for the world's faults.
public interface Integration {

    /// Its name in lower case, as in `DATADOG_MODE`: `datadog`.
    String name();

    /// Whether it stands for the real system or a simulation of it.
    Mode mode();

    /// Whether it answers calls of an operation. One that has a capability need not offer all of it.
    default boolean offers(OperationName operation) {
        return Operations.portOf(operation.capability()).isInstance(this);
    }

    /// Whether the effect with this key happened.
    ///
    /// @param arguments those of the effect; most systems find what was done by where it was done
    Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Mock or live.
    enum Mode {
        MOCK,
        LIVE
    }
}

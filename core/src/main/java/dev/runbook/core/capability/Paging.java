package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;

/// Knows who is on call, and wakes them.
public interface Paging extends Integration {

    /// Who is on call for a service.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{name, level, until}`
    Observation onCall(String service, CallContext context) throws InterruptedException;

    /// Wakes whoever is on call.
    Outcome page(String service, String title, String details, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Says that somebody works on it.
    Outcome acknowledge(String incidentNumber, IdempotencyKey key, CallContext context) throws InterruptedException;

    Outcome resolve(String incidentNumber, IdempotencyKey key, CallContext context) throws InterruptedException;
}

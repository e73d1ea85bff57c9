package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;

/// Messages to people.
public interface Chat extends Integration {

    /// Posts a message; [Outcome.Done] is the messenger's own confirmation, with the message's id in `ts`.
    Outcome postMessage(String channel, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// The latest messages of a channel, newest last.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{author, text, ts}`
    Observation messages(String channel, int limit, CallContext context) throws InterruptedException;
}

package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import java.util.Optional;

/// Messages to people.
public interface Chat extends Integration {

    /// Posts a message; [Outcome.Done] is the messenger's own confirmation, with the message's id in `ts`.
    ///
    /// @param thread the id of the message that it answers; a message of its own when empty
    Outcome postMessage(String channel, String text, Optional<String> thread, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Puts another text in the place of a message of ours.
    ///
    /// @param ts the message's id
    Outcome updateMessage(String channel, String ts, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Posts a text as a file, for what is too long for a message.
    ///
    /// @param thread the id of the message that it answers; a message of its own when empty
    Outcome uploadFile(
            String channel, String name, String text, Optional<String> thread, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// The latest messages of a channel, newest last.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{author, text, ts}`
    Observation messages(String channel, int limit, CallContext context) throws InterruptedException;
}

package dev.runbook.core.engine;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.runbook.StepId;
import java.util.Optional;

/// A message to people that the engine owes. It is an effect like any other: intent before, outcome after.
///
/// @param key names it within the incident
/// @param about why it is sent
/// @param step the step of the runbook that sends it, and that ends with it; empty when the engine sends it
///     by itself
public record Notice(IdempotencyKey key, About about, Event.Call call, Optional<StepId> step) {

    /// A notice that the engine sends by itself.
    public Notice(IdempotencyKey key, About about, Event.Call call) {
        this(key, about, call, Optional.empty());
    }

    /// The key of the notice about an approval request.
    static IdempotencyKey keyOf(IncidentId incident, RequestId request) {
        return new IdempotencyKey(incident + "/" + request + "/notice");
    }

    /// The key of the bulletin's first post. It is the same for each try, so that a post whose reply was lost
    /// is found again, and there is one thread.
    static IdempotencyKey keyOfBulletin(IncidentId incident) {
        return new IdempotencyKey(incident + "/bulletin");
    }

    /// The key of the change that takes the buttons off a message about an approval request.
    static IdempotencyKey keyOfSettled(IncidentId incident, String request) {
        return new IdempotencyKey(incident + "/" + request + "/settled");
    }

    /// Whether a key names a message that only repeats in the chat what other events say: the bulletin, or a
    /// question that is decided.
    static boolean isBulletin(IdempotencyKey key) {
        return key.key().matches("[^/]+/(bulletin(/\\d+)?|[^/]+/settled)");
    }

    /// Whether an event only says that the bulletin was sent, or arrived: what it says stands in other events.
    public static boolean isOfBulletin(Event event) {
        return switch (event) {
            case Event.NoticeStarted(var notice) -> isBulletin(notice.key());
            case Event.NoticeDelivered(var key, var _) -> isBulletin(key);
            case Event _ -> false;
        };
    }

    /// Why a notice is sent.
    public enum About {
        /// The message that tells where the incident stands is posted, or changed.
        BULLETIN,
        /// A message that asked people something says what was decided, and loses its buttons.
        SETTLED,
        /// A plan runs unless vetoed; the window opens when this is delivered.
        VETO_WINDOW,
        /// A plan waits for approval.
        APPROVAL,
        /// A step asks people something.
        QUESTION,
        /// A step of the runbook tells somebody something.
        STEP,
        /// The incident needs a person.
        ESCALATION,
        /// The incident is over.
        RESOLUTION,
        /// The account of it is written.
        POST_MORTEM
    }
}

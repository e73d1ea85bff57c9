package dev.runbook.core.engine;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.IdempotencyKey;

/// A message to people that the engine owes. It is an effect like any other: intent before, outcome after.
///
/// @param key names it within the incident
/// @param about why it is sent
public record Notice(IdempotencyKey key, About about, Event.Call call) {

    /// The key of the notice about an approval request.
    static IdempotencyKey keyOf(IncidentId incident, RequestId request) {
        return new IdempotencyKey(incident + "/" + request + "/notice");
    }

    /// Why a notice is sent.
    public enum About {
        /// A plan runs unless vetoed; the window opens when this is delivered.
        VETO_WINDOW,
        /// A plan waits for approval.
        APPROVAL,
        /// The incident needs a person.
        ESCALATION,
        /// The incident is over.
        RESOLUTION
    }
}

package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.value.Digest;

/// How entries are chained: each hash covers the hash before it, the place, and the stored text of the event,
/// which says who, when and what.
final class Chain {

    private Chain() {}

    static Digest hash(Digest previous, IncidentId incident, long seq, String payload) {
        return hash(previous.hex(), incident.id(), seq, payload);
    }

    static Digest hash(String previous, String incident, long seq, String payload) {
        return Digest.of(previous + " " + incident + " " + seq + " " + payload);
    }
}

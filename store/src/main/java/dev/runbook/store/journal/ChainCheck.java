package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;

/// What a check of the journal found.
public sealed interface ChainCheck {

    /// Every entry is what was written, and none is missing.
    record Intact(long incidents, long entries) implements ChainCheck {}

    /// Somebody changed, added or removed something past the journal.
    ///
    /// @param seq the place of the first entry, in the order of incidents, that is not as it was written
    /// @param reason in words
    record Broken(IncidentId incident, long seq, String reason) implements ChainCheck {}
}

package dev.runbook.core.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.value.Digest;

/// One entry of an incident's journal.
///
/// @param seq its place, from 1, without holes
/// @param previous the hash of the entry before; [#ORIGIN] for the first
/// @param hash the digest over the previous hash, the place, and the stored form of the event
public record JournalEntry(IncidentId incident, long seq, Stamped stamped, Digest previous, Digest hash) {

    /// What the first entry of every incident follows.
    public static final Digest ORIGIN = new Digest("0".repeat(64));
}

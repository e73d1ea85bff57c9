package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.value.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An entry of a journal with the very text that its hash covers, for exports and audits.
///
/// @param seq its place, from 1
/// @param payload the stored text of the event: who, when and what
/// @param previous the hash of the entry before
/// @param hash over `previous`, incident, place and text
public record ChainedEntry(IncidentId incident, long seq, String payload, Digest previous, Digest hash) {

    /// The entry that an event makes after the entry `last`.
    public static ChainedEntry after(Optional<ChainedEntry> last, IncidentId incident, Stamped stamped) {
        var previous = last.map(ChainedEntry::hash).orElse(JournalEntry.ORIGIN);
        var seq = last.map(ChainedEntry::seq).orElse(0L) + 1;
        var payload = EventJson.write(stamped);
        return new ChainedEntry(incident, seq, payload, previous, Chain.hash(previous, incident, seq, payload));
    }

    /// The entries that events make from the beginning of an incident on.
    public static List<ChainedEntry> chain(IncidentId incident, List<Stamped> events) {
        var entries = new ArrayList<ChainedEntry>();
        var last = Optional.<ChainedEntry>empty();
        for (var stamped : events) {
            last = Optional.of(after(last, incident, stamped));
            entries.add(last.get());
        }
        return List.copyOf(entries);
    }

    /// Why this is not the entry that was written after the entry `last`; empty when it is.
    public Optional<String> fault(Optional<ChainedEntry> last) {
        var expected = last.map(ChainedEntry::seq).orElse(0L) + 1;
        if (seq > expected) return Optional.of("entry " + expected + " is missing");
        if (seq < expected) return Optional.of("entry " + seq + " stands where entry " + expected + " belongs");
        if (!previous.equals(last.map(ChainedEntry::hash).orElse(JournalEntry.ORIGIN)))
            return Optional.of("entry " + seq + " does not follow the entry before it");
        if (!hash.equals(Chain.hash(previous, incident, seq, payload)))
            return Optional.of("entry " + seq + " is not what was hashed");
        return Optional.empty();
    }

    /// The event.
    ///
    /// @throws IllegalArgumentException when the text is none
    public Stamped stamped() {
        return EventJson.read(payload);
    }

    /// As the engine reads it.
    ///
    /// @throws IllegalArgumentException when the text is no event
    public JournalEntry entry() {
        return new JournalEntry(incident, seq, stamped(), previous, hash);
    }
}

package dev.runbook.store.journal;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.governor.Footprint;
import dev.runbook.core.governor.Permit;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.value.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A commit in the form that is stored: its events as text, chained to what was there before.
///
/// @param claimant the node that drives the incident at once, if this wakes it and a node has a place free
/// @param resting the version of the row of the queue that this puts to rest, if it does
/// @param footprint what its events mean for the effects that the incident has begun
record PreparedCommit(
        Journal.Commit commit,
        Digest previous,
        List<StoredEntry> entries,
        Optional<String> claimant,
        OptionalLong resting,
        Footprint footprint) {

    static PreparedCommit of(Journal.Commit commit, Digest previous, Optional<String> claimant, OptionalLong resting) {
        var entries = new ArrayList<StoredEntry>();
        var last = previous;
        var seq = commit.after();
        for (var stamped : commit.events()) {
            var payload = EventJson.write(stamped);
            seq++;
            var hash = Chain.hash(last, commit.incident(), seq, payload);
            entries.add(new StoredEntry(new JournalEntry(commit.incident(), seq, stamped, last, hash), payload));
            last = hash;
        }
        return new PreparedCommit(
                commit, previous, List.copyOf(entries), claimant, resting, Footprint.of(commit.events()));
    }

    /// An entry and its text.
    record StoredEntry(JournalEntry entry, String payload) {
        String type() {
            return entry.stamped().event().getClass().getSimpleName();
        }
    }

    /// What became of a commit.
    sealed interface Fate {
        /// It was taken.
        ///
        /// @param claimed the version of the row of the queue that was picked for the claimant
        record Taken(OptionalLong claimed) implements Fate {}

        /// What was permitted is not any more.
        record Barred() implements Fate {}

        /// The incident's line stands elsewhere.
        record Late() implements Fate {}
    }

    IncidentId incident() {
        return commit.incident();
    }

    Optional<Permit> permit() {
        return commit.permit();
    }

    /// Whether it touches more than the journal, the lines and the queue.
    boolean touchesEffects() {
        return commit.permit().isPresent() || !footprint.isEmpty();
    }

    IncidentSummary summary() {
        return commit.summary();
    }

    JournalEntry last() {
        return entries.getLast().entry();
    }

    List<JournalEntry> journalEntries() {
        return entries.stream().map(StoredEntry::entry).toList();
    }
}

package dev.runbook.store.journal;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.value.Digest;
import java.util.ArrayList;
import java.util.List;

/// A commit in the form that is stored: its events as text, chained to what was there before.
record PreparedCommit(Journal.Commit commit, Digest previous, List<StoredEntry> entries) {

    static PreparedCommit of(Journal.Commit commit, Digest previous) {
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
        return new PreparedCommit(commit, previous, List.copyOf(entries));
    }

    /// An entry and its text.
    record StoredEntry(JournalEntry entry, String payload) {
        String type() {
            return entry.stamped().event().getClass().getSimpleName();
        }
    }

    IncidentId incident() {
        return commit.incident();
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

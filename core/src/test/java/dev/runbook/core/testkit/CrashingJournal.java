package dev.runbook.core.testkit;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import java.util.List;

/// A journal whose user may die at each append, just before it or just after it. What was appended outlives the
/// crash.
public final class CrashingJournal implements Journal {

    /// Says where to crash. Called on the thread that appends.
    @FunctionalInterface
    public interface Fate {

        /// @param moment on which side of the append
        boolean strikes(Moment moment, Commit commit);
    }

    /// A side of an append.
    public enum Moment {
        /// Nothing of the commit is kept.
        BEFORE,
        /// The whole commit is kept, but nobody hears of it.
        AFTER
    }

    private final Journal kept;
    private final Fate fate;

    public CrashingJournal(Journal kept, Fate fate) {
        this.kept = kept;
        this.fate = fate;
    }

    @Override
    public List<JournalEntry> read(IncidentId incident) {
        return kept.read(incident);
    }

    @Override
    public Append append(Commit commit) {
        if (fate.strikes(Moment.BEFORE, commit)) throw new Crash("before " + names(commit));
        var append = kept.append(commit);
        if (fate.strikes(Moment.AFTER, commit)) throw new Crash("after " + names(commit));
        return append;
    }

    private static List<String> names(Commit commit) {
        return commit.events().stream()
                .map(stamped -> stamped.event().getClass().getSimpleName())
                .toList();
    }
}

package dev.runbook.core.journal;

import dev.runbook.core.governor.InMemoryEffects;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.value.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A journal that lives as long as its process: for rehearsals, where nothing is to outlive the run.
public final class InMemoryJournal implements Journal {

    private final Map<IncidentId, List<JournalEntry>> incidents = new ConcurrentHashMap<>();
    private final Consumer<JournalEntry> onAppend;
    private final InMemoryEffects effects = new InMemoryEffects();

    /// @param onAppend told of every entry, after it was added and in order for each incident
    public InMemoryJournal(Consumer<JournalEntry> onAppend) {
        this.onAppend = onAppend;
    }

    /// The effects that the incidents of this journal have begun, and the kill switch that stops them.
    public InMemoryEffects effects() {
        return effects;
    }

    @Override
    public List<JournalEntry> read(IncidentId incident) {
        return List.copyOf(incidents.getOrDefault(incident, List.of()));
    }

    @Override
    public synchronized Append append(Commit commit) {
        var known = incidents.getOrDefault(commit.incident(), List.of());
        if (known.size() != commit.after() || !effects.take(commit)) return new Append.Conflict(known.size());
        var all = new ArrayList<>(known);
        var added = new ArrayList<JournalEntry>();
        for (var stamped : commit.events()) {
            var previous = all.isEmpty() ? JournalEntry.ORIGIN : all.getLast().hash();
            var seq = all.size() + 1L;
            var hash = Digest.of(previous + "\n" + commit.incident() + "\n" + seq + "\n" + stamped);
            var entry = new JournalEntry(commit.incident(), seq, stamped, previous, hash);
            all.add(entry);
            added.add(entry);
        }
        incidents.put(commit.incident(), List.copyOf(all));
        added.forEach(onAppend);
        return new Append.Appended(added);
    }
}

package dev.runbook.app.web.api;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The journals of the incidents that were looked at last. Entries never change, so only those that are new are
/// read. Safe for use by many threads.
final class KeptJournals {

    /// An incident with many measurements takes some megabytes.
    private static final int MOST = 32;

    private final Journal journal;
    private final Map<IncidentId, List<JournalEntry>> kept = new LinkedHashMap<>(MOST, 0.75F, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IncidentId, List<JournalEntry>> eldest) {
            return size() > MOST;
        }
    };

    KeptJournals(Journal journal) {
        this.journal = journal;
    }

    /// All entries of an incident in order, as of now; empty when there is no such incident.
    List<JournalEntry> read(IncidentId incident) {
        var known = known(incident);
        var more = journal.read(incident, known.size());
        if (more.isEmpty()) return known;
        var all = new ArrayList<>(known);
        all.addAll(more);
        return keep(incident, List.copyOf(all));
    }

    private List<JournalEntry> known(IncidentId incident) {
        synchronized (kept) {
            return kept.getOrDefault(incident, List.of());
        }
    }

    /// Keeps what is longest, since somebody may have read further meanwhile.
    private List<JournalEntry> keep(IncidentId incident, List<JournalEntry> all) {
        synchronized (kept) {
            if (kept.getOrDefault(incident, List.of()).size() < all.size()) kept.put(incident, all);
            return all;
        }
    }
}

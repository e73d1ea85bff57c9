package dev.runbook.app.web.casefile;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of the incidents that were looked at last. A file follows from the journal up to an entry, and
/// entries never change, so it is put together once. Safe for use by many threads.
public final class CaseFiles {

    private static final int MOST = 64;

    private final Map<Key, CaseFile> kept = new LinkedHashMap<>(MOST, 0.75F, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CaseFile> eldest) {
            return size() > MOST;
        }
    };

    private record Key(IncidentId incident, long seq, boolean whole) {}

    /// The file of one incident.
    ///
    /// @param entries its journal up to an entry; never empty
    public CaseFile whole(List<JournalEntry> entries) {
        return file(entries, true);
    }

    /// The same without logs, callers and facts.
    public CaseFile brief(List<JournalEntry> entries) {
        return file(entries, false);
    }

    private CaseFile file(List<JournalEntry> entries, boolean whole) {
        var last = entries.getLast();
        var key = new Key(last.incident(), last.seq(), whole);
        var known = known(key);
        if (known.isPresent()) return known.get();
        var file = whole ? CaseFile.of(entries) : CaseFile.brief(entries);
        synchronized (kept) {
            kept.put(key, file);
        }
        return file;
    }

    /// A whole file has all that a brief one has.
    private Optional<CaseFile> known(Key key) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key))
                    .or(() -> Optional.ofNullable(kept.get(new Key(key.incident, key.seq, true))));
        }
    }
}

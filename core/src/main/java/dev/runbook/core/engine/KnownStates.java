package dev.runbook.core.engine;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The states of the incidents asked for last. Of their journals only that is read which is new. Safe for use by
/// many threads.
final class KnownStates {

    private static final int LIMIT = 100;

    private final Journal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<IncidentId, Incident> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IncidentId, Incident> eldest) {
            return size() > LIMIT;
        }
    };

    KnownStates(Journal journal) {
        this.journal = journal;
    }

    /// The state that the whole journal tells; empty when it has no entries.
    Optional<Incident> read(IncidentId id) {
        var known = known(id);
        var now = known.map(before -> after(before, journal.read(id, before.seq())))
                .or(() -> Evolution.replay(journal.read(id)));
        now.ifPresent(this::keep);
        return now;
    }

    /// As [#read(IncidentId)], without asking the journal when the state after an entry is known.
    Optional<Incident> read(IncidentId id, long seq) {
        return known(id).filter(incident -> incident.seq() >= seq).or(() -> read(id));
    }

    private static Incident after(Incident before, List<JournalEntry> entries) {
        var incident = before;
        for (var entry : entries) incident = Evolution.apply(incident, entry.stamped());
        return incident;
    }

    private Optional<Incident> known(IncidentId id) {
        lock.lock();
        try {
            return Optional.ofNullable(states.get(id));
        } finally {
            lock.unlock();
        }
    }

    private void keep(Incident incident) {
        lock.lock();
        try {
            states.merge(incident.id(), incident, (one, other) -> one.seq() > other.seq() ? one : other);
        } finally {
            lock.unlock();
        }
    }
}

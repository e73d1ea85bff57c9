package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.value.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Where the journals of the incidents used last end, as far as this node knows. A head may be out of date;
/// what is written on the strength of it is then refused by the database. Safe for use by many threads.
final class HeadCache {

    private static final int LIMIT = 10_000;

    /// The last entry of an incident's journal.
    record Head(long seq, Digest hash) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<IncidentId, Head> heads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IncidentId, Head> eldest) {
            return size() > LIMIT;
        }
    };

    Optional<Head> get(IncidentId incident) {
        lock.lock();
        try {
            return Optional.ofNullable(heads.get(incident));
        } finally {
            lock.unlock();
        }
    }

    void put(IncidentId incident, Head head) {
        lock.lock();
        try {
            heads.put(incident, head);
        } finally {
            lock.unlock();
        }
    }
}

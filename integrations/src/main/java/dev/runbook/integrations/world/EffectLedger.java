package dev.runbook.integrations.world;

import dev.runbook.core.incident.IncidentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What happened to the worlds, append-only. A world is rebuilt from it. Safe for use by many threads.
public interface EffectLedger {

    /// Keeps an entry; it is durable when this returns.
    ///
    /// @throws java.io.UncheckedIOException when it could not be kept
    void append(Entry entry);

    /// Everything that was kept, in order.
    List<Entry> entries();

    /// One line of the ledger.
    sealed interface Entry {
        /// The world it concerns.
        String world();

        /// A world was begun for a scenario.
        record Begun(String world, String scenario, long seed, Instant start) implements Entry {}

        /// An incident was given its world.
        record Joined(String world, IncidentId incident) implements Entry {}

        /// Something was done to a world.
        record Performed(String world, PerformedEffect effect) implements Entry {}
    }

    /// A ledger that lives as long as the process.
    static EffectLedger inMemory() {
        return new EffectLedger() {
            private final List<Entry> entries = new ArrayList<>();

            @Override
            public synchronized void append(Entry entry) {
                entries.add(entry);
            }

            @Override
            public synchronized List<Entry> entries() {
                return List.copyOf(entries);
            }
        };
    }
}

package dev.runbook.store.journal;

import dev.runbook.core.incident.IncidentId;
import java.util.Optional;
import java.util.OptionalLong;

/// The work queue, as far as commits of the journal touch its rows. Nothing here blocks; safe for use by many
/// threads.
public interface Work {

    /// A queue that this node does not serve: rows are left for whoever does.
    Work ELSEWHERE = new Work() {
        @Override
        public Optional<String> reserve() {
            return Optional.empty();
        }

        @Override
        public void release() {
            // Nothing was reserved.
        }

        @Override
        public void begin(IncidentId incident, long version) {
            throw new IllegalStateException("nothing was reserved for " + incident);
        }

        @Override
        public void wake() {
            // Whoever serves the queue looks by himself.
        }

        @Override
        public OptionalLong held(IncidentId incident) {
            return OptionalLong.empty();
        }

        @Override
        public void rested(IncidentId incident, long version) {
            // Nothing was held.
        }
    };

    /// Takes a place for driving one more incident on this node.
    ///
    /// @return the name under which this node picks rows; empty when it has no place free
    Optional<String> reserve();

    /// Gives a reserved place back.
    void release();

    /// Drives an incident whose row was picked for this node in the commit that made or woke it. The place was
    /// reserved.
    ///
    /// @param version of the row
    void begin(IncidentId incident, long version);

    /// Some row is waiting for whoever has a place.
    void wake();

    /// The version of the row of an incident that this node is driving.
    OptionalLong held(IncidentId incident);

    /// A commit has put the row to rest that this node held.
    void rested(IncidentId incident, long version);
}

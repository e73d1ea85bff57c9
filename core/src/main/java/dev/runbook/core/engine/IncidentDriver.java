package dev.runbook.core.engine;

import dev.runbook.core.incident.IncidentId;
import java.time.Instant;
import java.util.Optional;

/// Takes one incident as far as it can go by itself. Safe for use by many threads, one at a time for each incident.
@FunctionalInterface
public interface IncidentDriver {

    /// Drives an incident until it must wait or is over.
    ///
    /// @return where it stopped
    /// @throws dev.runbook.core.journal.JournalException when the journal fails; the incident is to be driven again
    ///     later
    Pause drive(IncidentId incident) throws InterruptedException;

    /// Where driving stopped.
    ///
    /// @param seq the last entry the driver knew; when the journal has gone further meanwhile, the incident must be
    ///     driven again at once
    /// @param wakeAt when a timer of the incident ends; empty when only people can move it, or nobody
    record Pause(long seq, Optional<Instant> wakeAt) {}
}

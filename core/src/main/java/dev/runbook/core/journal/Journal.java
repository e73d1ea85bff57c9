package dev.runbook.core.journal;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.governor.Permit;
import dev.runbook.core.incident.IncidentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The append-only record of all incidents: state, timeline and audit trail at once. Safe for use by many
/// threads.
///
/// Implementations pass `JournalContract`. All methods throw [JournalException] when the place that keeps
/// the entries fails; an append that threw may have been kept or not, so the caller reads again before it
/// goes on.
public interface Journal {

    /// All entries of an incident in order; empty when there is no such incident.
    List<JournalEntry> read(IncidentId incident);

    /// The entries of an incident that come after an entry, in order.
    ///
    /// @param after the seq of the last entry the caller knows; 0 for all
    default List<JournalEntry> read(IncidentId incident, long after) {
        return read(incident).stream().filter(entry -> entry.seq() > after).toList();
    }

    /// Adds events to an incident, all or none, durably: when this returns [Append.Appended], they outlive
    /// every crash.
    Append append(Commit commit);

    /// Begins an append and may return before it is durable; what it came to, a [JournalException] included, is
    /// in the future. A second commit of the same incident must not begin before the first is done.
    default CompletableFuture<Append> begin(Commit commit) {
        try {
            return CompletableFuture.completedFuture(append(commit));
        } catch (JournalException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// Events to add.
    ///
    /// @param after the seq of the last entry the caller knows; 0 for a new incident
    /// @param events never empty
    /// @param summary the incident's line for lists after these events; its id names the incident
    /// @param wake whether the work queue must drive the incident, decided in the same commit
    /// @param permit what the governor granted, where the events begin an effect; if it does not hold any
    ///     more, nothing is added and the append is a [Append.Conflict]
    record Commit(long after, List<Stamped> events, IncidentSummary summary, Wake wake, Optional<Permit> permit) {
        public Commit {
            events = List.copyOf(events);
            if (events.isEmpty()) throw new IllegalArgumentException("nothing to append");
        }

        /// Events that begin no effect.
        public Commit(long after, List<Stamped> events, IncidentSummary summary, Wake wake) {
            this(after, events, summary, wake, Optional.empty());
        }

        public IncidentId incident() {
            return summary.id();
        }
    }

    /// How an append ended.
    sealed interface Append {
        /// @param entries the events as entries of the journal
        record Appended(List<JournalEntry> entries) implements Append {
            public Appended {
                entries = List.copyOf(entries);
            }
        }

        /// Somebody else was faster: the incident has gone on, or what was permitted is not any more. Nothing
        /// was added.
        record Conflict(long last) implements Append {}
    }

    /// What an append means for the work queue; it happens in the same commit.
    sealed interface Wake {
        /// Somebody must drive the incident as soon as possible: it is new, or a person decided something.
        Wake DRIVE = new Drive();

        /// The caller is driving it and goes on.
        Wake KEEP = new Keep();

        record Drive() implements Wake {}

        record Keep() implements Wake {}

        /// The caller was driving it and stops with these events.
        ///
        /// @param wakeAt when a timer of the incident ends; empty when only people can move it, or nobody
        record Rest(Optional<Instant> wakeAt) implements Wake {}
    }
}

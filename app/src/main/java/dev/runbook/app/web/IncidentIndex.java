package dev.runbook.app.web;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.intake.AlertBook;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The lines of all incidents, to search and page through. Safe for use by many threads.
public interface IncidentIndex {

    /// The most lines a page can have.
    int MAX_LIMIT = 200;

    /// @return the newest first
    Page list(Query query);

    /// The line of one incident.
    Optional<IncidentSummary> find(IncidentId id);

    /// The incidents that are not over, counted by phase and severity.
    List<Count> open();

    /// How incidents went that were reported since then, the oldest day first; a day without any may be left
    /// out.
    List<Day> days(Instant since);

    /// How the runbooks did that were followed since then, in no order.
    List<Track> runbooks(Instant since);

    /// The alerts that came in since then, the oldest day first; a day without any may be left out.
    List<AlertBook.Day> alerts(Instant since);

    /// The incidents behind a figure of [#days(Instant)], the newest first.
    ///
    /// @param since those that were reported since then
    /// @param query narrows them down further
    Page behind(Figure figure, Instant since, Query query);

    /// What is counted of incidents.
    enum Figure {
        /// Reported.
        REPORTED,
        /// A person acted.
        ACTED,
        /// They are or were resolved.
        RESOLVED,
        /// They were resolved by a verified action, without a person taking over.
        BY_RUNBOOK,
        /// They ended by themselves: nothing was done, and nobody was needed.
        NOISE,
        /// A look after an action found the problem gone.
        VERIFIED
    }

    /// How a runbook did.
    ///
    /// @param lastRun when the last incident that followed it was reported
    /// @param runs how many incidents followed it
    /// @param cured how many of them ended by a verified action, without a person taking over
    /// @param ended how many of them were resolved or went to a person
    record Track(String runbook, Instant lastRun, long runs, long cured, long ended) {
        /// The share of the ended ones that it cured, in percent; empty when none has ended.
        public Optional<Long> success() {
            return ended == 0 ? Optional.empty() : Optional.of(Math.round(100.0 * cured / ended));
        }
    }

    /// How many incidents are in one phase with one severity.
    record Count(Phase.Kind phase, Severity severity, long incidents) {}

    /// The incidents that were reported on one day, in UTC.
    ///
    /// @param resolved how many of them are or were resolved
    /// @param byRunbook how many were resolved by a verified action, without a person taking over
    /// @param ended how many were resolved or went to a person
    /// @param noise how many ended by themselves: nothing was done, and nobody was needed
    /// @param verified how many looks after an action found the problem gone
    /// @param refuted how many looks after an action found it still there
    /// @param acted in how many of them a person acted
    /// @param toAct the time from the report to the first act of a person, summed
    /// @param toResolve the time from the report to the resolution, summed
    record Day(
            LocalDate day,
            long reported,
            long resolved,
            long byRunbook,
            long ended,
            long noise,
            long verified,
            long refuted,
            long acted,
            Duration toAct,
            Duration toResolve) {}

    /// What is looked for.
    ///
    /// @param phases any of these; all when empty
    /// @param severities any of these; all when empty
    /// @param text occurs in the id, title, host or service, whatever the case; empty for all
    /// @param limit the most lines to give, from 1 to [#MAX_LIMIT]
    /// @param offset how many of the newest to pass over
    record Query(Set<Phase.Kind> phases, Set<Severity> severities, Optional<String> text, int limit, int offset) {
        public Query {
            phases = Set.copyOf(phases);
            severities = Set.copyOf(severities);
            if (limit < 1 || limit > MAX_LIMIT) throw new IllegalArgumentException("limit not in [1, 200]: " + limit);
            if (offset < 0) throw new IllegalArgumentException("offset below 0: " + offset);
        }
    }

    /// One page of a list.
    ///
    /// @param total how many lines match, on all pages
    record Page(List<IncidentSummary> incidents, long total) {
        public Page {
            incidents = List.copyOf(incidents);
        }
    }
}

package dev.runbook.core.intake;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Every alert that was taken in, and what became of it. Safe for use by many threads.
///
/// Every method throws [dev.runbook.core.journal.JournalException] when the book cannot be read or written.
public interface AlertBook {

    /// Does something while nobody else does anything in here, on any node.
    <T> T alone(Supplier<T> work);

    /// Keeps an alert. When this returns, it is durable.
    void keep(AlertRecord alert);

    /// The newest alert that was kept for the same word of a sender, since a time.
    Optional<AlertRecord> delivered(String notification, Instant since);

    /// The newest alert with a fingerprint.
    Optional<AlertRecord> latest(String fingerprint);

    /// The newest alert of an outbreak.
    Optional<AlertRecord> ofOutbreak(String outbreak);

    /// How many alerts joined an incident.
    long joined(IncidentId incident);

    /// Whether an alert is kept as the one that opened an incident.
    boolean opened(IncidentId incident);

    /// Keeps that the alerts of an outbreak are over, those that are not over yet.
    void end(String outbreak, Instant at);

    /// The incidents that are open in the environment of a report and young enough: reported, or joined by an
    /// alert, since a time. Those with its service or host come first, and of these the newest.
    List<Candidate> open(ProblemReport about, Instant since, int limit);

    /// The newest incidents of an environment, whether open or over.
    List<IncidentId> newest(String environment, int limit);

    /// A list of alerts.
    Page list(Query query);

    /// The alerts of each day since a time, by the day on which they came, in UTC; the oldest first.
    List<Day> days(Instant since);

    /// The alerts of an incident, repeats counted, in the order in which they came first.
    List<Tally> of(IncidentId incident);

    /// An incident that an alert may be of.
    ///
    /// @param seq the number of the last entry of its journal
    record Candidate(IncidentId incident, long seq) {}

    /// What is looked for.
    ///
    /// @param fates any of these; all when empty
    /// @param since those that came since then
    /// @param text occurs in the name, component, source or incident, whatever the case; empty for all
    /// @param limit the most to give, at least 1
    /// @param offset how many of the newest to pass over
    record Query(Set<AlertRecord.Fate> fates, Instant since, String text, int limit, int offset) {
        public Query {
            fates = Set.copyOf(fates);
            if (limit < 1) throw new IllegalArgumentException("limit below 1: " + limit);
            if (offset < 0) throw new IllegalArgumentException("offset below 0: " + offset);
        }
    }

    /// One page of a list.
    ///
    /// @param alerts the newest first
    /// @param total how many there are on all pages
    record Page(List<AlertRecord> alerts, long total) {
        public Page {
            alerts = List.copyOf(alerts);
        }
    }

    /// The alerts that came on one day, in UTC.
    record Day(LocalDate day, long opened, long deduplicated, long correlated) {
        /// How many came.
        public long in() {
            return opened + deduplicated + correlated;
        }
    }

    /// How often one alert came to an incident.
    ///
    /// @param last the newest
    /// @param first when it came first
    record Tally(AlertRecord last, Instant first, long times) {}
}

package dev.runbook.app.bench;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.intake.AlertRecord;
import dev.runbook.core.intake.AlertRecord.Fate;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/// Many incidents, made of one that was played: most of them over, some waiting for people, spread over a
/// month. A few keep all of their evidence; the others keep what they concluded from it.
///
/// @param played a whole incident that came to its end
/// @param incidents how many are made
/// @param alerts how many alerts came for each of them
/// @param now when the newest of them was reported
record Crowd(List<JournalEntry> played, int incidents, int alerts, Instant now) {

    private static final Duration SPREAD = Duration.ofDays(29);
    private static final int AT_ONCE = 64;

    /// One in so many keeps its evidence.
    private static final int WHOLE = 50;

    /// One in so many waits for people.
    private static final int OPEN = 100;

    static IncidentId id(int number) {
        return new IncidentId("INC-c" + number);
    }

    /// Those that keep all of their evidence, and are over.
    List<IncidentId> whole() {
        return IntStream.range(0, incidents)
                .filter(number -> isWhole(number) && !isOpen(number))
                .mapToObj(Crowd::id)
                .toList();
    }

    /// Those that wait for people.
    List<IncidentId> open() {
        return IntStream.range(0, incidents)
                .filter(Crowd::isOpen)
                .mapToObj(Crowd::id)
                .toList();
    }

    private static boolean isWhole(int number) {
        return number % WHOLE == 0 || isOpen(number);
    }

    private static boolean isOpen(int number) {
        return number % OPEN == 1;
    }

    /// Writes them all.
    ///
    /// @return how many entries that took
    long into(Journal journal, AlertBook book) throws InterruptedException {
        var places = new Semaphore(AT_ONCE);
        long entries = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = incidents - 1; number >= 0; number--) {
                var commit = commit(number);
                entries += commit.events().size();
                var came = came(number);
                places.acquire();
                threads.execute(() -> {
                    try {
                        journal.append(commit);
                        came.forEach(book::keep);
                    } finally {
                        places.release();
                    }
                });
            }
            places.acquire(AT_ONCE);
        }
        return entries;
    }

    /// What the book of alerts says of an incident: the first opened it, half of the others repeat what came.
    private List<AlertRecord> came(int number) {
        var at = reported(number);
        var all = alerts(number, at);
        return IntStream.range(0, all.size())
                .mapToObj(n -> {
                    var alert = all.get(n - n % 2);
                    return new AlertRecord(
                            id(number) + "/" + n,
                            at.plusSeconds(n),
                            "alertmanager",
                            alert.fingerprint(),
                            id(number) + "/" + alert.name(),
                            alert,
                            n == 0 ? Fate.OPENED : n % 2 == 1 ? Fate.DEDUPLICATED : Fate.CORRELATED,
                            id(number),
                            n == 0 ? "" : "it is about " + alert.component() + ", too",
                            Optional.empty());
                })
                .toList();
    }

    private Instant reported(int number) {
        return now.minus(SPREAD.multipliedBy(number).dividedBy(incidents)).minus(Duration.ofMinutes(20));
    }

    private Journal.Commit commit(int number) {
        var begin = played.getFirst().stamped().at();
        var reported = reported(number);
        var later = Duration.between(begin, reported);
        var events = new ArrayList<Stamped>();
        for (var entry : played) {
            var stamped = entry.stamped();
            var event = isWhole(number) ? stamped.event() : light(stamped.event());
            events.add(new Stamped(stamped.at().plus(later), stamped.actor(), renamed(event, number, reported)));
            if (isOpen(number) && event instanceof Event.ApprovalRequested) break;
        }
        var incident = Evolution.begin(id(number), events.getFirst());
        for (var stamped : events.subList(1, events.size())) incident = Evolution.apply(incident, stamped);
        return new Journal.Commit(
                0, events, IncidentSummary.of(incident, events.getLast().at()), Journal.Wake.KEEP);
    }

    private Event renamed(Event event, int number, Instant reported) {
        if (!(event instanceof Event.Reported(var report))) return event;
        var words = "No. " + number + ": " + report.text();
        return new Event.Reported(new ProblemReport(
                words,
                report.host(),
                report.service(),
                report.environment(),
                alerts(number, reported),
                report.labels()));
    }

    private List<Alert> alerts(int number, Instant reported) {
        return IntStream.range(0, alerts)
                .mapToObj(n -> new Alert(
                        "HighCpu" + n,
                        "web-prod-" + number % 500,
                        "the processor is busy for " + n + " minutes",
                        Severity.HIGH,
                        reported.minusSeconds(60L * n),
                        Map.of("team", "web")))
                .toList();
    }

    /// The event without what was seen, but for alerts.
    private static Event light(Event event) {
        if (!(event instanceof Event.EvidenceGathered(var step, var evidence, var gaps, var _))) return event;
        var kept = evidence.stream().filter(Crowd::isAlert).toList();
        return new Event.EvidenceGathered(step, kept, gaps, Value.Fields.NONE);
    }

    private static boolean isAlert(Evidence evidence) {
        return evidence.content() instanceof Content.AlertSeen;
    }
}

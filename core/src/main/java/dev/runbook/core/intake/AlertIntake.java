package dev.runbook.core.intake;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentDesk;
import dev.runbook.core.engine.JoinedAlerts;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.intake.AlertRecord.Fate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Takes alerts in: each is kept and counted, and opens an incident only when it is of none that is open. What
/// it answers is durable.
///
/// The journal is written before the book. Whoever dies in between leaves an incident, or a joined alert, that
/// is not counted yet; the sender gets no answer, delivers again, and then it is counted as what it was.
///
/// Safe for use by many threads.
public final class AlertIntake {

    /// For how long the same word of a sender is the same delivery. Senders that lose our answer try again
    /// within minutes; one that only repeats what still fires does so later.
    static final Duration REDELIVERY = Duration.ofMinutes(10);

    /// How many open incidents are looked at for one that an alert belongs to.
    private static final int MOST = 20;

    /// How long it is believed who calls whom before the incidents are read again.
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final IncidentDesk desk;
    private final AlertBook book;
    private final InstantSource clock;
    private final Duration window;
    private final Map<String, Topology> topologies = new ConcurrentHashMap<>();

    /// How many alerts joined an incident that is full since they were counted.
    private final Map<IncidentId, Long> uncounted = new ConcurrentHashMap<>();

    /// @param clock the time that is kept with the alerts
    /// @param window how long after it was reported, or after its last alert, an incident takes in further
    ///     alerts of its service, its host, or what they call
    public AlertIntake(IncidentDesk desk, AlertBook book, InstantSource clock, Duration window) {
        this.desk = desk;
        this.book = book;
        this.clock = clock;
        this.window = window;
    }

    /// What became of an alert.
    public sealed interface Taken {

        /// It is of this incident.
        ///
        /// @param again whether the same word had come before, so that it is not counted
        record Fired(IncidentId incident, Fate fate, boolean again) implements Taken {}

        /// It is over, which is noted on this incident.
        record Ended(IncidentId incident) implements Taken {}

        /// What is over is of no incident here.
        record Unknown() implements Taken {}
    }

    /// Takes an alert, or the end of one, in.
    ///
    /// @param by the system outside that raised it, or whoever passes it on
    /// @throws dev.runbook.core.journal.JournalException when it could not be written down; it has to come
    ///     again
    public Taken take(Arrival word, Actor by) {
        var arrival = word.begunBy(clock.instant());
        if (!arrival.firing()) return book.alone(() -> ends(arrival, by));
        readAhead(arrival.report());
        return book.alone(() -> fires(arrival, by));
    }

    /// Reads what may be long before the turn comes, for which all others wait.
    private void readAhead(ProblemReport report) {
        var now = clock.instant();
        var _ = open(report, now);
        var _ = topology(report.environment(), now);
    }

    /// The incidents that are open around a report.
    private List<Incident> open(ProblemReport report, Instant now) {
        return book.open(report, now.minus(window), MOST).stream()
                .flatMap(one -> desk.find(one.incident(), one.seq()).stream())
                .toList();
    }

    private Taken fires(Arrival arrival, Actor by) {
        var now = clock.instant();
        var known = book.delivered(arrival.notification(), now.minus(REDELIVERY));
        if (known.isPresent())
            return new Taken.Fired(known.get().incident(), known.get().fate(), true);
        var place = repeated(arrival, by)
                .or(() -> unfinished(arrival))
                .or(() -> joined(arrival, by, now))
                .orElseGet(() -> opened(arrival, by));
        book.keep(new AlertRecord(
                arrival.notification(),
                now,
                by.label(),
                arrival.fingerprint(),
                arrival.outbreak(),
                arrival.alert(),
                place.fate(),
                place.incident(),
                place.because(),
                Optional.empty()));
        if (place.fate() == Fate.CORRELATED) count(place.incident(), by);
        return new Taken.Fired(place.incident(), place.fate(), false);
    }

    /// Says on an incident that is full how many alerts joined it, whenever they have doubled. They are counted
    /// anew after as many came here as were counted before.
    private void count(IncidentId incident, Actor by) {
        var alerts = desk.find(incident, 0).map(Incident::alerts);
        if (alerts.filter(JoinedAlerts::full).isEmpty()) return;
        long said = alerts.get().counted();
        long came = uncounted.merge(incident, 1L, Long::sum);
        if (came < said) return;
        uncounted.remove(incident);
        long joined = book.joined(incident);
        if (joined > JoinedAlerts.MOST && joined >= 2 * said) desk.note(incident, by, new Event.AlertsCounted(joined));
    }

    /// Where an alert belongs.
    private record Place(IncidentId incident, Fate fate, String because) {}

    /// An alert that is of an open incident already. When it was over in between, or broke out anew, the
    /// incident's people read that.
    private Optional<Place> repeated(Arrival arrival, Actor by) {
        return book.latest(arrival.fingerprint())
                .filter(last -> isOpen(last.incident()))
                .filter(last ->
                        isSame(last, arrival) || desk.join(last.incident(), by, arrival.alert(), "it fires again"))
                .map(last -> new Place(last.incident(), Fate.DEDUPLICATED, "it has come before"));
    }

    private static boolean isSame(AlertRecord last, Arrival arrival) {
        return last.outbreak().equals(arrival.outbreak()) && last.endedAt().isEmpty();
    }

    /// An incident of this very outbreak that the book does not know, since who opened it died before writing
    /// that down, or did so before there was a book.
    private Optional<Place> unfinished(Arrival arrival) {
        var last = arrival.incident(incidents(arrival) - 1);
        return incidents(arrival) > 0 && isOpen(last) && !book.opened(last)
                ? Optional.of(new Place(last, Fate.OPENED, ""))
                : Optional.empty();
    }

    /// How many incidents of its own an outbreak has had.
    private int incidents(Arrival arrival) {
        int count = 0;
        while (desk.find(arrival.incident(count)).isPresent()) count++;
        return count;
    }

    private Optional<Place> joined(Arrival arrival, Actor by, Instant now) {
        var report = arrival.report();
        var open = open(report, now);
        for (var incident : open) {
            var place = joined(incident, Kinship.near(incident, report), arrival, by);
            if (place.isPresent()) return place;
        }
        for (var incident : open) {
            var place =
                    joined(incident, Kinship.far(incident, report, topology(report.environment(), now)), arrival, by);
            if (place.isPresent()) return place;
        }
        return Optional.empty();
    }

    private Optional<Place> joined(Incident incident, Optional<String> because, Arrival arrival, Actor by) {
        return because.filter(reason -> desk.join(incident.id(), by, arrival.alert(), reason))
                .map(reason -> new Place(incident.id(), Fate.CORRELATED, reason));
    }

    /// Who calls whom, as the newest incidents of an environment have seen it. Alerts of one trouble come
    /// together, before their own incident has looked.
    private Set<Content.Edge> topology(String environment, Instant now) {
        var known = topologies.get(environment);
        if (known != null && now.isBefore(known.at().plus(FRESH))) return known.edges();
        var edges = book.newest(environment, MOST).stream()
                .flatMap(id -> desk.find(id).stream())
                .flatMap(Kinship::edges)
                .collect(Collectors.toUnmodifiableSet());
        topologies.put(environment, new Topology(now, edges));
        return edges;
    }

    private record Topology(Instant at, Set<Content.Edge> edges) {}

    private Place opened(Arrival arrival, Actor by) {
        while (true) {
            var id = arrival.incident(incidents(arrival));
            if (desk.reportOnce(id, arrival.report(), by).isPresent()) return new Place(id, Fate.OPENED, "");
        }
    }

    private boolean isOpen(IncidentId id) {
        return desk.find(id).filter(Incident::open).isPresent();
    }

    private Taken ends(Arrival arrival, Actor by) {
        var last = arrival.namesOutbreak() ? book.ofOutbreak(arrival.outbreak()) : book.latest(arrival.fingerprint());
        if (last.filter(one -> isOfEarlier(arrival, one)).isPresent()) return new Taken.Unknown();
        var incident = last.map(AlertRecord::incident).orElseGet(() -> arrival.incident(0));
        if (!desk.noteEnd(incident, by, arrival.alert())) return new Taken.Unknown();
        last.ifPresent(one -> book.end(one.outbreak(), clock.instant()));
        return new Taken.Ended(incident);
    }

    /// Whether an end that names no outbreak came late: what it ends was over before the newest outbreak began.
    private static boolean isOfEarlier(Arrival end, AlertRecord newest) {
        return !end.namesOutbreak()
                && end.alert().startedAt().isBefore(newest.alert().startedAt());
    }
}

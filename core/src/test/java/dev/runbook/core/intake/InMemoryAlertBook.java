package dev.runbook.core.intake;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.journal.JournalException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A book of alerts that lives as long as its process.
public final class InMemoryAlertBook implements AlertBook {

    private final Supplier<Collection<IncidentSummary>> incidents;
    private final List<AlertRecord> alerts = new ArrayList<>();
    private volatile boolean broken;

    /// @param incidents the lines of all incidents, as they are now
    public InMemoryAlertBook(Supplier<Collection<IncidentSummary>> incidents) {
        this.incidents = incidents;
    }

    /// From now on, or not any more, nothing can be kept.
    public void breakDown(boolean now) {
        broken = now;
    }

    @Override
    public synchronized <T> T alone(Supplier<T> work) {
        return work.get();
    }

    @Override
    public synchronized void keep(AlertRecord alert) {
        if (broken) throw new JournalException("the disk is full", new IOException("no space left on device"));
        alerts.add(alert);
    }

    private synchronized Optional<AlertRecord> newest(Predicate<AlertRecord> which) {
        return alerts.reversed().stream().filter(which).findFirst();
    }

    @Override
    public Optional<AlertRecord> delivered(String notification, Instant since) {
        return newest(
                one -> one.notification().equals(notification) && !one.at().isBefore(since));
    }

    @Override
    public Optional<AlertRecord> latest(String fingerprint) {
        return newest(one -> one.fingerprint().equals(fingerprint));
    }

    @Override
    public Optional<AlertRecord> ofOutbreak(String outbreak) {
        return newest(one -> one.outbreak().equals(outbreak));
    }

    @Override
    public synchronized long joined(IncidentId incident) {
        return alerts.stream()
                .filter(one -> one.incident().equals(incident) && one.fate() == AlertRecord.Fate.CORRELATED)
                .count();
    }

    @Override
    public boolean opened(IncidentId incident) {
        return newest(one -> one.incident().equals(incident) && one.fate() == AlertRecord.Fate.OPENED)
                .isPresent();
    }

    @Override
    public synchronized void end(String outbreak, Instant at) {
        alerts.replaceAll(
                one -> one.outbreak().equals(outbreak) && one.endedAt().isEmpty() ? ended(one, at) : one);
    }

    private static AlertRecord ended(AlertRecord one, Instant at) {
        return new AlertRecord(
                one.notification(),
                one.at(),
                one.source(),
                one.fingerprint(),
                one.outbreak(),
                one.alert(),
                one.fate(),
                one.incident(),
                one.because(),
                Optional.of(at));
    }

    @Override
    public List<Candidate> open(ProblemReport about, Instant since, int limit) {
        return incidents.get().stream()
                .filter(line -> line.phase() != Phase.Kind.RESOLVED && line.phase() != Phase.Kind.CLOSED)
                .filter(line -> line.environment().equals(about.environment()))
                .filter(line -> !line.reportedAt().isBefore(since)
                        || newest(one -> one.incident().equals(line.id())
                                        && !one.at().isBefore(since))
                                .isPresent())
                .sorted(Comparator.comparing((IncidentSummary line) -> !isThere(line, about))
                        .thenComparing(Comparator.comparing(IncidentSummary::reportedAt)
                                .reversed()))
                .limit(limit)
                .map(line -> new Candidate(line.id(), line.seq()))
                .toList();
    }

    @Override
    public List<IncidentId> newest(String environment, int limit) {
        return incidents.get().stream()
                .filter(line -> line.environment().equals(environment))
                .sorted(Comparator.comparing(IncidentSummary::reportedAt).reversed())
                .limit(limit)
                .map(IncidentSummary::id)
                .toList();
    }

    private static boolean isThere(IncidentSummary line, ProblemReport about) {
        return (line.service().isPresent() && line.service().equals(about.service()))
                || (line.host().isPresent() && line.host().equals(about.host()));
    }

    @Override
    public synchronized Page list(Query query) {
        var found = alerts.reversed().stream()
                .filter(one -> query.fates().isEmpty() || query.fates().contains(one.fate()))
                .filter(one -> !one.at().isBefore(query.since()))
                .filter(one -> Stream.of(
                                one.alert().name(),
                                one.alert().component(),
                                one.source(),
                                one.incident().id())
                        .anyMatch(word -> word.toLowerCase(Locale.ROOT)
                                .contains(query.text().strip().toLowerCase(Locale.ROOT))))
                .toList();
        return new Page(found.stream().skip(query.offset()).limit(query.limit()).toList(), found.size());
    }

    @Override
    public synchronized List<Day> days(Instant since) {
        var days = new TreeMap<LocalDate, Day>();
        for (var one : alerts) {
            if (one.at().isBefore(since)) continue;
            var day = LocalDate.ofInstant(one.at(), ZoneOffset.UTC);
            days.merge(
                    day,
                    switch (one.fate()) {
                        case OPENED -> new Day(day, 1, 0, 0);
                        case DEDUPLICATED -> new Day(day, 0, 1, 0);
                        case CORRELATED -> new Day(day, 0, 0, 1);
                    },
                    (a, b) -> new Day(
                            day,
                            a.opened() + b.opened(),
                            a.deduplicated() + b.deduplicated(),
                            a.correlated() + b.correlated()));
        }
        return List.copyOf(days.values());
    }

    @Override
    public synchronized List<Tally> of(IncidentId incident) {
        var tallies = new LinkedHashMap<String, Tally>();
        for (var one : alerts) {
            if (!one.incident().equals(incident)) continue;
            tallies.merge(
                    one.fingerprint(),
                    new Tally(one, one.at(), 1),
                    (before, now) -> new Tally(now.last(), before.first(), before.times() + 1));
        }
        return List.copyOf(tallies.values());
    }
}

package dev.runbook.app.server;

import dev.runbook.app.web.IncidentIndex;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.store.journal.IncidentFigures;
import dev.runbook.store.journal.IncidentLines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The lists of the store. Safe for use by many threads.
final class StoredIndex implements IncidentIndex {

    /// The figures count a month, so they are counted once in a while and not for every page.
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private final IncidentLines lines;
    private final IncidentFigures figures;
    private final Lately<Day> days = new Lately<>(this::count);
    private final Lately<AlertBook.Day> alerts;
    private final Lately<Track> tracks = new Lately<>(this::track);

    /// What was counted a moment ago.
    private static final class Lately<T> {
        private final Function<Instant, List<T>> count;
        private volatile Optional<Counted<T>> last = Optional.empty();

        private Lately(Function<Instant, List<T>> count) {
            this.count = count;
        }

        /// @param at by the clock of the process, in nanoseconds
        private record Counted<T>(long at, Instant since, List<T> counts) {
            /// Whether it answers nearly the same question.
            boolean answers(Instant asked, long now) {
                return now - at < FRESH_NANOS
                        && Duration.between(since, asked).abs().compareTo(Duration.ofDays(1)) < 0;
            }
        }

        private List<T> since(Instant since) {
            long now = System.nanoTime();
            var known = last.filter(one -> one.answers(since, now));
            if (known.isPresent()) return known.get().counts();
            var counts = count.apply(since);
            last = Optional.of(new Counted<>(now, since, counts));
            return counts;
        }
    }

    StoredIndex(IncidentLines lines, IncidentFigures figures, AlertBook book) {
        alerts = new Lately<>(book::days);
        this.lines = lines;
        this.figures = figures;
    }

    @Override
    public Page list(Query query) {
        var page = lines.list(stored(query));
        return new Page(page.incidents(), page.total());
    }

    private static IncidentLines.Query stored(Query query) {
        return new IncidentLines.Query(
                query.phases(), query.severities(), query.text().orElse(""), query.limit(), query.offset());
    }

    @Override
    public Optional<IncidentSummary> find(IncidentId id) {
        return lines.find(id);
    }

    @Override
    public List<Count> open() {
        return lines.countOpen().stream()
                .map(count -> new Count(count.phase(), count.severity(), count.incidents()))
                .toList();
    }

    @Override
    public List<Day> days(Instant since) {
        return days.since(since);
    }

    @Override
    public List<Track> runbooks(Instant since) {
        return tracks.since(since);
    }

    @Override
    public List<AlertBook.Day> alerts(Instant since) {
        return alerts.since(since);
    }

    @Override
    public Page behind(Figure figure, Instant since, Query query) {
        var page = figures.behind(
                switch (figure) {
                    case REPORTED -> IncidentFigures.Figure.REPORTED;
                    case ACTED -> IncidentFigures.Figure.ACTED;
                    case RESOLVED -> IncidentFigures.Figure.RESOLVED;
                    case BY_RUNBOOK -> IncidentFigures.Figure.BY_RUNBOOK;
                    case NOISE -> IncidentFigures.Figure.NOISE;
                    case VERIFIED -> IncidentFigures.Figure.VERIFIED;
                },
                since,
                stored(query));
        return new Page(page.incidents(), page.total());
    }

    private List<Track> track(Instant since) {
        return figures.runbooks(since).stream()
                .map(one -> new Track(one.runbook(), one.lastRun(), one.runs(), one.cured(), one.ended()))
                .toList();
    }

    private List<Day> count(Instant since) {
        return figures.since(since).stream()
                .map(day -> new Day(
                        day.day(),
                        day.reported(),
                        day.resolved(),
                        day.byRunbook(),
                        day.ended(),
                        day.noise(),
                        day.verified(),
                        day.refuted(),
                        day.acted(),
                        day.toAct(),
                        day.toResolve()))
                .toList();
    }
}

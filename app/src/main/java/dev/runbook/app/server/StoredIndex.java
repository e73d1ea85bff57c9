package dev.runbook.app.server;

import dev.runbook.app.web.IncidentIndex;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.store.journal.IncidentFigures;
import dev.runbook.store.journal.IncidentLines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The lists of the store. Safe for use by many threads.
final class StoredIndex implements IncidentIndex {

    /// The figures count a month, so they are counted once in a while and not for every page.
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private final IncidentLines lines;
    private final IncidentFigures figures;
    private volatile Optional<Counted> counted = Optional.empty();

    /// @param at by the clock of the process, in nanoseconds
    private record Counted(long at, Instant since, List<Day> days) {
        /// Whether it answers nearly the same question.
        boolean answers(Instant asked, long now) {
            return now - at < FRESH_NANOS
                    && Duration.between(since, asked).abs().compareTo(Duration.ofDays(1)) < 0;
        }
    }

    StoredIndex(IncidentLines lines, IncidentFigures figures) {
        this.lines = lines;
        this.figures = figures;
    }

    @Override
    public Page list(Query query) {
        var page = lines.list(new IncidentLines.Query(
                query.phases(), query.severities(), query.text().orElse(""), query.limit(), query.offset()));
        return new Page(page.incidents(), page.total());
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
        long now = System.nanoTime();
        var known = counted.filter(one -> one.answers(since, now));
        if (known.isPresent()) return known.get().days();
        var days = count(since);
        counted = Optional.of(new Counted(now, since, days));
        return days;
    }

    private List<Day> count(Instant since) {
        return figures.since(since).stream()
                .map(day -> new Day(
                        day.day(),
                        day.reported(),
                        day.resolved(),
                        day.byRunbook(),
                        day.ended(),
                        day.verified(),
                        day.refuted(),
                        day.acted(),
                        day.toAct(),
                        day.toResolve()))
                .toList();
    }
}

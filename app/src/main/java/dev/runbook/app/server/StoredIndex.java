package dev.runbook.app.server;

import dev.runbook.app.web.IncidentIndex;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.store.journal.IncidentFigures;
import dev.runbook.store.journal.IncidentLines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The lists of the store. Safe for use by many threads.
record StoredIndex(IncidentLines lines, IncidentFigures figures) implements IncidentIndex {

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

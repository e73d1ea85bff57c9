package dev.runbook.app.server;

import dev.runbook.app.web.IncidentIndex;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.store.journal.IncidentLines;
import java.util.Optional;

/// The lists of the store. Safe for use by many threads.
record StoredIndex(IncidentLines lines) implements IncidentIndex {

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
}

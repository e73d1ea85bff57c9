package dev.runbook.core.intake;

import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class InMemoryAlertBookTest extends AlertBookContract {

    private final InMemoryJournal entries = new InMemoryJournal(_ -> {});
    private final Map<IncidentId, IncidentSummary> lines = new ConcurrentHashMap<>();
    private final AlertBook book = new InMemoryAlertBook(lines::values);

    @Override
    protected Journal journal() {
        return new Journal() {
            @Override
            public List<JournalEntry> read(IncidentId incident) {
                return entries.read(incident);
            }

            @Override
            public Append append(Commit commit) {
                lines.put(commit.incident(), commit.summary());
                return entries.append(commit);
            }
        };
    }

    @Override
    protected AlertBook book() {
        return book;
    }
}

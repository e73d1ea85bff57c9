package dev.runbook.store.alerts;

import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.intake.AlertBookContract;
import dev.runbook.core.journal.Journal;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import dev.runbook.store.journal.PostgresJournal;
import dev.runbook.store.journal.Work;
import org.junit.jupiter.api.AfterEach;

class PostgresAlertBookTest extends AlertBookContract {

    private final Database database = TestDatabase.fresh();
    private final PostgresJournal journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
    private final PostgresAlertBook book = new PostgresAlertBook(database.dataSource());

    @AfterEach
    void close() {
        journal.close();
        database.close();
    }

    @Override
    protected Journal journal() {
        return journal;
    }

    @Override
    protected AlertBook book() {
        return book;
    }
}

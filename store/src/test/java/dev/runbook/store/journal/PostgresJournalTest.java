package dev.runbook.store.journal;

import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalContract;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresJournalTest extends JournalContract {

    private static Database database;
    private static PostgresJournal journal;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
    }

    @AfterAll
    static void close() {
        journal.close();
        database.close();
    }

    @Override
    protected Journal journal() {
        return journal;
    }
}

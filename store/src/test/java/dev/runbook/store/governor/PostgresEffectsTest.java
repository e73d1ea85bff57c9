package dev.runbook.store.governor;

import dev.runbook.core.governor.EffectLog;
import dev.runbook.core.governor.EffectLogContract;
import dev.runbook.core.governor.KillSwitch;
import dev.runbook.core.journal.Journal;
import dev.runbook.store.TestDatabase;
import dev.runbook.store.database.Database;
import dev.runbook.store.journal.PostgresJournal;
import dev.runbook.store.journal.Work;
import org.junit.jupiter.api.AfterEach;

/// Two nodes on one database: one writes the journal, the other is asked.
class PostgresEffectsTest extends EffectLogContract {

    private final Database database = TestDatabase.fresh();
    private final PostgresJournal journal = new PostgresJournal(database.dataSource(), Work.ELSEWHERE);
    private final PostgresEffects effects = new PostgresEffects(database.dataSource());

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
    protected EffectLog effects() {
        return effects;
    }

    @Override
    protected KillSwitch killSwitch() {
        return effects;
    }
}

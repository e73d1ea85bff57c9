package dev.runbook.core.governor;

import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.Journal;

class InMemoryEffectsTest extends EffectLogContract {

    private final InMemoryJournal journal = new InMemoryJournal(_ -> {});

    @Override
    protected Journal journal() {
        return journal;
    }

    @Override
    protected EffectLog effects() {
        return journal.effects();
    }

    @Override
    protected KillSwitch killSwitch() {
        return journal.effects();
    }
}

package dev.runbook.core.journal;

class InMemoryJournalTest extends JournalContract {

    private final Journal journal = new InMemoryJournal(_ -> {});

    @Override
    protected Journal journal() {
        return journal;
    }
}

package dev.runbook.core.testkit;

import dev.runbook.core.journal.InMemoryJournal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.testkit.CrashingJournal.Moment;
import dev.runbook.core.testkit.ScriptedProvider.Behaviour;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// An engine whose every event and effect is held against [Invariants], and whose process may die at a chosen
/// moment. One thread at a time.
public final class WatchedEngine {

    /// More steps than this no story has.
    private static final int MOST_STEPS = 200;

    public final EngineUnderTest engine;
    public final Invariants invariants;
    private boolean crashed;

    /// What happens from one pause of the incident to the next.
    @FunctionalInterface
    public interface Story {
        /// @return false when nothing more happens
        boolean goesOn() throws InterruptedException;
    }

    public WatchedEngine(Runbook runbook) {
        var watcher = new AtomicReference<Consumer<JournalEntry>>(_ -> {});
        engine = new EngineUnderTest(new InMemoryJournal(entry -> watcher.get().accept(entry)), runbook);
        invariants = new Invariants(engine.provider);
        var travelled = new Travelled();
        watcher.set(entry -> {
            invariants.appended(entry);
            travelled.accept(entry);
        });
    }

    /// The process dies on one side of the n-th append, from 0.
    public void crashingAt(int nth, Moment moment) {
        var appends = new AtomicInteger();
        engine.around(kept -> new CrashingJournal(kept, (at, _) -> at == moment && appends.getAndIncrement() == nth));
    }

    /// The n-th call that would have worked, from 0, goes so instead.
    public void calling(int nth, Behaviour behaviour) {
        var calls = new AtomicInteger();
        engine.provider.around(fate -> wanted -> {
            var fated = fate.of(wanted);
            return fated == Behaviour.WORKS && calls.getAndIncrement() == nth ? behaviour : fated;
        });
    }

    /// Whether the process died.
    public boolean crashed() {
        return crashed;
    }

    /// Tells a story to its end; a new process goes on after a crash.
    ///
    /// @return everything that was written down
    public List<Stamped> told(Story story) throws InterruptedException {
        for (int i = 0; i < MOST_STEPS; i++)
            try {
                if (!story.goesOn()) break;
            } catch (Crash _) {
                crashed = true;
            }
        invariants.assertAllIsDone();
        return engine.entries().stream().map(JournalEntry::stamped).toList();
    }
}

package dev.runbook.core.testkit;

import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Transition;
import dev.runbook.core.journal.JournalEntry;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Notes which transitions the incident of one journal takes, for all tests of this process together.
public final class Travelled implements Consumer<JournalEntry> {

    private static final Set<Transition> TAKEN = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger INCIDENTS = new AtomicInteger();

    private Optional<Incident> incident = Optional.empty();

    /// Every transition that an incident of any test has taken so far.
    public static Set<Transition> taken() {
        return Set.copyOf(TAKEN);
    }

    /// How many incidents have been driven so far.
    public static int incidents() {
        return INCIDENTS.get();
    }

    @Override
    public void accept(JournalEntry entry) {
        if (entry.seq() == 1) {
            INCIDENTS.incrementAndGet();
            incident = Optional.of(Evolution.begin(entry.incident(), entry.stamped()));
            return;
        }
        incident = incident.map(before -> {
            var after = Evolution.apply(before, entry.stamped());
            TAKEN.add(new Transition(
                    before.phase().kind(),
                    entry.stamped().event().getClass(),
                    after.phase().kind()));
            return after;
        });
    }
}

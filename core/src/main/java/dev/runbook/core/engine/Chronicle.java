package dev.runbook.core.engine;

import dev.runbook.core.governor.Permit;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.IdempotencyKey;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An incident as one drive knows it, and the way of new events into its journal. One thread at a time.
final class Chronicle {

    private final Journal journal;
    private final IncidentId id;
    private final InstantSource clock;

    /// Messages that this drive owes and has not tried to send: nobody needs to be asked whether they went.
    private final Set<IdempotencyKey> untried = new HashSet<>();

    private Incident incident;
    private WriteBehind behind;

    /// @throws IllegalArgumentException when there is no such incident
    Chronicle(Journal journal, IncidentId id, InstantSource clock) {
        this.journal = journal;
        this.id = id;
        this.clock = clock;
        var entries = journal.read(id);
        incident = state(entries);
        behind = new WriteBehind(journal, entries, incident);
    }

    private void readAgain() {
        untried.clear();
        var entries = journal.read(id);
        incident = state(entries);
        behind = new WriteBehind(journal, entries, incident);
    }

    private Incident state(List<JournalEntry> entries) {
        return Evolution.replay(entries).orElseThrow(() -> new IllegalArgumentException("there is no incident " + id));
    }

    /// The state after everything that was written.
    Incident incident() {
        return incident;
    }

    /// Everything that happened, be it durable already or not.
    List<Stamped> history() {
        return behind.history();
    }

    /// Whether a message was never tried; from now on it was.
    boolean takeUntried(IdempotencyKey notice) {
        return untried.remove(notice);
    }

    /// Takes events into the state; the journal follows behind.
    void write(List<Event> events) {
        var stamped = stamped(events);
        var after = after(stamped);
        behind.add(stamped, after);
        for (var event : events) if (event instanceof Event.NoticeStarted(var notice)) untried.add(notice.key());
        incident = after;
    }

    /// Has the journal take what it has not, without waiting for it.
    void push() {
        behind.push();
    }

    /// Writes events and waits until they are in the journal. When somebody else was faster nothing is
    /// written, the state is read again, and the answer is false.
    boolean writeDurably(List<Event> events) {
        write(events);
        return settle(Journal.Wake.KEEP);
    }

    /// Writes an intent, with all that is not in the journal yet, and waits until it is there. When
    /// somebody else was faster, or the permit does not hold any more, none of that is written, and the
    /// state is read again.
    boolean begin(List<Event> events, Permit permit) {
        var stamped = stamped(events);
        var after = after(stamped);
        if (behind.begin(stamped, after, permit)) {
            incident = after;
            return true;
        }
        readAgain();
        return false;
    }

    /// Waits until everything is in the journal. When somebody else was faster the state is read again, and
    /// the answer is false.
    boolean settle(Journal.Wake last) {
        var settled = behind.settle(last);
        if (!settled) readAgain();
        return settled;
    }

    private List<Stamped> stamped(List<Event> events) {
        return events.stream()
                .map(event -> new Stamped(clock.instant(), Actor.engine(), event))
                .toList();
    }

    private Incident after(List<Stamped> events) {
        var after = incident;
        for (var one : events) after = Evolution.apply(after, one);
        return after;
    }
}

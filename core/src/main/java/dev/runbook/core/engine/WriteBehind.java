package dev.runbook.core.engine;

import dev.runbook.core.governor.Permit;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.journal.Stamped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Brings the events of one incident into the journal behind its driver, who may go on looking and thinking
/// meanwhile. One commit is under way at a time; what comes while it is goes into the next, together.
///
/// The driver waits for [#settle] before it touches the world, waits, or says that it is done. So a crash loses
/// nothing but looks and thoughts, which are repeated.
///
/// The driver is one thread; the journal calls back on others.
final class WriteBehind {

    /// So many events may wait at most; then the driver waits.
    private static final int MOST_WAITING = 64;

    private final Journal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition landed = lock.newCondition();
    private final List<Stamped> history;
    private final List<Stamped> waiting = new ArrayList<>();
    private Incident ahead;
    private long durable;
    private boolean underWay;
    private boolean settling;
    private boolean overtaken;
    private @Nullable Throwable fault;

    /// @param entries the journal of the incident
    /// @param incident the state that they tell
    WriteBehind(Journal journal, List<JournalEntry> entries, Incident incident) {
        this.journal = journal;
        this.history =
                new ArrayList<>(entries.stream().map(JournalEntry::stamped).toList());
        this.durable = entries.size();
        this.ahead = incident;
    }

    /// Takes events over.
    ///
    /// @param after the state after them
    /// @throws JournalException when the journal failed meanwhile
    void add(List<Stamped> events, Incident after) {
        lock.lock();
        try {
            while (underWay && waiting.size() >= MOST_WAITING) landed.awaitUninterruptibly();
            check();
            take(events, after);
        } finally {
            lock.unlock();
        }
    }

    /// Only with the lock held.
    private void take(List<Stamped> events, Incident after) {
        waiting.addAll(events);
        history.addAll(events);
        ahead = after;
    }

    /// Takes events over that begin an effect, and waits until they are in the journal. They go only with their
    /// permit: nothing that is written meanwhile takes them along.
    ///
    /// @param after the state after them
    /// @param permit what the governor granted
    /// @return whether they are; false when somebody else was faster or the permit does not hold any more
    /// @throws JournalException when the journal failed
    boolean begin(List<Stamped> events, Incident after, Permit permit) {
        lock.lock();
        settling = true;
        try {
            while (underWay) landed.awaitUninterruptibly();
            check();
            take(events, after);
            return settle(Journal.Wake.KEEP, Optional.of(permit));
        } finally {
            settling = false;
            lock.unlock();
        }
    }

    /// Begins to write what was taken over, if nothing is under way already; else that follows. To be called
    /// before anything that takes time.
    ///
    /// @throws JournalException when the journal failed meanwhile
    void push() {
        lock.lock();
        try {
            check();
            sendNext(Journal.Wake.KEEP, Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all events are in the journal.
    ///
    /// @param last what the last commit means for the work queue, if there is still one to write
    /// @return whether they are; false when somebody else was faster, so that the state must be read again
    /// @throws JournalException when the journal failed
    boolean settle(Journal.Wake last) {
        return settle(last, Optional.empty());
    }

    private boolean settle(Journal.Wake last, Optional<Permit> permit) {
        lock.lock();
        settling = true;
        try {
            while (underWay) landed.awaitUninterruptibly();
            check();
            sendNext(last, permit);
            while (underWay) landed.awaitUninterruptibly();
            check();
            return !overtaken;
        } finally {
            settling = false;
            lock.unlock();
        }
    }

    /// Everything that happened to the incident, be it durable already or not.
    List<Stamped> history() {
        lock.lock();
        try {
            return List.copyOf(history);
        } finally {
            lock.unlock();
        }
    }

    private void check() {
        switch (fault) {
            case null -> {}
            case JournalException e -> throw new JournalException(String.valueOf(e.getMessage()), e);
            case RuntimeException e -> throw e;
            case Throwable e -> throw new JournalException("the journal broke down: " + e, e);
        }
    }

    /// Only with the lock held.
    private void sendNext(Journal.Wake wake, Optional<Permit> permit) {
        if (underWay || overtaken || fault != null || waiting.isEmpty()) return;
        var summary = IncidentSummary.of(ahead, waiting.getLast().at());
        var commit = new Journal.Commit(durable, waiting, summary, wake, permit);
        waiting.clear();
        underWay = true;
        try {
            var _ = journal.begin(commit).whenComplete(this::land);
        } catch (RuntimeException | Error e) {
            underWay = false;
            fault = e;
            throw e;
        }
    }

    private void land(Journal.@Nullable Append append, @Nullable Throwable failure) {
        lock.lock();
        try {
            underWay = false;
            switch (append) {
                case Journal.Append.Appended(var added) -> durable += added.size();
                case Journal.Append.Conflict _ -> overtaken = true;
                case null ->
                    fault = failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
            }
            landed.signal();
            // Encoding takes time, and whoever calls back has others to serve.
            if (!waiting.isEmpty() && !settling)
                Thread.ofVirtual().name("write-behind").start(this::sendWaiting);
        } finally {
            lock.unlock();
        }
    }

    /// What waits has been there since the last commit began: the driver is busy with something that takes
    /// time.
    private void sendWaiting() {
        lock.lock();
        try {
            if (!settling) sendNext(Journal.Wake.KEEP, Optional.empty());
        } finally {
            lock.unlock();
        }
    }
}

package dev.runbook.app.web.live;

import dev.runbook.app.web.ChangeFeed;
import dev.runbook.core.incident.IncidentId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets one stream sleep until an incident it shows has changed. One thread waits; any thread rings.
final class Doorbell implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private final Set<IncidentId> changed = new LinkedHashSet<>();
    private final Consumer<Doorbell> onClose;
    private boolean missed;
    private boolean spoken;
    private boolean ended;
    private ChangeFeed.@Nullable Subscription subscription;

    Doorbell(Consumer<Doorbell> onClose) {
        this.onClose = onClose;
    }

    void hangOn(ChangeFeed.Subscription to) {
        subscription = to;
    }

    void ring(IncidentId incident) {
        signal(() -> changed.add(incident));
    }

    /// Something may have changed unheard.
    void miss() {
        signal(() -> missed = true);
    }

    /// Something is being said.
    void speak() {
        signal(() -> spoken = true);
    }

    /// Nothing more will be told.
    void end() {
        signal(() -> ended = true);
    }

    private void signal(Runnable what) {
        lock.lock();
        try {
            what.run();
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What happened while waiting.
    ///
    /// @param changed each incident once, in the order of first ringing; empty when nothing rang in time
    /// @param missed whether anything may have changed unheard
    /// @param spoken whether something is being said
    /// @param ended whether the stream must end
    record Heard(Set<IncidentId> changed, boolean missed, boolean spoken, boolean ended) {
        boolean nothing() {
            return changed.isEmpty() && !missed && !spoken && !ended;
        }

        /// Whether the journal may have more.
        boolean news() {
            return !changed.isEmpty() || missed;
        }
    }

    /// Waits for a ring, at most so long.
    Heard await(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (changed.isEmpty() && !missed && !spoken && !ended && left > 0) left = rung.awaitNanos(left);
            var heard = new Heard(new LinkedHashSet<>(changed), missed, spoken, ended);
            changed.clear();
            missed = false;
            spoken = false;
            return heard;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        if (subscription != null) subscription.close();
        onClose.accept(this);
    }
}

package dev.runbook.app.assembly;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that moves only when told to. Safe for use by many threads.
public final class ManualClock implements InstantSource {

    private final AtomicReference<Instant> now;

    public ManualClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public void advance(Duration by) {
        if (by.isNegative()) throw new IllegalArgumentException("time does not go back: " + by);
        now.updateAndGet(time -> time.plus(by));
    }

    /// Moves on to `time`; stays where it is when that has passed.
    public void advanceTo(Instant time) {
        now.updateAndGet(current -> time.isAfter(current) ? time : current);
    }
}

package dev.runbook.core.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it. Safe for use by many threads.
public final class SettableClock implements InstantSource {

    /// Where a clock begins in tests that do not care about the time.
    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final AtomicReference<Instant> now;

    public SettableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    public static SettableClock atNoon() {
        return new SettableClock(NOON);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public void set(Instant instant) {
        now.set(instant);
    }

    public void advance(Duration step) {
        now.updateAndGet(time -> time.plus(step));
    }

    /// Moves to an instant, or stays when it has passed already.
    public void advanceTo(Instant instant) {
        now.updateAndGet(time -> time.isBefore(instant) ? instant : time);
    }
}

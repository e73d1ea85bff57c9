package dev.runbook.app.assembly;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that runs as fast as wanted by another one. Safe for use by many threads.
public final class SimulatedTime implements InstantSource {

    private final InstantSource real;
    private final Instant began;
    private final double speed;
    private final AtomicReference<Instant> origin;

    /// @param real the clock it runs by, and what it shows at first
    /// @param speed how many of its seconds pass in a real one, at least 1
    public SimulatedTime(InstantSource real, double speed) {
        if (!(speed >= 1)) throw new IllegalArgumentException("speed below 1: " + speed);
        this.real = real;
        this.speed = speed;
        began = real.instant();
        origin = new AtomicReference<>(began);
    }

    @Override
    public Instant instant() {
        var passed = Duration.between(began, real.instant()).toNanos();
        return origin.get().plusNanos((long) (passed * speed));
    }

    /// Puts the clock forward, so that time does not go back for incidents of an earlier run.
    public void notBefore(Instant earliest) {
        var behind = Duration.between(instant(), earliest);
        if (behind.isPositive()) origin.updateAndGet(time -> time.plus(behind));
    }
}

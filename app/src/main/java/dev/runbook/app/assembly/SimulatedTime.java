package dev.runbook.app.assembly;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that runs faster than the real one. Safe for use by many threads.
///
/// @param real the clock it runs by
/// @param began when it began, by the real clock
/// @param origin what it showed then
/// @param speed how many of its seconds pass in a real one, at least 1
public record SimulatedTime(InstantSource real, Instant began, Instant origin, double speed) implements InstantSource {

    @Override
    public Instant instant() {
        var passed = Duration.between(began, real.instant()).toNanos();
        return origin.plusNanos((long) (passed * speed));
    }

    /// When this clock will show `simulated`, by the real clock.
    public Instant realTimeOf(Instant simulated) {
        var ahead = Duration.between(instant(), simulated).toNanos();
        return real.instant().plusNanos((long) (ahead / speed));
    }
}

package dev.runbook.app.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The system's clock and how fast it runs.
///
/// @param clock what the incidents' times are read from
/// @param speed how many of its seconds pass in a real one, at least 1; more only in simulated time
public record Pace(InstantSource clock, double speed) {
    public Pace {
        if (!(speed >= 1)) throw new IllegalArgumentException("speed below 1: " + speed);
    }

    public Instant now() {
        return clock.instant();
    }

    /// How long a person has to wait until then; zero when it has passed.
    public Duration left(Instant then) {
        var left = Duration.between(now(), then);
        return left.isNegative() ? Duration.ZERO : Duration.ofNanos((long) (left.toNanos() / speed));
    }
}

package dev.runbook.integrations.fault;

import java.time.Duration;
import java.util.Optional;

/// When a fault begins and how it grows.
///
/// @param at relative to the start of the scenario; negative is before it
/// @param ramp how long it takes to grow to full strength
/// @param until when it ends by itself, relative to the start; empty when it never does
/// @param strength how bad it gets; 1 is the ordinary case
public record Onset(Duration at, Duration ramp, Optional<Duration> until, double strength) {
    public Onset {
        if (ramp.isNegative()) throw new IllegalArgumentException("'ramp' is negative: " + ramp);
        if (until.isPresent() && until.get().compareTo(at) <= 0)
            throw new IllegalArgumentException("'until' is not after 'onset'");
        if (!(strength > 0 && strength <= 3))
            throw new IllegalArgumentException("'strength' must be above 0 and at most 3, got " + strength);
    }

    /// How far it has grown when nobody does anything.
    ///
    /// @param seconds since the start of the scenario
    /// @return from 0 to `strength`
    public double grown(double seconds) {
        double since = seconds - at.toMillis() / 1000.0;
        if (since <= 0) return 0;
        double ramped = ramp.isZero() ? 1 : Math.min(1, since / (ramp.toMillis() / 1000.0));
        double over = until.map(u -> seconds - u.toMillis() / 1000.0).orElse(0.0);
        return strength * ramped * (over > 0 ? StrictMath.exp(-over / FADE_SECONDS) : 1);
    }

    /// How far it has grown again after its cure was taken back.
    ///
    /// @param seconds since then
    /// @return from 0 to `strength`
    public double regrown(double seconds) {
        return strength * (ramp.isZero() ? 1 : Math.min(1, seconds / (ramp.toMillis() / 1000.0)));
    }

    /// A fault that ends by itself fades with this time constant.
    private static final double FADE_SECONDS = 25;
}

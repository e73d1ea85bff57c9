package dev.runbook.core.runbook;

import java.time.Duration;

/// How often a step is tried, and how long it waits in between.
///
/// @param attempts at most, the first one included; at least 1
/// @param backOff the pause before the second attempt
/// @param factor what each further pause is multiplied with, at least 1
public record Retry(int attempts, Duration backOff, double factor) {

    /// The longest pause, whatever the factor.
    public static final Duration LONGEST = Duration.ofHours(1);

    /// The first attempt is the only one.
    public static final Retry NEVER = new Retry(1, Duration.ofSeconds(10), 2);

    public Retry {
        if (attempts < 1) throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        if (backOff.isNegative()) throw new IllegalArgumentException("back-off must not be negative: " + backOff);
        if (!(factor >= 1)) throw new IllegalArgumentException("factor must be at least 1: " + factor);
    }

    /// Whether another attempt follows this one.
    ///
    /// @param attempt from 1
    public boolean allowsAfter(int attempt) {
        return attempt < attempts;
    }

    /// The pause after an attempt.
    ///
    /// @param attempt from 1
    public Duration pauseAfter(int attempt) {
        var seconds = backOff.toMillis() / 1000.0 * Math.pow(factor, attempt - 1.0);
        return seconds >= LONGEST.toSeconds() ? LONGEST : Duration.ofMillis(Math.round(seconds * 1000));
    }
}

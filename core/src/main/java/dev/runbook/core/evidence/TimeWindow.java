package dev.runbook.core.evidence;

import java.time.Duration;
import java.time.Instant;

/// A span of time, both ends included, in UTC.
public record TimeWindow(Instant from, Instant to) {
    public TimeWindow {
        if (to.isBefore(from))
            throw new IllegalArgumentException("window ends before it starts: " + from + " to " + to);
    }

    /// The window of this length that ends at `end`.
    public static TimeWindow endingAt(Instant end, Duration length) {
        return new TimeWindow(end.minus(length), end);
    }

    public boolean contains(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}

package dev.runbook.integrations.edge;

import java.time.Duration;
import java.time.Instant;

/// Until when a caller waits, over all the calls and retries that an operation takes.
public record Patience(Instant until) {

    /// A little less than the caller's own time-out, so that the answer "too slow" still reaches the caller.
    static Patience of(Duration timeout, Instant now) {
        return new Patience(now.plus(timeout.multipliedBy(9).dividedBy(10)));
    }

    /// What is left; negative when the time is over.
    Duration left(Instant now) {
        return Duration.between(now, until);
    }
}

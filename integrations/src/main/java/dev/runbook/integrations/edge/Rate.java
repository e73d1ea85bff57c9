package dev.runbook.integrations.edge;

import java.time.Duration;

/// How many calls of one kind a vendor allows.
///
/// @param bucket what shares the limit, such as `rest` or the name of a method
/// @param calls how many may be made at once, and in each span
/// @param span in which that many come back
public record Rate(String bucket, int calls, Duration span) {
    public Rate {
        if (calls < 1 || !span.isPositive())
            throw new IllegalArgumentException("a rate allows at least one call in a span: " + calls + " in " + span);
    }

    public static Rate perMinute(String bucket, int calls) {
        return new Rate(bucket, calls, Duration.ofMinutes(1));
    }
}

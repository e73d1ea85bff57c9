package dev.runbook.integrations.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Keeps our own limits: a bucket of calls that fills evenly, one for each kind of call. Safe for use by many
/// threads.
final class Pace {

    private final Map<String, Bucket> buckets = new HashMap<>();

    /// Takes a place among the calls.
    ///
    /// @return how long to wait before the call; the place is taken already
    synchronized Duration take(Rate rate, Instant now) {
        return bucket(rate, now).take(rate, now);
    }

    /// Gives back a place that was not used.
    synchronized void giveBack(Rate rate, Instant now) {
        bucket(rate, now).left++;
    }

    /// Lets no call of this kind pass before an instant.
    synchronized void hold(Rate rate, Instant until, Instant now) {
        var bucket = bucket(rate, now);
        if (bucket.closedUntil.isBefore(until)) bucket.closedUntil = until;
    }

    private Bucket bucket(Rate rate, Instant now) {
        return buckets.computeIfAbsent(rate.bucket(), _ -> new Bucket(rate.calls(), now));
    }

    private static final class Bucket {
        /// Below zero when callers wait.
        private double left;

        private Instant filledAt;
        private Instant closedUntil = Instant.MIN;

        private Bucket(int calls, Instant now) {
            left = calls;
            filledAt = now;
        }

        private Duration take(Rate rate, Instant now) {
            double perNano = rate.calls() / (double) rate.span().toNanos();
            var passed = Duration.between(filledAt, now);
            if (passed.isPositive()) {
                left = Math.min(rate.calls(), left + passed.toNanos() * perNano);
                filledAt = now;
            }
            left--;
            var turn = left >= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(-left / perNano));
            var closed = closedUntil.isAfter(now) ? Duration.between(now, closedUntil) : Duration.ZERO;
            return turn.compareTo(closed) > 0 ? turn : closed;
        }
    }
}

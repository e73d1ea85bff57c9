package dev.runbook.app.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what each client sends, as [token buckets](https://en.wikipedia.org/wiki/Token_bucket). Safe for
/// use by many threads.
final class Buckets {

    private static final int REMEMBERED = 10_000;

    private final double perSecond;
    private final double most;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Bucket(double left, Instant at) {}

    /// @param perSecond how many requests a client may send in the long run
    /// @param most how many at once
    Buckets(double perSecond, double most, InstantSource clock) {
        this.perSecond = perSecond;
        this.most = most;
        this.clock = clock;
    }

    /// Whether this client may send one more now; counts it if so.
    synchronized boolean take(String client) {
        var now = clock.instant();
        var before = buckets.getOrDefault(client, new Bucket(most, now));
        double waited = Math.max(0, Duration.between(before.at(), now).toNanos() / 1e9);
        double left = Math.min(most, before.left() + waited * perSecond);
        buckets.put(client, new Bucket(left < 1 ? left : left - 1, now));
        return left >= 1;
    }
}

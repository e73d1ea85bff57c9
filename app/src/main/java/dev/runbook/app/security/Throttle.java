package dev.runbook.app.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down whoever guesses: after some failures in a row every further attempt must wait, longer each time.
/// Safe for use by many threads.
final class Throttle {

    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Failures(int count, Instant nextAttempt) {}

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether an attempt is let through now.
    ///
    /// @param who whose attempts are counted together
    synchronized boolean lets(String who) {
        var before = failures.get(who);
        return before == null || !clock.instant().isBefore(before.nextAttempt());
    }

    synchronized void failed(String who) {
        var before = failures.get(who);
        int count = before == null ? 1 : before.count() + 1;
        failures.put(who, new Failures(count, clock.instant().plus(pause(count))));
    }

    synchronized void succeeded(String who) {
        failures.remove(who);
    }

    private static Duration pause(int count) {
        if (count < FREE_FAILURES) return Duration.ZERO;
        var pause = Duration.ofSeconds(1L << Math.min(count - FREE_FAILURES + 1, 20));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}

package dev.runbook.integrations.scenario;

import java.time.Duration;
import java.util.Optional;

/// A provider that misbehaves for a while.
///
/// @param integration such as `datadog`
/// @param method the method it concerns, such as `get_logs`; every one when empty
/// @param delay how long a slow answer takes, in real time
/// @param from relative to the start of the scenario
/// @param until relative to the start; empty when it never ends
public record Trouble(
        String integration,
        Optional<String> method,
        Kind kind,
        Duration delay,
        Duration from,
        Optional<Duration> until) {

    /// How it misbehaves.
    public enum Kind {
        /// Answers late. What it was asked to do, it does.
        SLOW,
        /// Answers with an error and does nothing.
        FAILING,
        /// Finds nothing.
        EMPTY,
        /// Refuses because it was asked too often.
        RATE_LIMITED,
        /// Says that all is well, and that it did what it did not do.
        LYING,
        /// Does what it is asked, but its answer is lost.
        LOSING_REPLIES
    }

    public static Trouble of(String integration, Kind kind) {
        return new Trouble(integration, Optional.empty(), kind, Duration.ZERO, Duration.ofDays(-1), Optional.empty());
    }

    public Trouble forMethod(String only) {
        return new Trouble(integration, Optional.of(only), kind, delay, from, until);
    }

    public Trouble taking(Duration time) {
        return new Trouble(integration, method, kind, time, from, until);
    }

    /// Whether a call made so many seconds after the start meets it.
    public boolean meets(String name, String called, double seconds) {
        return integration.equals(name)
                && method.map(called::equals).orElse(true)
                && seconds >= from.toMillis() / 1000.0
                && until.map(u -> seconds < u.toMillis() / 1000.0).orElse(true);
    }
}

package dev.runbook.app.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the integrations do, as the calls of incidents showed it. Safe for use by many threads; never calls outside.
public interface Outside {

    /// Every integration that is configured, in the order of their capabilities.
    List<Line> integrations();

    /// One integration.
    ///
    /// @param name in lower case: `datadog`
    /// @param mode `mock` or `live`
    /// @param capabilities what it answers for
    /// @param calls how many calls this server has made
    /// @param failed how many of them were not answered
    /// @param meanMillis how long a call took, on average
    /// @param lastCall when it was last called
    /// @param lastFailed whether that call was not answered
    /// @param lastError the last reason why a call was not answered; never holds a secret
    record Line(
            String name,
            String mode,
            List<String> capabilities,
            long calls,
            long failed,
            long meanMillis,
            Optional<Instant> lastCall,
            boolean lastFailed,
            Optional<String> lastError) {

        /// `ok`, `failing`, or `unused` when it was not called yet.
        public String health() {
            if (calls == 0) return "unused";
            return lastFailed ? "failing" : "ok";
        }
    }
}

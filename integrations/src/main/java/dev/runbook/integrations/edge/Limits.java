package dev.runbook.integrations.edge;

import java.time.Duration;

/// How much a vendor is given.
///
/// @param attempt how long one try of a call may take
/// @param attempts how many tries a call gets that may be repeated
/// @param firstPause the pause after the first try; it doubles each time, and jitter takes up to half of it away
/// @param longestPause no pause is longer, whatever the vendor asks for; the call fails instead
/// @param failures how many failures in a row open the circuit
/// @param rest how long it stays open
/// @param bodyBytes how many bytes an answer may have
/// @param pages how many pages of a list are read
public record Limits(
        Duration attempt,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        int failures,
        Duration rest,
        int bodyBytes,
        int pages) {

    /// What fits every vendor so far.
    public static final Limits STANDARD = new Limits(
            Duration.ofSeconds(10),
            4,
            Duration.ofMillis(250),
            Duration.ofMinutes(1),
            5,
            Duration.ofSeconds(30),
            8 * 1024 * 1024,
            20);
}

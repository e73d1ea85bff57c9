package dev.runbook.integrations.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Stops asking a vendor that is ill, and tries it again with one call after a while. Safe for use by many threads.
public final class CircuitBreaker {

    /// How the circuit stands.
    public sealed interface State {}

    /// Calls pass.
    ///
    /// @param failures how many failed in a row up to now
    public record Closed(int failures) implements State {}

    /// No call passes.
    ///
    /// @param until when one is tried
    public record Open(Instant until) implements State {}

    /// One call is under way to find out whether the vendor is well.
    public record Trying(Instant since) implements State {}

    private final int limit;
    private final Duration pause;
    private State state = new Closed(0);

    /// @param limit how many failures in a row open it
    /// @param pause how long it stays open
    CircuitBreaker(int limit, Duration pause) {
        this.limit = limit;
        this.pause = pause;
    }

    synchronized State state() {
        return state;
    }

    /// Asks to let a call pass.
    ///
    /// @return how long to leave the vendor alone; empty when the call may pass
    synchronized Optional<Duration> refuses(Instant now) {
        return switch (state) {
            case Closed _ -> Optional.empty();
            case Open(var until) when now.isBefore(until) -> Optional.of(Duration.between(now, until));
            case Open _ -> {
                state = new Trying(now);
                yield Optional.empty();
            }
            // Whoever tried may have been interrupted before it could say how it went.
            case Trying(var since)
            when now.isBefore(since.plus(pause)) -> Optional.of(Duration.between(now, since.plus(pause)));
            case Trying _ -> {
                state = new Trying(now);
                yield Optional.empty();
            }
        };
    }

    synchronized void answered() {
        state = new Closed(0);
    }

    synchronized void failed(Instant now) {
        state = switch (state) {
            case Closed(var failures) when failures + 1 < limit -> new Closed(failures + 1);
            case Closed _, Trying _ -> new Open(now.plus(pause));
            case Open open -> open;
        };
    }
}

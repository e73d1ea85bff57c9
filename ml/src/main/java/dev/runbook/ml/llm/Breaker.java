package dev.runbook.ml.llm;

import dev.runbook.ml.llm.model.ModelFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Stops asking a model that does not answer, and tries it again later: after three failures in a row, or
/// at once when it does not know us, it is left alone for a minute; one that asks to be left alone for longer than
/// that, is. Then one call is let through. Safe for use by many threads.
final class Breaker {

    private static final int PATIENCE = 3;
    private static final Duration REST = Duration.ofMinutes(1);

    /// No vendor is believed for longer.
    private static final Duration LONGEST_REST = Duration.ofHours(1);

    private record State(int failures, Instant until, String reason) {}

    private final InstantSource clock;
    private final Map<String, State> states = new HashMap<>();

    Breaker(InstantSource clock) {
        this.clock = clock;
    }

    /// Why a model is not asked now; empty when it may be. Of several that come when its rest is over, one
    /// is let through.
    synchronized Optional<String> refusal(String model) {
        var state = states.get(model);
        if (state == null || state.failures() < PATIENCE) return Optional.empty();
        var now = clock.instant();
        if (now.isBefore(state.until()))
            return Optional.of("model " + model + " is not asked again before "
                    + state.until().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + ": " + state.reason());
        states.put(model, new State(state.failures(), now.plus(REST), state.reason()));
        return Optional.empty();
    }

    synchronized void answered(String model) {
        states.remove(model);
    }

    synchronized void failed(String model, ModelFailure failure) {
        int before = Optional.ofNullable(states.get(model)).map(State::failures).orElse(0);
        int now = switch (failure.kind()) {
            case UNAUTHORISED, FORBIDDEN, NOT_FOUND -> PATIENCE;
            case RATE_LIMITED, OVERLOADED, BROKEN_SERVER, UNREACHABLE, TIMED_OUT, BROKEN_STREAM -> before + 1;
            // the fault of one request
            case REJECTED, TOO_LARGE, MALFORMED, INTERRUPTED -> before;
        };
        var asked = failure.retryAfter().filter(wait -> wait.compareTo(REST) > 0);
        var rest = asked.map(wait -> wait.compareTo(LONGEST_REST) < 0 ? wait : LONGEST_REST)
                .orElse(REST);
        states.put(
                model,
                new State(
                        asked.isPresent() ? PATIENCE : now,
                        clock.instant().plus(rest),
                        String.valueOf(failure.getMessage())));
    }
}

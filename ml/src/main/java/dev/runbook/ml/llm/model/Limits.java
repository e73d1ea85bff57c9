package dev.runbook.ml.llm.model;

import java.time.Duration;

/// How much one task, such as a diagnosis, may take. Whichever is reached first ends the asking, and the
/// offline engine answers.
///
/// @param calls calls of a model, at least 1
/// @param tokens tokens read and written, at least 1
/// @param costMicros millionths of a US dollar, at least 0; what costs an unknown price is not counted
/// @param time from the first call to the last answer
/// @param callTimeout one call
public record Limits(int calls, long tokens, long costMicros, Duration time, Duration callTimeout) {

    /// What the product uses unless told otherwise.
    public static final Limits STANDARD =
            new Limits(12, 200_000, 1_000_000, Duration.ofMinutes(2), Duration.ofSeconds(60));

    public Limits {
        if (calls < 1 || tokens < 1 || costMicros < 0)
            throw new IllegalArgumentException("calls and tokens must be at least 1, and costs not negative");
        if (!time.isPositive() || !callTimeout.isPositive())
            throw new IllegalArgumentException("times must be positive");
    }
}

package dev.runbook.ml.llm.model;

import dev.runbook.core.diagnosis.Outlay;
import dev.runbook.core.operation.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How much all tasks of one incident may take together, chat included. Whichever is reached first ends the
/// asking of models in this incident, and the offline engine answers.
///
/// @param calls calls of a model, at least 1
/// @param tokens tokens read and written, at least 1
/// @param costMicros millionths of a US dollar, at least 0; what costs an unknown price is not counted
/// @param time that answers may take, all of them together
public record Budget(int calls, long tokens, long costMicros, Duration time) {

    /// What the product uses unless told otherwise: some rounds of an incident, and a talk about it.
    public static final Budget STANDARD = new Budget(120, 2_000_000, 10_000_000, Duration.ofMinutes(20));

    /// No bounds, for what costs nothing.
    public static final Budget UNLIMITED =
            new Budget(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(365));

    public Budget {
        if (calls < 1 || tokens < 1 || costMicros < 0 || !time.isPositive())
            throw new IllegalArgumentException("calls, tokens and time must be positive, and costs not negative");
    }

    /// Why nothing more may be asked; empty while it may.
    public Optional<String> spent(Outlay so) {
        if (so.calls() >= calls) return spent(calls + " calls");
        if (so.tokens() >= tokens) return spent(tokens + " tokens");
        if (so.costMicros() > 0 && so.costMicros() >= costMicros)
            return spent(String.format(Locale.ROOT, "$%.2f", costMicros / 1e6));
        return so.time().compareTo(time) >= 0 ? spent(Durations.display(time)) : Optional.empty();
    }

    private static Optional<String> spent(String what) {
        return Optional.of("the incident's budget of " + what + " is spent");
    }
}

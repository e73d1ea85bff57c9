package dev.runbook.ml.llm;

import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.operation.Durations;
import dev.runbook.ml.llm.model.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// What one task has taken of its limits. One thread at a time.
final class Spending {

    private final Limits limits;
    private final InstantSource clock;
    private final Instant begin;
    private int calls;
    private long tokens;
    private long costMicros;

    Spending(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        begin = clock.instant();
    }

    /// Why nothing more may be asked; empty while it may.
    Optional<String> spent() {
        if (calls >= limits.calls()) return Optional.of("the budget of " + limits.calls() + " calls is spent");
        if (tokens >= limits.tokens()) return Optional.of("the budget of " + limits.tokens() + " tokens is spent");
        if (costMicros > 0 && costMicros >= limits.costMicros())
            return Optional.of(String.format(Locale.ROOT, "the budget of $%.2f is spent", limits.costMicros() / 1e6));
        if (left().isZero()) return Optional.of("the budget of " + Durations.display(limits.time()) + " is spent");
        return Optional.empty();
    }

    /// How much time is left; never negative.
    Duration left() {
        var left = limits.time().minus(Duration.between(begin, clock.instant()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// How many calls are left.
    int callsLeft() {
        return limits.calls() - calls;
    }

    void called() {
        calls++;
    }

    void took(Consultation.Usage usage, long micros) {
        tokens += usage.total();
        costMicros += micros;
    }
}

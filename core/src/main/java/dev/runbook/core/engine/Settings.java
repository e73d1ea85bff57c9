package dev.runbook.core.engine;

import dev.runbook.core.runbook.RunbookId;
import java.time.Duration;
import java.util.Optional;

/// How the driver works.
///
/// @param fallback the runbook that is followed when none fits; without it such an incident escalates after the
///     survey
/// @param fit the least score, in `[0, 1]`, with which a runbook fits
/// @param lookBack how far back the survey looks
/// @param callTimeout how long one call to a provider may take
/// @param surveyed how many components the survey looks at, at most
/// @param looks how often the world is looked at after acting before the action counts as without effect,
///     at least 1
/// @param rounds how many rounds of acting are tried before a person must take over, at least 1
/// @param surveys whether evidence is gathered before the runbook's own steps
/// @param watch how long after a verified cure the world is looked at again, since cures decay; zero for not
///     at all
public record Settings(
        Optional<RunbookId> fallback,
        double fit,
        Duration lookBack,
        Duration callTimeout,
        int surveyed,
        int looks,
        int rounds,
        boolean surveys,
        Duration watch) {

    public Settings {
        if (!(fit >= 0 && fit <= 1)) throw new IllegalArgumentException("fit not in [0, 1]: " + fit);
        if (!lookBack.isPositive() || !callTimeout.isPositive())
            throw new IllegalArgumentException("look back and time-out must be positive");
        if (surveyed < 1 || looks < 1 || rounds < 1)
            throw new IllegalArgumentException("surveyed, looks and rounds must be at least 1");
        if (watch.isNegative()) throw new IllegalArgumentException("watch must not be negative: " + watch);
    }

    /// Settings under which a verified cure is not watched.
    public Settings(
            Optional<RunbookId> fallback,
            double fit,
            Duration lookBack,
            Duration callTimeout,
            int surveyed,
            int looks,
            int rounds,
            boolean surveys) {
        this(fallback, fit, lookBack, callTimeout, surveyed, looks, rounds, surveys, Duration.ZERO);
    }

    /// What the product uses unless told otherwise.
    public static Settings standard() {
        return new Settings(
                Optional.of(new RunbookId("general_triage")),
                0.35,
                Duration.ofHours(2),
                Duration.ofSeconds(20),
                16,
                3,
                3,
                true,
                Duration.ofMinutes(5));
    }
}

package dev.runbook.core.governor;

import java.time.Duration;
import java.util.List;

/// What the governor allows.
///
/// @param lock how long a target is kept at most for an incident that does not say that it is done with it
/// @param coolDown how long after an action the same action is not done to the same target for another incident
/// @param inVain after so many times without help, an action is not done to a target again, at least 1
/// @param inVainWithin how long such failures count
/// @param budget how many changes a service may have in an hour, at least 1
/// @param freezes when nothing is changed
public record Limits(
        Duration lock, Duration coolDown, int inVain, Duration inVainWithin, int budget, List<FreezeWindow> freezes) {

    /// The time in which a budget is spent.
    static final Duration BUDGET_SPAN = Duration.ofHours(1);

    public Limits {
        freezes = List.copyOf(freezes);
        if (!lock.isPositive()) throw new IllegalArgumentException("lock must be positive: " + lock);
        if (coolDown.isNegative()) throw new IllegalArgumentException("cool-down is negative: " + coolDown);
        if (!inVainWithin.isPositive())
            throw new IllegalArgumentException("the time in which failures count must be positive: " + inVainWithin);
        if (inVain < 1) throw new IllegalArgumentException("failures must be at least 1: " + inVain);
        if (budget < 1) throw new IllegalArgumentException("budget must be at least 1: " + budget);
    }

    /// What holds unless told otherwise.
    public static Limits standard() {
        return new Limits(Duration.ofHours(1), Duration.ofMinutes(5), 3, Duration.ofHours(24), 20, List.of());
    }

    /// How far back the governor must see.
    Duration lookBack() {
        var longest = inVainWithin.compareTo(coolDown) > 0 ? inVainWithin : coolDown;
        return longest.compareTo(BUDGET_SPAN) > 0 ? longest : BUDGET_SPAN;
    }
}

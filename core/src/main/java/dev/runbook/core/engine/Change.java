package dev.runbook.core.engine;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.Optional;

/// A change of the world that was made.
///
/// @param plan what was done
/// @param result what the provider answered
/// @param item the value that a `for_each` step ran for; empty for a step without one
/// @param at when it was done
/// @param fate what became of it
public record Change(Plan plan, Value result, Optional<Value> item, Instant at, Fate fate) {

    /// What became of a change.
    public enum Fate {
        /// It stands, and nobody has seen yet whether it helps.
        MADE,
        /// The problem was seen to be gone after it.
        PROVEN,
        /// It was taken back.
        UNDONE
    }

    boolean undone() {
        return fate == Fate.UNDONE;
    }

    boolean proven() {
        return fate == Fate.PROVEN;
    }

    /// Whether it did what this plan would do.
    boolean does(Plan other) {
        return plan.operation().equals(other.operation()) && plan.parameters().equals(other.parameters());
    }

    boolean canBeUndone() {
        return !undone() && plan.undo().isPresent();
    }

    Change takenBack() {
        return new Change(plan, result, item, at, Fate.UNDONE);
    }

    /// The problem was seen to be gone after it.
    Change seenToHelp() {
        return undone() ? this : new Change(plan, result, item, at, Fate.PROVEN);
    }

    /// This change as an action that did not help.
    TriedAction inVain(History.Failure why, Optional<Hypothesis> believed) {
        return new TriedAction(
                plan.operation(),
                plan.parameters(),
                at,
                why.said() + (undone() ? "; it was undone" : ""),
                why.evidence(),
                believed);
    }
}

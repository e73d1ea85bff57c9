package dev.runbook.integrations.fault;

/// How something moves a metric.
public sealed interface Shift {

    /// Adds an amount.
    record Plus(double amount) implements Shift {}

    /// Multiplies.
    record Times(double factor) implements Shift {}

    /// Pulls it to a level.
    record Toward(double level) implements Shift {}

    /// The value moved by a part of this shift.
    ///
    /// @param strength 0 moves nothing, 1 moves all the way
    default double apply(double value, double strength) {
        return switch (this) {
            case Plus(var amount) -> value + strength * amount;
            case Times(var factor) -> value * (1 + strength * (factor - 1));
            case Toward(var level) -> value + Math.min(1, strength) * (level - value);
        };
    }
}

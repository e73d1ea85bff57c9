package dev.runbook.ml.anomaly;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/// One way to look at a series, such as its level over the last hour, with the range it kept to so far.
final class Aspect {

    private final String name;
    private final Quantity quantity;
    private final PastRange range = new PastRange();

    /// A quantity that follows a series.
    @FunctionalInterface
    private interface Quantity {
        /// @return empty until enough of the series is known
        OptionalDouble after(Instant time, double value);
    }

    private Aspect(String name, Quantity quantity) {
        this.name = name;
        this.quantity = quantity;
    }

    /// What people call it.
    String name() {
        return name;
    }

    /// How far the aspect breaks out of its past range with this measurement, as [PastRange#add] has it.
    double add(Instant time, double value) {
        var now = quantity.after(time, value);
        return now.isPresent() ? range.add(now.getAsDouble()) : 0;
    }

    /// The aspects that together show the anomalies of operations: spikes, steps, lasting shifts, the unusual hour, and
    /// noise that grows or dies down. Each has a range of its own, so a shift too small to show among spikes shows
    /// in the median.
    static List<Aspect> all() {
        return List.of(
                new Aspect("value", (_, value) -> OptionalDouble.of(value)),
                new Aspect("value against the recent median", fromRecent(new Trailing(100))),
                new Aspect("level", median(new Trailing(5))),
                new Aspect("lasting level", median(new Trailing(24))),
                new Aspect("step", step(new Trailing(6))),
                new Aspect("level against the hour of the day", fromUsual(new DayProfile(), new Trailing(6))),
                new Aspect("spread", spread(new Trailing(100))));
    }

    private static Quantity median(Trailing window) {
        return (_, value) -> {
            window.add(value);
            return window.isFull() ? OptionalDouble.of(window.median()) : OptionalDouble.empty();
        };
    }

    private static Quantity spread(Trailing window) {
        return (_, value) -> {
            window.add(value);
            return window.isFull() ? OptionalDouble.of(window.deviation()) : OptionalDouble.empty();
        };
    }

    private static Quantity fromRecent(Trailing window) {
        return (_, value) -> {
            var distance = window.isFull() ? OptionalDouble.of(value - window.median()) : OptionalDouble.empty();
            window.add(value);
            return distance;
        };
    }

    /// The mean of three values less that of the three before.
    private static Quantity step(Trailing six) {
        return (_, value) -> {
            six.add(value);
            if (!six.isFull()) return OptionalDouble.empty();
            double now = six.last(0) + six.last(1) + six.last(2);
            double before = six.last(3) + six.last(4) + six.last(5);
            return OptionalDouble.of((now - before) / 3);
        };
    }

    private static Quantity fromUsual(DayProfile profile, Trailing window) {
        return (time, value) -> {
            var distance = profile.add(time, value);
            if (distance.isEmpty()) return distance;
            window.add(distance.getAsDouble());
            return window.isFull() ? OptionalDouble.of(window.mean()) : OptionalDouble.empty();
        };
    }
}

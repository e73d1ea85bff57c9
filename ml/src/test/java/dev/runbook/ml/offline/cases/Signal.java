package dev.runbook.ml.offline.cases;

import dev.runbook.core.evidence.Content.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/// A made-up course of a metric over minutes.
///
/// @param value the value without noise, by minute
/// @param noise the spread of single measurements, as a share of the value
public record Signal(DoubleUnaryOperator value, double noise, double floor, double ceiling) {

    public static Signal level(double level) {
        return new Signal(_ -> level, 0.03, 0, Double.MAX_VALUE);
    }

    public Signal noisy(double share) {
        return new Signal(value, share, floor, ceiling);
    }

    /// Never above this.
    public Signal atMost(double highest) {
        return new Signal(value, noise, floor, highest);
    }

    /// Goes to another level within a few minutes.
    public Signal stepsTo(double level, double minute) {
        return risesTo(level, minute, minute + 2);
    }

    /// Goes to another level bit by bit, and stays there.
    public Signal risesTo(double level, double from, double to) {
        return new Signal(
                minute -> {
                    double before = value.applyAsDouble(minute);
                    double part = Math.clamp((minute - from) / (to - from), 0, 1);
                    return before + part * (level - before);
                },
                noise,
                floor,
                ceiling);
    }

    /// Leaves for a while and comes back.
    public Signal spikesTo(double level, double from, double to) {
        return new Signal(
                minute -> minute >= from && minute < to ? level : value.applyAsDouble(minute), noise, floor, ceiling);
    }

    /// Sways slowly, as load does.
    public Signal swaying(double share, double period) {
        return new Signal(
                minute -> value.applyAsDouble(minute) * (1 + share * Math.sin(2 * Math.PI * minute / period)),
                noise,
                floor,
                ceiling);
    }

    public Signal times(double factor) {
        return new Signal(minute -> factor * value.applyAsDouble(minute), noise, floor * factor, ceiling * factor);
    }

    /// The measurements from `start` on.
    ///
    /// @param every minutes between measurements
    public List<Point> points(Instant start, double minutes, double every, Random random) {
        var points = new ArrayList<Point>();
        for (double minute = 0; minute <= minutes; minute += every) {
            double exact = value.applyAsDouble(minute);
            double measured = exact * (1 + noise * random.nextGaussian());
            points.add(new Point(
                    start.plusMillis(Math.round(minute * 60_000)),
                    Math.round(Math.clamp(measured, floor, ceiling) * 1e4) / 1e4));
        }
        return points;
    }
}

package dev.runbook.ml.offline.statistics;

import dev.runbook.ml.offline.statistics.Segmentation.Stretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the departure of a metric from its own baseline, if there is one that matters.
///
/// It is told nothing but the window in which trouble is seen, and finds the turning point in it by itself.
/// Where a period that is known to be healthy comes along, [Usual][dev.runbook.ml.rootcause.Usual] tells
/// how far values are off it, and there is no turning point to find.
///
/// The baseline is the level at the start of the series. Deviations are counted in its spread, which is
/// never taken for smaller than a share of the level and of the range: no unit and no absolute size enters
/// but for percentages.
public final class ShiftDetector {

    /// More points than this are merged first, so that a day at one minute costs no more than four hours.
    private static final int POINTS = 240;

    private static final int FEWEST = 6;
    private static final double LEAST_DEVIATION = 5;
    /// How many more of what is counted one by one mean anything.
    private static final double LEAST_COUNT = 3;

    /// The share of a departure that a further step must have.
    private static final double LEAST_STEP = 0.3;

    private static final double FLOOR_OF_LEVEL = 0.02;
    private static final double FLOOR_OF_RANGE = 0.02;

    private ShiftDetector() {}

    /// The departure in the direction that is trouble for this metric; empty when there is none, or too few
    /// points to tell.
    public static Optional<Shift> detect(Metric metric) {
        if (metric.series().size() < FEWEST) return Optional.empty();
        var series = metric.series().atMost(POINTS);
        var values = series.values();
        double floor = floor(values, metric);
        if (floor == 0) return Optional.empty();
        double noise = Math.max(Robust.noise(values), floor);
        var stretches = Segmentation.stretches(values, noise);
        int usual = endOfBaseline(values, stretches, noise, metric);
        double baseline = Robust.median(values, 0, usual);
        double spread = Math.max(Robust.spread(values, 0, usual), noise);
        var departures = departures(values, stretches, baseline, spread, metric);
        return departures.isEmpty()
                ? Optional.empty()
                : Optional.of(shift(series, values, departures.getLast(), stretches, baseline, spread));
    }

    private static double floor(double[] values, Metric metric) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (low == high) return 0;
        double ofCount = isFewAtATime(metric, values) ? LEAST_COUNT / LEAST_DEVIATION : 0;
        double ofLevel = FLOOR_OF_LEVEL * Math.abs(Robust.median(values));
        return Math.max(Math.max(ofLevel, ofCount), Math.max(FLOOR_OF_RANGE * (high - low), metric.grain()));
    }

    /// Whether single things that wait are counted: one or two more or fewer are chance.
    private static boolean isFewAtATime(Metric metric, double[] values) {
        return (metric.quantity() == Quantity.LOCKS || metric.quantity() == Quantity.QUEUE)
                && Arrays.stream(values).allMatch(value -> value == Math.rint(value));
    }

    /// The baseline goes on as long as the level does not depart.
    private static int endOfBaseline(double[] values, List<Stretch> stretches, double noise, Metric metric) {
        int end = stretches.getFirst().to();
        for (var stretch : stretches.subList(1, stretches.size())) {
            double spread = Math.max(Robust.spread(values, 0, end), noise);
            if (departs(values, stretch, Robust.median(values, 0, end), spread, metric)) break;
            end = stretch.to();
        }
        return end;
    }

    /// Runs of neighbouring stretches that depart the same way.
    private static List<Stretch> departures(
            double[] values, List<Stretch> stretches, double baseline, double spread, Metric metric) {
        var runs = new ArrayList<Stretch>();
        for (var stretch : stretches) {
            if (!departs(values, stretch, baseline, spread, metric)) continue;
            if (!runs.isEmpty() && runs.getLast().to() == stretch.from())
                runs.set(runs.size() - 1, new Stretch(runs.getLast().from(), stretch.to()));
            else runs.add(stretch);
        }
        return runs;
    }

    private static boolean departs(double[] values, Stretch stretch, double baseline, double spread, Metric metric) {
        double level = Robust.median(values, stretch.from(), stretch.to());
        return Math.abs(level - baseline) >= LEAST_DEVIATION * spread && metric.isTrouble(baseline, level);
    }

    private static Shift shift(
            Series series, double[] values, Stretch run, List<Stretch> stretches, double baseline, double spread) {
        int half = run.from() + (run.to() - run.from()) / 2;
        double level = Robust.median(values, half, run.to());
        int onset = onset(values, run, baseline, Math.signum(level - baseline) * 3 * spread);
        Optional<Instant> end = run.to() < values.length ? Optional.of(series.time(run.to())) : Optional.empty();
        boolean gradual = run.to() - onset >= 8
                && Math.abs(Robust.trend(values, onset, run.to())) > 0.7
                && Math.abs(values[onset] - baseline) < 0.5 * Math.abs(level - baseline);
        var steps = gradual ? List.<Integer>of() : steps(values, run, stretches, baseline, spread);
        return new Shift(
                baseline,
                level,
                series.time(onset),
                end,
                Math.abs(level - baseline) / spread,
                gradual,
                steps.stream().map(series::time).toList());
    }

    /// Where, inside a departure, the level goes further from the baseline than it ever was, by what would
    /// itself be a departure and by a good part of what it had departed.
    private static List<Integer> steps(
            double[] values, Stretch run, List<Stretch> stretches, double baseline, double spread) {
        var steps = new ArrayList<Integer>();
        double furthest = Double.NaN;
        for (var stretch : stretches) {
            if (stretch.from() < run.from() || stretch.to() > run.to()) continue;
            double distance = Math.abs(Robust.median(values, stretch.from(), stretch.to()) - baseline);
            if (distance - furthest >= Math.max(LEAST_DEVIATION * spread, LEAST_STEP * furthest))
                steps.add(stretch.from());
            furthest = Double.isNaN(furthest) ? distance : Math.max(furthest, distance);
        }
        return steps;
    }

    /// The first point of the run, or before it, from which on all depart by more than `distance`, which is
    /// signed.
    private static int onset(double[] values, Stretch run, double baseline, double distance) {
        int onset = run.from();
        while (onset > 0 && beyond(values[onset - 1], baseline, distance)) onset--;
        while (onset < run.to() - 1 && !beyond(values[onset], baseline, distance)) onset++;
        return onset;
    }

    private static boolean beyond(double value, double baseline, double distance) {
        return distance > 0 ? value > baseline + distance : value < baseline + distance;
    }
}

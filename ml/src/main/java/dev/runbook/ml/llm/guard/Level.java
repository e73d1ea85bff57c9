package dev.runbook.ml.llm.guard;

import dev.runbook.core.evidence.Content.MetricSeries;
import dev.runbook.core.evidence.Content.Point;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The plain statistics of a series, and where its level changed, if it did. Both what a model is told and
/// what it may say come from here, so they cannot differ.
///
/// @param change the clearest change of level
public record Level(
        int count,
        double min,
        double max,
        double mean,
        double median,
        double first,
        double last,
        Optional<Change> change) {

    /// Before and after a moment, by medians.
    public record Change(Instant at, double before, double after) {}

    /// At least this many points on either side.
    private static final int FEWEST = 3;

    /// @param series with at least one point
    public static Level of(MetricSeries series) {
        var values = series.points().stream().mapToDouble(Point::value).toArray();
        var range = Arrays.stream(values).summaryStatistics();
        return new Level(
                values.length,
                range.getMin(),
                range.getMax(),
                range.getAverage(),
                median(values),
                values[0],
                values[values.length - 1],
                change(series.points(), values));
    }

    /// Where two levels explain the values best: the split with the least absolute deviation from the
    /// medians of its sides, if it explains at least a third of it.
    private static Optional<Change> change(List<Point> points, double[] values) {
        double all = deviation(values);
        double best = all * 2 / 3;
        Optional<Change> found = Optional.empty();
        for (int split = FEWEST; split <= values.length - FEWEST; split++) {
            var before = Arrays.copyOfRange(values, 0, split);
            var after = Arrays.copyOfRange(values, split, values.length);
            double left = deviation(before) + deviation(after);
            if (left >= best) continue;
            best = left;
            found = Optional.of(new Change(points.get(split).time(), median(before), median(after)));
        }
        return found;
    }

    private static double deviation(double[] values) {
        double middle = median(values);
        return Arrays.stream(values).map(value -> Math.abs(value - middle)).sum();
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}

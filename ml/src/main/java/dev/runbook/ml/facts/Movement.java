package dev.runbook.ml.facts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a series of numbers moved, in words that conditions can match: `metric CPUUtilization rose to 96 from
/// 22`.
final class Movement {

    /// It moved when it is so many times as large, or as small, as at the beginning.
    private static final double CLEAR = 2;

    private Movement() {}

    /// @return empty when the series stayed about where it was
    static Optional<String> of(String metric, double[] values) {
        if (values.length < 4) return Optional.empty();
        int part = Math.max(1, values.length / 5);
        double first = middle(values, 0, part);
        double last = middle(values, values.length - part, values.length);
        var rest = Arrays.copyOfRange(values, part, values.length);
        double highest = Arrays.stream(rest).max().orElse(first);
        double lowest = Arrays.stream(rest).min().orElse(first);
        double small = 1e-9 + 0.01 * Math.max(Math.abs(highest), Math.abs(lowest));
        boolean rose = highest > CLEAR * Math.max(first, small);
        boolean fell = lowest < first / CLEAR - small;
        if (!rose && !fell) return Optional.empty();
        boolean up = rose && (!fell || highest / Math.max(first, small) >= first / Math.max(lowest, small));
        double extreme = up ? highest : lowest;
        boolean back = up ? last < first + 0.3 * (highest - first) : last > first - 0.3 * (first - lowest);
        return Optional.of(
                back
                        ? String.format(Locale.ROOT, "metric %s recovered to %.4g after %.4g", metric, last, extreme)
                        : String.format(
                                Locale.ROOT,
                                "metric %s %s to %.4g from %.4g",
                                metric,
                                up ? "rose" : "fell",
                                extreme,
                                first));
    }

    private static double middle(double[] values, int from, int to) {
        var part = Arrays.copyOfRange(values, from, to);
        Arrays.sort(part);
        return part[part.length / 2];
    }
}

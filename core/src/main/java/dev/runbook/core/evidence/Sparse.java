package dev.runbook.core.evidence;

import java.util.List;
import java.util.Locale;

/// Few words about many points.
final class Sparse {

    private Sparse() {}

    /// The range of the points and the last one, with the unit: `12.1 to 97.3 percent, last 96.8`.
    static String range(List<Content.Point> points, String unit) {
        var values = points.stream().mapToDouble(Content.Point::value).summaryStatistics();
        var suffix = unit.isEmpty() ? "" : " " + unit;
        return number(values.getMin()) + " to " + number(values.getMax()) + suffix + ", last "
                + number(points.getLast().value());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}

package dev.runbook.app.web.page;

import dev.runbook.app.web.view.EvidenceView.ContentView;
import dev.runbook.app.web.view.EvidenceView.MetricView;
import dev.runbook.app.web.view.EvidenceView.PointView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A metric over time as a line in a box of [#WIDTH] by [#HEIGHT].
///
/// @param line the corners of the line, as SVG writes them
/// @param lowest the least value, with its unit
/// @param highest the greatest value, with its unit
public record Chart(String line, String lowest, String highest, Instant from, Instant to) {

    public static final int WIDTH = 600;
    public static final int HEIGHT = 120;

    private static final double MARGIN = 4;

    /// Empty for what is no metric, or has too few points for a line.
    static Optional<Chart> of(ContentView content) {
        return content instanceof MetricView metric && metric.points().size() > 1
                ? Optional.of(of(metric.points(), metric.unit()))
                : Optional.empty();
    }

    private static Chart of(List<PointView> points, String unit) {
        var values = points.stream().mapToDouble(PointView::value).summaryStatistics();
        var from = points.getFirst().time();
        var to = points.getLast().time();
        var line = points.stream()
                .map(point -> place(point, from, to, values.getMin(), values.getMax()))
                .collect(Collectors.joining(" "));
        return new Chart(line, label(values.getMin(), unit), label(values.getMax(), unit), from, to);
    }

    private static String place(PointView point, Instant from, Instant to, double lowest, double highest) {
        double x = share(seconds(from, point.time()), seconds(from, to));
        double y = share(point.value() - lowest, highest - lowest);
        return String.format(Locale.ROOT, "%.1f,%.1f", x * WIDTH, HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static double share(double part, double whole) {
        return whole > 0 ? part / whole : 0.5;
    }

    private static String label(double value, String unit) {
        var number = value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }
}

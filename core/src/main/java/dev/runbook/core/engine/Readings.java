package dev.runbook.core.engine;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What metrics read now. A reading is the median of the last three points, so that one odd point says nothing.
final class Readings {

    private Readings() {}

    /// The latest reading of each metric by name, over the freshest series of each component.
    static Value.Fields latest(List<Evidence> evidence, Predicate<String> components) {
        var readings = new TreeMap<String, Value>();
        freshest(evidence).forEach((key, series) -> {
            if (!components.test(series.component()) || series.points().isEmpty()) return;
            var reading = new Value.Real(now(series.points()));
            readings.merge(
                    series.metric(), reading, (a, b) -> ((Value.Real) a).number() >= ((Value.Real) b).number() ? a : b);
        });
        return new Value.Fields(readings);
    }

    /// The freshest series of each component and metric, by `component/metric`.
    static Map<String, Content.MetricSeries> freshest(List<Evidence> evidence) {
        var freshest = new TreeMap<String, Content.MetricSeries>();
        for (var piece : evidence)
            if (piece.content() instanceof Content.MetricSeries series)
                freshest.put(series.component() + "/" + series.metric(), series);
        return freshest;
    }

    /// The median of the last three points.
    static double now(List<Content.Point> points) {
        return median(points.subList(Math.max(0, points.size() - 3), points.size()));
    }

    /// The median of all points.
    static double median(List<Content.Point> points) {
        var values = points.stream().mapToDouble(Content.Point::value).sorted().toArray();
        if (values.length == 0) throw new IllegalArgumentException("no points, no median");
        return values.length % 2 == 1
                ? values[values.length / 2]
                : (values[values.length / 2 - 1] + values[values.length / 2]) / 2;
    }

    /// The median distance of the points from a centre.
    static double spread(List<Content.Point> points, double centre) {
        var distances = points.stream()
                .mapToDouble(p -> Math.abs(p.value() - centre))
                .sorted()
                .toArray();
        return distances.length == 0 ? 0 : distances[distances.length / 2];
    }
}

package dev.runbook.app.web.casefile;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One metric of one component, with the points of every answer that held some.
///
/// @param points in order of time, each time once; the latest answer wins
/// @param evidence the ids of the answers
record Series(Key key, List<Content.Point> points, List<String> evidence) {

    /// What is measured.
    record Key(String component, String metric, String unit) {}

    /// The answers that hold each metric, in the order in which the metrics were first seen.
    static Map<Key, List<Evidence>> metrics(Collection<Evidence> evidence) {
        var metrics = new LinkedHashMap<Key, List<Evidence>>();
        for (var piece : evidence)
            if (piece.content() instanceof Content.MetricSeries(var component, var metric, var unit, var _))
                metrics.computeIfAbsent(new Key(component, metric, unit), _ -> new ArrayList<>())
                        .add(piece);
        return metrics;
    }

    /// In the order in which they were first seen.
    static List<Series> of(Collection<Evidence> evidence) {
        var points = new LinkedHashMap<Key, TreeMap<Instant, Content.Point>>();
        var ids = new LinkedHashMap<Key, List<String>>();
        for (var piece : evidence) {
            if (!(piece.content() instanceof Content.MetricSeries(var component, var metric, var unit, var some)))
                continue;
            var key = new Key(component, metric, unit);
            var known = points.computeIfAbsent(key, _ -> new TreeMap<>());
            some.forEach(point -> known.put(point.time(), point));
            ids.computeIfAbsent(key, _ -> new ArrayList<>()).add(piece.id().id());
        }
        return points.entrySet().stream()
                .map(one -> new Series(one.getKey(), List.copyOf(one.getValue().values()), idsOf(ids, one.getKey())))
                .toList();
    }

    private static List<String> idsOf(Map<Key, List<String>> ids, Key key) {
        return List.copyOf(ids.getOrDefault(key, List.of()));
    }

    /// At most so many points that look the same: of each stretch of time the least and the greatest.
    List<Content.Point> thinned(int most) {
        if (points.size() <= most) return points;
        int stretch = Math.ceilDiv(points.size() * 2, most);
        var kept = new ArrayList<Content.Point>();
        for (int i = 0; i < points.size(); i += stretch)
            extremes(points.subList(i, Math.min(i + stretch, points.size())), kept);
        return List.copyOf(kept);
    }

    private static void extremes(List<Content.Point> stretch, List<Content.Point> kept) {
        var least = stretch.getFirst();
        var greatest = least;
        for (var point : stretch) {
            if (point.value() < least.value()) least = point;
            if (point.value() > greatest.value()) greatest = point;
        }
        var leastFirst = !greatest.time().isBefore(least.time());
        kept.add(leastFirst ? least : greatest);
        if (!least.equals(greatest)) kept.add(leastFirst ? greatest : least);
    }
}

package dev.runbook.ml.offline.statistics;

import dev.runbook.core.evidence.Content.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.TreeMap;

/// One metric of one component over time: all that was measured of it, in order, each time once. It never
/// changes.
public final class Series {

    private final String component;
    private final String metric;
    private final String unit;
    private final Instant[] times;
    private final double[] values;

    private Series(String component, String metric, String unit, Instant[] times, double[] values) {
        this.component = component;
        this.metric = metric;
        this.unit = unit;
        this.times = times;
        this.values = values;
    }

    /// @param points in the order of observation; of two at the same time the later one is fresher and counts
    public static Series of(String component, String metric, String unit, Collection<Point> points) {
        var sorted = new TreeMap<Instant, Double>();
        for (var point : points) sorted.put(point.time(), point.value());
        return new Series(
                component,
                metric,
                unit,
                sorted.keySet().toArray(Instant[]::new),
                sorted.values().stream().mapToDouble(d -> d).toArray());
    }

    public String component() {
        return component;
    }

    public String metric() {
        return metric;
    }

    public String unit() {
        return unit;
    }

    public int size() {
        return values.length;
    }

    public Instant time(int index) {
        return times[index];
    }

    public double value(int index) {
        return values[index];
    }

    /// The latest measurement.
    ///
    /// @throws IndexOutOfBoundsException when there is none
    public double last() {
        return values[values.length - 1];
    }

    /// The median of the last five measurements, so that one odd one says nothing.
    ///
    /// @throws IndexOutOfBoundsException when there is none
    public double recent() {
        return Robust.median(values, Math.max(0, values.length - 5), values.length);
    }

    double[] values() {
        return values.clone();
    }

    /// At most `count` points: the medians of neighbouring points, each at the time of its first.
    Series atMost(int count) {
        if (size() <= count) return this;
        int width = (size() + count - 1) / count;
        var points = new ArrayList<Point>();
        for (int from = 0; from < size(); from += width)
            points.add(new Point(times[from], Robust.median(values, from, Math.min(size(), from + width))));
        return of(component, metric, unit, points);
    }

    /// For a counter that only grows: how much it grew a second from each point to the next. A counter that
    /// starts over counts from zero.
    Series rate() {
        var points = new ArrayList<Point>();
        for (int i = 1; i < size(); i++) {
            double seconds = (times[i].toEpochMilli() - times[i - 1].toEpochMilli()) / 1000.0;
            double growth = values[i] >= values[i - 1] ? values[i] - values[i - 1] : values[i];
            points.add(new Point(times[i], growth / seconds));
        }
        return of(component, metric, unit.isEmpty() ? "per second" : unit + " per second", points);
    }

    /// Whether the values never fall but for restarts from near zero, and grow at all.
    boolean growsOnly() {
        int resets = 0;
        for (int i = 1; i < size(); i++) {
            if (values[i] >= values[i - 1]) continue;
            if (values[i] > 0.1 * values[i - 1] || ++resets > 2) return false;
        }
        return size() >= 5 && values[size() - 1] != values[0];
    }
}

package dev.runbook.ml.bundle;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Measurements of one metric in order of time. Missing ones are NaN. It never changes.
public final class Series {

    private final double[] times;
    private final double[] values;

    private Series(double[] times, double[] values) {
        this.times = times;
        this.values = values;
    }

    /// A series of measurements in any order.
    ///
    /// @param times in seconds since 1970
    /// @param values as many as times
    public static Series of(double[] times, double[] values) {
        if (times.length != values.length)
            throw new IllegalArgumentException(times.length + " times and " + values.length + " values");
        boolean sorted = true;
        for (int i = 1; i < times.length && sorted; i++) sorted = times[i - 1] <= times[i];
        if (sorted) return new Series(times.clone(), values.clone());
        var order = IntStream.range(0, times.length)
                .boxed()
                .sorted((a, b) -> Double.compare(times[a], times[b]))
                .mapToInt(i -> i)
                .toArray();
        return new Series(
                Arrays.stream(order).mapToDouble(i -> times[i]).toArray(),
                Arrays.stream(order).mapToDouble(i -> values[i]).toArray());
    }

    public int size() {
        return times.length;
    }

    /// Seconds since 1970.
    public double time(int index) {
        return times[index];
    }

    /// NaN when missing.
    public double value(int index) {
        return values[index];
    }

    /// The values that are not missing, in order of time.
    public double[] present() {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }
}

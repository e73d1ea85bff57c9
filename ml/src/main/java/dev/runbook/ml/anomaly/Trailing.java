package dev.runbook.ml.anomaly;

import java.util.Arrays;

/// The last few values of a stream.
final class Trailing {

    private final double[] values;
    private long count;

    Trailing(int size) {
        values = new double[size];
    }

    void add(double value) {
        values[(int) (count++ % values.length)] = value;
    }

    boolean isFull() {
        return count >= values.length;
    }

    /// The value that came `back` steps before the last one; `back` is below the size.
    double last(int back) {
        return values[(int) ((count - 1 - back) % values.length)];
    }

    double mean() {
        double sum = 0;
        for (double value : values) sum += value;
        return sum / values.length;
    }

    /// The upper one of two middle values.
    double median() {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// The standard deviation.
    double deviation() {
        double mean = mean();
        double sum = 0;
        for (double value : values) sum += (value - mean) * (value - mean);
        return Math.sqrt(sum / values.length);
    }
}

package dev.runbook.ml.offline.statistics;

import java.util.Arrays;

/// Estimates that a few wild values cannot spoil.
final class Robust {

    /// Makes a median absolute deviation comparable with a standard deviation of normal noise.
    private static final double NORMAL = 1.4826;

    private Robust() {}

    /// The middle value of `values[from, to)`; of an even number the lower one, so that it is a value that was
    /// measured.
    static double median(double[] values, int from, int to) {
        var sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }

    static double median(double[] values) {
        return median(values, 0, values.length);
    }

    /// How far values typically lie from their median, on the scale of a standard deviation.
    static double spread(double[] values, int from, int to) {
        double middle = median(values, from, to);
        var distances = new double[to - from];
        for (int i = from; i < to; i++) distances[i - from] = Math.abs(values[i] - middle);
        return NORMAL * median(distances);
    }

    /// The noise of a series, from the differences of neighbours: a shift of the level hardly counts.
    static double noise(double[] values) {
        if (values.length < 3) return 0;
        var differences = new double[values.length - 1];
        for (int i = 1; i < values.length; i++) differences[i - 1] = Math.abs(values[i] - values[i - 1]);
        return NORMAL * median(differences) / Math.sqrt(2);
    }

    /// How steadily values rise (towards 1) or fall (towards -1): Kendall's rank correlation with time.
    static double trend(double[] values, int from, int to) {
        int n = to - from;
        if (n < 2) return 0;
        long balance = 0;
        for (int i = from; i < to; i++)
            for (int j = i + 1; j < to; j++) balance += (long) Math.signum(values[j] - values[i]);
        return balance / (n * (n - 1) / 2.0);
    }
}

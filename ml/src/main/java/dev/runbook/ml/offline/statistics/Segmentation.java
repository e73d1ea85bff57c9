package dev.runbook.ml.offline.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts a series into stretches of one level each: the cut that is cheapest when every further stretch has its
/// price (optimal partitioning, [Jackson et al. 2005](https://doi.org/10.1109/LSP.2001.838216)).
final class Segmentation {

    /// Fewer points than this are a blip, not a level.
    static final int SHORTEST = 3;

    /// The price of a stretch, in variances of the noise and logarithms of the length.
    private static final double PRICE = 6;

    private Segmentation() {}

    /// One stretch: `[from, to)`.
    record Stretch(int from, int to) {}

    /// @param noise the standard deviation of the noise; positive
    static List<Stretch> stretches(double[] values, double noise) {
        int n = values.length;
        if (n < 2 * SHORTEST) return List.of(new Stretch(0, n));
        var sums = new double[n + 1];
        var squares = new double[n + 1];
        double middle = Robust.median(values);
        for (int i = 0; i < n; i++) {
            double scaled = (values[i] - middle) / noise;
            sums[i + 1] = sums[i] + scaled;
            squares[i + 1] = squares[i] + scaled * scaled;
        }
        double price = PRICE * Math.log(n);
        var cost = new double[n + 1];
        var start = new int[n + 1];
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        cost[0] = 0;
        for (int to = SHORTEST; to <= n; to++) {
            for (int from = 0; from <= to - SHORTEST; from++) {
                double sum = sums[to] - sums[from];
                double within = squares[to] - squares[from] - sum * sum / (to - from);
                double total = cost[from] + within + price;
                if (total < cost[to]) {
                    cost[to] = total;
                    start[to] = from;
                }
            }
        }
        var found = new ArrayList<Stretch>();
        for (int to = n; to > 0; to = start[to]) found.add(new Stretch(start[to], to));
        return found.reversed();
    }
}

package dev.runbook.ml.anomaly;

import java.util.Arrays;

/// The range that a quantity kept to in the past, and how far a new value breaks out of it.
///
/// It forgets in blocks of `BLOCK` values, so a range once wide becomes narrow again.
final class PastRange {

    /// So many values must have been seen before a break counts: the younger a range, the easier it is to break.
    private static final int YOUNG = 150;

    private static final int BLOCK = 500;
    private static final int BLOCKS = 16;

    /// A range is at least this share of the values it is made of, so that rounding breaks nothing.
    private static final double ROUNDING = 1e-6;

    private final double[] highest = new double[BLOCKS];
    private final double[] lowest = new double[BLOCKS];
    private long count;

    PastRange() {
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    }

    /// Takes in a value.
    ///
    /// @return how far it lies outside of the range so far, in widths of that range, at most 1; positive above it,
    ///     negative below it, 0 inside
    double add(double value) {
        int block = (int) (count / BLOCK % BLOCKS);
        if (count % BLOCK == 0) {
            highest[block] = Double.NEGATIVE_INFINITY;
            lowest[block] = Double.POSITIVE_INFINITY;
        }
        double high = Arrays.stream(highest).max().orElseThrow();
        double low = Arrays.stream(lowest).min().orElseThrow();
        double outside = count < YOUNG ? 0 : value > high ? value - high : value < low ? value - low : 0;
        count++;
        highest[block] = Math.max(highest[block], value);
        lowest[block] = Math.min(lowest[block], value);
        if (outside == 0) return 0;
        double width = Math.max(high - low, ROUNDING * Math.max(Math.abs(high), Math.abs(low)));
        return width == 0 ? Math.signum(outside) : Math.clamp(outside / width, -1, 1);
    }
}

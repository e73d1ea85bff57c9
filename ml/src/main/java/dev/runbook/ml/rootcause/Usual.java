package dev.runbook.ml.rootcause;

import java.util.Arrays;

/// What a metric usually is: the middle of its values and their spread to either side, from robust statistics.
///
/// Of a period that is known to be healthy. Without one,
/// [ShiftDetector][dev.runbook.ml.offline.statistics.ShiftDetector] finds the baseline and the departure
/// from it in one window.
///
/// The spread has a floor in shares of the middle, never in units, so bytes and seconds are treated alike;
/// and it reaches to the tenth and ninetieth percentile, so metrics that jump now and then are not taken
/// for calm.
///
/// @param middle the median
/// @param above how far a value may lie above the middle before it is unusual; at least 0
/// @param below the same below it
public record Usual(double middle, double above, double below) {

    /// Share of the middle; anything from 0.05 to 0.2 ranks alike on the development sets.
    private static final double FLOOR = 0.1;

    /// Of a normal distribution, the distance of the median absolute deviation, the interquartile range and
    /// the ninetieth percentile, each in standard deviations.
    private static final double MAD = 1.4826;

    private static final double QUARTILES = 1 / 1.349;
    private static final double NINETIETH = 1 / 1.2816;

    /// How many spreads off a metric counts as that was always the same.
    private static final double NEVER_SEEN = 6;

    /// @param values at least one, none missing, in any order
    /// @param floor the least spread, in the metric's unit; 0 for none beside the share of the middle
    public static Usual of(double[] values, double floor) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        double middle = quantile(sorted, 0.5);
        double quartiles = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) * QUARTILES;
        double least =
                Math.max(Math.max(MAD * mad(sorted, middle), quartiles), Math.max(FLOOR * Math.abs(middle), floor));
        return new Usual(
                middle,
                Math.max(least, (quantile(sorted, 0.9) - middle) * NINETIETH),
                Math.max(least, (middle - quantile(sorted, 0.1)) * NINETIETH));
    }

    private static double mad(double[] sorted, double middle) {
        var off = Arrays.stream(sorted).map(v -> Math.abs(v - middle)).sorted().toArray();
        return quantile(off, 0.5);
    }

    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int low = (int) Math.floor(at);
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    /// How far a value is off, in spreads; negative below the middle.
    public double deviation(double value) {
        double off = value - middle;
        double spread = off >= 0 ? above : below;
        if (spread > 0) return off / spread;
        return off == 0 ? 0 : Math.copySign(NEVER_SEEN, off);
    }
}

package dev.runbook.ml.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How well stated confidence agrees with how often it was right: a calibrated engine is right in about seven of ten
/// cases where it says 0.7.
///
/// @param bins by rising confidence; empty ones are left out
public record Reliability(List<Bin> bins) {

    private static final int BINS = 10;

    /// One case.
    ///
    /// @param confidence as stated, in `[0, 1]`
    public record Claim(double confidence, boolean right) {}

    /// Cases of like confidence.
    ///
    /// @param from the least confidence of the bin, which is a tenth wide
    /// @param said the mean of the confidence that was stated
    /// @param was the share that was right
    public record Bin(double from, int cases, double said, double was) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    /// Sorts claims into ten bins.
    public static Reliability of(List<Claim> claims) {
        var bins = new ArrayList<Bin>();
        for (int i = 0; i < BINS; i++) {
            int bin = i;
            var in = claims.stream()
                    .filter(c -> Math.min(BINS - 1, (int) (c.confidence() * BINS)) == bin)
                    .toList();
            if (in.isEmpty()) continue;
            double said = in.stream().mapToDouble(Claim::confidence).average().orElse(0);
            double was = in.stream().filter(Claim::right).count() / (double) in.size();
            bins.add(new Bin((double) bin / BINS, in.size(), said, was));
        }
        return new Reliability(bins);
    }

    /// The expected calibration error: the mean distance between the two, each bin counting by its cases; 0 when there
    /// are none.
    public double error() {
        double cases = bins.stream().mapToInt(Bin::cases).sum();
        return bins.stream()
                        .mapToDouble(b -> b.cases() * Math.abs(b.said() - b.was()))
                        .sum()
                / Math.max(1, cases);
    }

    /// A table for people.
    public String text() {
        var text = new StringBuilder(
                String.format(Locale.ROOT, "%-12s %6s %6s %6s%n", "confidence", "cases", "said", "right"));
        for (var bin : bins)
            text.append(String.format(
                    Locale.ROOT,
                    "%.1f to %.1f   %6d %6.2f %6.2f%n",
                    bin.from(),
                    bin.from() + 1.0 / BINS,
                    bin.cases(),
                    bin.said(),
                    bin.was()));
        return text.toString();
    }
}

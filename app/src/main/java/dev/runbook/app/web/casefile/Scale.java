package dev.runbook.app.web.casefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Maps values to heights, with round numbers at its ends.
///
/// @param step the distance of two grid lines
record Scale(double low, double high, double step) {

    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /// A scale that holds everything from `least` to `greatest`. It begins at zero unless that would flatten the line.
    static Scale of(double least, double greatest) {
        double from = least >= 0 && least <= 0.6 * greatest ? 0 : least;
        double span = greatest > from ? greatest - from : Math.max(Math.abs(greatest) * 0.2, 1);
        double step = roundUp(span / 2.6);
        double low = Math.floor(from / step) * step;
        double high = Math.ceil(Math.max(greatest, low + step) / step) * step;
        return new Scale(low, high, step);
    }

    private static double roundUp(double wanted) {
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        for (double round : ROUND) if (round * power >= wanted) return round * power;
        return 10 * power;
    }

    /// From 0 at the low end to 1 at the high end.
    double share(double value) {
        return (value - low) / (high - low);
    }

    /// The values of the grid lines, from low to high.
    List<Double> levels() {
        var levels = new ArrayList<Double>();
        for (int i = 0; low + i * step <= high + step / 2; i++) levels.add(low + i * step);
        return levels;
    }

    /// A value as people read it: at most three digits that matter, thousands as `k`.
    static String label(double value) {
        double size = Math.abs(value);
        if (size >= 1_000_000) return trimmed(value / 1_000_000) + "M";
        if (size >= 10_000) return trimmed(value / 1000) + "k";
        if (size >= 100 || value == Math.rint(value)) return String.format(Locale.ROOT, "%.0f", value);
        return trimmed(value);
    }

    private static String trimmed(double value) {
        var text = String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}

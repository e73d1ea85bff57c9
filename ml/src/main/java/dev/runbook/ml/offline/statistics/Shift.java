package dev.runbook.ml.offline.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A lasting departure of a metric from its own baseline.
///
/// @param baseline the usual level: a value that was measured
/// @param level the level of the departure: a value that was measured
/// @param onset the first measurement that departed
/// @param end the first measurement that was back; empty while it lasts
/// @param deviation how many spreads of the baseline the level lies from it; never negative
/// @param gradual whether it grew bit by bit instead of jumping
/// @param worsenings when, after the onset, it jumped clearly further from the baseline; none while it grows
///     bit by bit
public record Shift(
        double baseline,
        double level,
        Instant onset,
        Optional<Instant> end,
        double deviation,
        boolean gradual,
        List<Instant> worsenings) {

    public Shift {
        worsenings = List.copyOf(worsenings);
    }

    public boolean up() {
        return level > baseline;
    }

    public boolean recovered() {
        return end.isPresent();
    }

    /// How many times the baseline the level is; infinite when the baseline is zero.
    public double ratio() {
        return baseline == 0 ? Double.POSITIVE_INFINITY : level / baseline;
    }
}

package dev.runbook.ml.rootcause;

import dev.runbook.ml.bundle.MetricKey;

/// How far a metric left what is usual for it.
///
/// @param signed in spreads; negative when below
/// @param badness in spreads, as far as the direction is bad for this kind; at least 0
/// @param onset when it left what is usual for good, in seconds since 1970; NaN when it did not
/// @param usual its middle before
/// @param now its mean where it is farthest off
public record Deviation(
        MetricKey key, DeviationKind kind, double signed, double badness, double onset, double usual, double now) {

    /// So many spreads off is worth a word.
    public static final double NOTABLE = 3;

    public boolean isNotable() {
        return badness >= NOTABLE;
    }
}

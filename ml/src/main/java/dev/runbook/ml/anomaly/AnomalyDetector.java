package dev.runbook.ml.anomaly;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Scores the measurements of one series as they come.
///
/// The series is looked at in several ways at once ([Aspect]), and each aspect keeps the range it had in the last
/// 8,000 measurements. A measurement is strange as far as aspects leave their ranges: by how many widths of the
/// range, added up. That needs no unit and no distribution, and what has happened before is not strange again. After
/// an onset the detector holds back for a while, so that one anomaly is reported once, unless a far graver one follows.
///
/// It begins to score after 150 measurements. Nothing is random: the same series gives the same scores. One thread
/// at a time.
public final class AnomalyDetector {

    /// All aspects together must leave their ranges by this share of a range. Chosen with all other constants by
    /// leaving out one category of the Numenta benchmark after the other; anything from 0.03 to 0.10 scores alike.
    private static final double STRANGE = 0.06;

    /// An anomaly lasts for a tenth of the measurements seen so far, within these bounds.
    private static final int SHORTEST_REST = 30;

    private static final int LONGEST_REST = 100;

    /// So many times as strange as the onset before it, an anomaly is another one.
    private static final double GRAVER = 4;

    private final List<Aspect> aspects = Aspect.all();
    private long count;
    private long rest;
    private double gravest;

    /// Scores the next measurement.
    ///
    /// @param time when it was measured; gives the hour of the day, need not be evenly spaced
    /// @param value not a number, or infinite, for a missing measurement: that scores 0 and changes nothing
    public AnomalyScore next(Instant time, double value) {
        if (!Double.isFinite(value)) return AnomalyScore.USUAL;
        count++;
        double sum = 0;
        double most = 0;
        var reason = aspects.getFirst();
        for (var aspect : aspects) {
            double outside = aspect.add(time, value);
            sum += Math.abs(outside);
            if (Math.abs(outside) > Math.abs(most)) {
                most = outside;
                reason = aspect;
            }
        }
        boolean resting = rest > 0;
        if (resting) rest--;
        if (sum == 0) return AnomalyScore.USUAL;
        if (sum < STRANGE || (resting && sum < GRAVER * gravest))
            return new AnomalyScore(resting ? score(sum) * AnomalyScore.ONSET / 2 : score(sum), "");
        rest = Math.clamp(count / 10, SHORTEST_REST, LONGEST_REST);
        gravest = sum;
        return new AnomalyScore(Math.max(score(sum), AnomalyScore.ONSET), words(reason, most));
    }

    /// From 0 through `ONSET`, for a sum of `STRANGE`, towards 1.
    private static double score(double sum) {
        return sum / (sum + STRANGE);
    }

    private static String words(Aspect aspect, double outside) {
        return String.format(
                Locale.ROOT,
                "%s %s its past range by %.0f %% of it",
                aspect.name(),
                outside > 0 ? "above" : "below",
                100 * Math.abs(outside));
    }
}

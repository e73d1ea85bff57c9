package dev.runbook.ml.anomaly;

/// How strange one measurement is, after all that came before it.
///
/// @param score in `[0, 1]`; at least `ONSET` where an anomaly begins
/// @param reason what left its past range most, and by how much; empty where no anomaly begins
public record AnomalyScore(double score, String reason) {

    /// The one threshold, for every series.
    public static final double ONSET = 0.5;

    static final AnomalyScore USUAL = new AnomalyScore(0, "");

    public AnomalyScore {
        if (!(score >= 0 && score <= 1)) throw new IllegalArgumentException("score not in [0, 1]: " + score);
    }

    /// Whether an anomaly begins here. The measurements after it are part of it, and score lower.
    public boolean isOnset() {
        return score >= ONSET;
    }
}

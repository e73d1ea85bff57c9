package dev.runbook.ml.diagnose;

/// From how much evidence speaks for a cause to how often such a cause is right. One place for all that the engine
/// claims; `docs/EVALUATION.md` has the reliability tables that it was chosen by.
public final class Confidence {

    /// Where the evidence does not decide, whatever comes first is right less often than this.
    public static final double UNDECIDED = 0.35;

    private static final double HEALTHY = 0.9;
    private static final double MOST = 0.97;
    private static final double FOR_A_GAP = 0.07;
    private static final int GAPS = 4;

    private Confidence() {}

    /// The most that may be claimed when so many things could not be seen.
    public static double ceiling(int gaps) {
        return MOST - FOR_A_GAP * Math.min(GAPS, gaps);
    }

    /// That nothing is broken, when all that was looked at says so.
    public static double ofHealth(int gaps) {
        return Math.min(HEALTHY, ceiling(gaps));
    }
}

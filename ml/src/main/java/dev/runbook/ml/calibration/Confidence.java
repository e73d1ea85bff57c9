package dev.runbook.ml.calibration;

/// From how much evidence speaks for a cause to how often such a cause is right. One place for all that the
/// engine claims; `docs/EVALUATION.md` has the reliability tables that it was chosen by.
public final class Confidence {

    /// Where the evidence does not decide, whatever comes first is right less often than this.
    public static final double UNDECIDED = 0.35;

    private static final double HEALTHY = 0.9;
    private static final double MOST = 0.97;
    private static final double FOR_A_GAP = 0.04;
    private static final int GAPS = 4;

    /// From the log odds that arguments add up to, to those of being right: fitted on the simulated
    /// incidents of seed 1, where arguments turned out to be too modest, and drawn halfway back towards no
    /// correction.
    private static final double SLOPE = 1.6;

    private static final double OFFSET = 0.2;

    private static final double LEAD_SLOPE = 7;
    private static final double NO_LEAD = 1.9;

    private Confidence() {}

    /// How often a cause is right that has this share of all that speaks for any cause.
    ///
    /// @param share in `[0, 1]`
    /// @return in `[0, 1]`; a larger share never gives less
    public static double calibrated(double share) {
        if (share <= 0 || share >= 1) return Math.clamp(share, 0, 1);
        return 1 / (1 + Math.exp(-(OFFSET + SLOPE * Math.log(share / (1 - share)))));
    }

    /// How often the component that comes first is the right one, by its lead over the next; a lead of
    /// nothing is a guess among a few. Fitted on the public sets, each left out once.
    ///
    /// @param lead in shares of the first score, in `[0, 1]`
    public static double ofLead(double lead) {
        return 1 / (1 + Math.exp(-(LEAD_SLOPE * lead - NO_LEAD)));
    }

    /// The most that may be claimed when so many things could not be seen.
    public static double ceiling(int gaps) {
        return MOST - FOR_A_GAP * Math.min(GAPS, gaps);
    }

    /// That nothing is broken, when all that was looked at says so.
    public static double ofHealth(int gaps) {
        return Math.min(HEALTHY, ceiling(gaps));
    }
}

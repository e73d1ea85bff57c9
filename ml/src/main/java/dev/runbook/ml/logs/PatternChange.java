package dev.runbook.ml.logs;

/// How often a template came in a window, beside a baseline.
///
/// @param level the gravest level of its events
/// @param before how many of its events the baseline has
/// @param now how many the window has
/// @param expected how many the window would have at the baseline's rate
/// @param first its first event in the window; in the baseline when the window has none
/// @param last its last event likewise
public record PatternChange(
        Kind kind,
        LogTemplate template,
        LogLevel level,
        long before,
        long now,
        double expected,
        LogEvent first,
        LogEvent last) {

    /// What became of a template.
    public enum Kind {
        /// The baseline has none of it.
        NEW,
        /// It comes several times as often as in the baseline, and chance does not explain it.
        BURSTING,
        /// The baseline's rate made some due, and none came.
        VANISHED,
        /// None of these.
        STEADY
    }

    /// So many due make it strange that none came: by chance that happens once in twenty.
    private static final double DUE = 3;

    private static final double SEVERAL = 3;

    /// In nats; chance alone exceeds it once in about 150.
    private static final double BEYOND_CHANCE = 5;

    /// A template that the baseline has none of could still have been due this often.
    private static final double UNSEEN = 0.5;

    static Kind kind(long before, long now, double expected) {
        if (before == 0) return Kind.NEW;
        if (now == 0) return expected >= DUE ? Kind.VANISHED : Kind.STEADY;
        return now >= SEVERAL * expected && surprise(now, expected) >= BEYOND_CHANCE ? Kind.BURSTING : Kind.STEADY;
    }

    /// Whether it came more than it was due to: new, or bursting.
    public boolean isRise() {
        return kind == Kind.NEW || kind == Kind.BURSTING;
    }

    /// How far the count is from what was due: the log likelihood ratio of the two rates, if events came
    /// independently; at least 0, in nats.
    public double surprise() {
        return surprise(now, expected);
    }

    private static double surprise(long now, double expected) {
        double due = Math.max(expected, UNSEEN);
        return now == 0 ? due : Math.max(0, now * Math.log(now / due) - now + due);
    }
}

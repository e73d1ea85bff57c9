package dev.runbook.ml.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The score of the Numenta Anomaly Benchmark, standard profile, after [Lavin and Ahmad
/// 2015](https://arxiv.org/abs/1510.03336) and the benchmark's own scorer.
///
/// A window found counts up to 1, the more the earlier; a window missed counts -1; a false alarm counts up to -0.11,
/// the less the closer it comes after a window. The first 15 % of a series, at most 750 rows, count nothing.
final class NabScorer {

    private static final double FALSE_ALARM = 0.11;
    private static final double PROBATION = 0.15;
    private static final int LONGEST_PROBATION = 750;

    /// The best that the sigmoid gives in a window.
    private static final double BEST = sigmoid(-1);

    /// A labelled window; both ends are rows of it.
    record Window(int first, int last) {
        int rows() {
            return last - first + 1;
        }
    }

    /// @param raw the sum over windows and false alarms
    /// @param found how many windows have an alarm
    record Score(double raw, int windows, int found, int falseAlarms) {
        Score plus(Score other) {
            return new Score(
                    raw + other.raw, windows + other.windows, found + other.found, falseAlarms + other.falseAlarms);
        }

        /// From 0, for a detector that finds nothing, to 100, for a perfect one; less than 0 for false alarms alone.
        double normalised() {
            return 100 * (raw + windows) / (2.0 * windows);
        }
    }

    private NabScorer() {}

    static int probation(int rows) {
        return (int) Math.min(Math.floor(PROBATION * rows), LONGEST_PROBATION);
    }

    /// @param scores one for each row
    /// @param windows in order, without overlap
    static Score score(double[] scores, List<Window> windows, double threshold) {
        int probation = probation(scores.length);
        // A window that ends within the probation counts neither way.
        double[] best =
                windows.stream().mapToDouble(w -> w.last() < probation ? 0 : -1).toArray();
        var found = new BitSet();
        double alarms = 0;
        int falseAlarms = 0;
        int next = 0;
        for (int row = 0; row < scores.length; row++) {
            while (next < windows.size() && row > windows.get(next).last()) next++;
            if (row < probation || scores[row] < threshold) continue;
            if (next < windows.size() && row >= windows.get(next).first()) {
                best[next] = Math.max(best[next], inside(row, windows.get(next)));
                found.set(next);
            } else {
                alarms += next == 0 ? -FALSE_ALARM : after(row, windows.get(next - 1));
                falseAlarms++;
            }
        }
        return new Score(Arrays.stream(best).sum() + alarms, windows.size(), found.cardinality(), falseAlarms);
    }

    private static double inside(int row, Window window) {
        return sigmoid(-(window.last() - row + 1) / (double) window.rows()) / BEST;
    }

    private static double after(int row, Window window) {
        return FALSE_ALARM * sigmoid((row - window.last()) / (double) (window.rows() - 1));
    }

    /// From 1 well before a window's end through 0 at the end to -1 three windows later.
    private static double sigmoid(double position) {
        return position >= 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
    }
}

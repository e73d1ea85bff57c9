package dev.runbook.ml.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares what is logged in a window with what was logged in a baseline. One miner reads both, so a
/// template is the same in both.
///
/// Memory is bounded by the miner's; events are counted, not kept. One thread at a time.
public final class PatternComparison {

    private static final Comparator<PatternChange> TROUBLE_FIRST = Comparator.<PatternChange>comparingInt(
                    c -> c.kind() == PatternChange.Kind.STEADY ? 1 : 0)
            .thenComparingInt(c -> c.level().isTroubling() ? 0 : 1)
            .thenComparing(Comparator.comparingDouble(PatternChange::surprise).reversed())
            .thenComparingInt(c -> c.template().id());

    private final TemplateMiner miner = new TemplateMiner();
    private final Map<Integer, Tally> tallies = new HashMap<>();
    private long baseline;
    private long window;

    private static final class Tally {
        LogLevel level = LogLevel.UNKNOWN;
        long before;
        long now;

        @Nullable
        LogEvent firstBefore;

        @Nullable
        LogEvent firstNow;

        @Nullable
        LogEvent last;

        void add(Tally other) {
            last = last(this, other);
            if (other.level.compareTo(level) > 0) level = other.level;
            before += other.before;
            now += other.now;
            firstBefore = earlier(firstBefore, other.firstBefore);
            firstNow = earlier(firstNow, other.firstNow);
        }

        private static @Nullable LogEvent earlier(@Nullable LogEvent a, @Nullable LogEvent b) {
            if (a == null || b == null) return a == null ? b : a;
            return b.line() < a.line() ? b : a;
        }

        /// The window comes after the baseline, and its lines are counted anew.
        private static @Nullable LogEvent last(Tally a, Tally b) {
            if (a.last == null || b.last == null) return a.last == null ? b.last : a.last;
            if ((a.now > 0) != (b.now > 0)) return a.now > 0 ? a.last : b.last;
            return b.last.line() > a.last.line() ? b.last : a.last;
        }
    }

    /// Counts an event of the baseline. Events come in order within the baseline, and so they do within the
    /// window.
    ///
    /// @return the id of its template, for [#template]
    public int baseline(LogEvent event) {
        baseline++;
        int id = miner.add(event.identity());
        var tally = tally(id, event);
        tally.before++;
        if (tally.firstBefore == null) tally.firstBefore = event;
        if (tally.now == 0) tally.last = event;
        return id;
    }

    /// Counts an event of the window.
    ///
    /// @return the id of its template, for [#template]
    public int window(LogEvent event) {
        window++;
        int id = miner.add(event.identity());
        var tally = tally(id, event);
        tally.now++;
        if (tally.firstNow == null) tally.firstNow = event;
        tally.last = event;
        return id;
    }

    private Tally tally(int id, LogEvent event) {
        var tally = tallies.computeIfAbsent(id, _ -> new Tally());
        if (event.level().compareTo(tally.level) > 0) tally.level = event.level();
        return tally;
    }

    /// What an id has become; templates merge while events come in.
    public LogTemplate template(int id) {
        return miner.template(id);
    }

    /// The changes, when how long each of the two took is not known: the window as a whole is taken to be
    /// as busy as the baseline.
    public List<PatternChange> changes() {
        return changes(baseline == 0 ? 1 : (double) window / baseline);
    }

    /// Every template, with what became of it: changes before what is steady, troubling levels before
    /// others, then the most surprising.
    ///
    /// @param share the window's length in lengths of the baseline
    public List<PatternChange> changes(double share) {
        if (!(share >= 0)) throw new IllegalArgumentException("the window cannot be " + share + " baselines long");
        miner.settle();
        Map<Integer, Tally> merged = new HashMap<>();
        tallies.forEach((id, tally) -> merged.computeIfAbsent(miner.template(id).id(), _ -> new Tally())
                .add(tally));
        List<PatternChange> changes = new ArrayList<>();
        merged.forEach((id, tally) -> {
            var first = tally.firstNow != null ? tally.firstNow : tally.firstBefore;
            double expected = tally.before * share;
            var last = tally.last;
            if (first != null && last != null && !first.message().isBlank())
                changes.add(new PatternChange(
                        PatternChange.kind(tally.before, tally.now, expected),
                        miner.template(id),
                        tally.level,
                        tally.before,
                        tally.now,
                        expected,
                        first,
                        last));
        });
        changes.sort(TROUBLE_FIRST);
        return List.copyOf(changes);
    }
}

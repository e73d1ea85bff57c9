package dev.runbook.ml.offline.logs;

import dev.runbook.core.evidence.Content.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Compares what a component logs after a point in time with what it logged before.
public final class LogComparison {

    private static final Pattern TROUBLE = Pattern.compile(
            "(?i)\\b(error|err|fatal|critical|severe|panic|exception|fail(ed|ure|s|ing)?|refused|denied|timed? ?out|"
                    + "timeout|unreachable|killed|exhausted|deadlock|expired|abort(ed)?|crash(ed)?|unavailable|reset)\\b");
    private static final Pattern TROUBLING_LEVEL =
            Pattern.compile("(?i)err(or)?|fatal|crit(ical)?|emerg|alert|severe|panic");

    /// A template bursts when its rate grew by this factor.
    private static final double BURST = 4;

    private LogComparison() {}

    /// @param lines of one component, in any order
    /// @param from when the lines begin, for rates
    /// @param split the point in time
    /// @param to when the lines end
    /// @return the patterns that are new or bursting after the split, those that speak of trouble first,
    ///     then the most frequent
    public static List<LogPattern> risen(
            String component, Collection<LogLine> lines, Instant from, Instant split, Instant to) {
        double share = share(from, split, to);
        return patterns(component, lines, split).stream()
                .filter(p -> p.after() > 0 && p.after() >= BURST * Math.max(p.before() * share, 0.25))
                .sorted(Comparator.comparing(LogPattern::troubling)
                        .thenComparingInt(LogPattern::after)
                        .reversed())
                .toList();
    }

    /// How many lines a steady pattern has after the split for each one before it.
    private static double share(Instant from, Instant split, Instant to) {
        double before = Math.max(1, Duration.between(from, split).toMillis());
        double after = Math.max(1, Duration.between(split, to).toMillis());
        return after / before;
    }

    static List<LogPattern> patterns(String component, Collection<LogLine> lines, Instant split) {
        var miner = new TemplateMiner();
        Map<Integer, Tally> tallies = new LinkedHashMap<>();
        lines.stream().sorted(Comparator.comparing(LogLine::time)).forEach(line -> {
            var template = miner.add(line.message());
            tallies.computeIfAbsent(template.id(), _ -> new Tally(template, line))
                    .count(line, split);
        });
        return tallies.values().stream().map(t -> t.pattern(component)).toList();
    }

    private static final class Tally {
        private final TemplateMiner.Template template;
        private final LogLine first;
        private LogLine last;
        private Instant firstAfter;
        private int before;
        private int after;
        private boolean troubling;

        Tally(TemplateMiner.Template template, LogLine first) {
            this.template = template;
            this.first = first;
            this.last = first;
            this.firstAfter = first.time();
        }

        void count(LogLine line, Instant split) {
            if (line.time().isBefore(split)) {
                before++;
            } else {
                if (after == 0) firstAfter = line.time();
                after++;
            }
            last = line;
            troubling |= TROUBLING_LEVEL.matcher(line.level()).matches()
                    || TROUBLE.matcher(line.message()).find();
        }

        LogPattern pattern(String component) {
            return new LogPattern(
                    component,
                    template.text(),
                    last.message(),
                    troubling,
                    before,
                    after,
                    first.time(),
                    firstAfter,
                    last.time());
        }
    }
}

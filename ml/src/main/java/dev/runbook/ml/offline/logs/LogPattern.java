package dev.runbook.ml.offline.logs;

import java.time.Duration;
import java.time.Instant;

/// Log lines of one making, from one component, before and after a point in time.
///
/// @param template what the lines have in common
/// @param example one of them, whole
/// @param troubling whether their level or their words speak of trouble
/// @param before how many came before the point in time
/// @param after how many came after it
/// @param first when the first came
/// @param firstAfter when the first one after the point in time came; the first one at all when none did
/// @param last when the last came
public record LogPattern(
        String component,
        String template,
        String example,
        boolean troubling,
        int before,
        int after,
        Instant first,
        Instant firstAfter,
        Instant last) {

    /// Whether nothing like it was seen before, although lines of the component were.
    public boolean isNew() {
        return before == 0 && after > 0;
    }

    /// Whether more of it is to be expected: the last line is not much longer ago than lines of its kind are apart, and
    /// not over half an hour.
    public boolean goesOn(Instant now) {
        if (after == 0) return false;
        var silence = Duration.between(last, now);
        var apart = after > 1 ? Duration.between(firstAfter, last).dividedBy(after - 1) : SINGLE;
        var patience = apart.multipliedBy(5).compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : apart.multipliedBy(5);
        return silence.compareTo(patience) <= 0 && silence.compareTo(SINGLE) <= 0;
    }

    private static final Duration SINGLE = Duration.ofMinutes(30);
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(3);
}

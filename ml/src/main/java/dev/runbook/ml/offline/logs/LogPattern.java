package dev.runbook.ml.offline.logs;

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
}

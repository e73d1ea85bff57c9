package dev.runbook.core.approval;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/// Times of the week.
///
/// @param from the first moment of each day
/// @param to the first moment after it; when it is not after `from`, the night that begins on a day belongs
///     to that day
/// @param days the days on which it begins; all when empty
public record Hours(LocalTime from, LocalTime to, Set<DayOfWeek> days, ZoneId zone) {

    public Hours {
        days = Set.copyOf(days);
    }

    /// Whether a moment is among them.
    public boolean contain(Instant moment) {
        var local = moment.atZone(zone);
        var time = local.toLocalTime();
        var today = local.getDayOfWeek();
        if (from.isBefore(to)) return on(today) && !time.isBefore(from) && time.isBefore(to);
        return (on(today) && !time.isBefore(from)) || (on(today.minus(1)) && time.isBefore(to));
    }

    private boolean on(DayOfWeek day) {
        return days.isEmpty() || days.contains(day);
    }
}

package dev.runbook.core.governor;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/// A time in which nothing is changed.
///
/// @param name for the people who wonder
/// @param environments where it holds; everywhere when empty
/// @param services whose changes it stops; everyone's when empty
public record FreezeWindow(String name, When when, Set<String> environments, Set<String> services) {

    /// When a freeze is on.
    public sealed interface When {
        /// Once.
        ///
        /// @param from when it begins
        /// @param until when it is over
        record Once(Instant from, Instant until) implements When {
            public Once {
                if (!from.isBefore(until))
                    throw new IllegalArgumentException("a freeze that ends at " + until + " cannot begin at " + from);
            }
        }

        /// On the same days of every week.
        ///
        /// @param days on which it begins; never empty
        /// @param length at most seven days
        record Weekly(Set<DayOfWeek> days, LocalTime from, Duration length, ZoneId zone) implements When {
            public Weekly {
                days = Set.copyOf(days);
                if (days.isEmpty()) throw new IllegalArgumentException("a weekly freeze needs a day");
                if (!length.isPositive() || length.compareTo(Duration.ofDays(7)) > 0)
                    throw new IllegalArgumentException("a weekly freeze takes from 1s to 7d, not " + length);
            }
        }
    }

    public FreezeWindow {
        environments = Set.copyOf(environments);
        services = Set.copyOf(services);
    }

    /// When the freeze that stops this wish is over; empty when it does not stop it.
    Optional<Instant> stops(Wish wish) {
        if (!(environments.isEmpty() || environments.contains(wish.environment()))) return Optional.empty();
        if (!(services.isEmpty() || services.contains(wish.service()))) return Optional.empty();
        return end(wish.at());
    }

    /// When the freeze that is on at this time ends; empty when none is on.
    private Optional<Instant> end(Instant now) {
        return switch (when) {
            case When.Once(var from, var until) ->
                Optional.of(until).filter(_ -> !now.isBefore(from) && now.isBefore(until));
            case When.Weekly(var days, var from, var length, var zone) -> {
                var today = now.atZone(zone).toLocalDate();
                Optional<Instant> latest = Optional.empty();
                for (int ago = 7; ago >= 0; ago--) {
                    var day = today.minusDays(ago);
                    if (!days.contains(day.getDayOfWeek())) continue;
                    var begin = day.atTime(from).atZone(zone).toInstant();
                    if (!now.isBefore(begin) && now.isBefore(begin.plus(length)))
                        latest = Optional.of(begin.plus(length));
                }
                yield latest;
            }
        };
    }
}

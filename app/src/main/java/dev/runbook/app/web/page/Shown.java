package dev.runbook.app.web.page;

import dev.runbook.app.web.IncidentIndex;
import dev.runbook.app.web.IncidentIndex.Figure;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the dashboard's list shows: incidents by where they stand, or those that a figure counts.
sealed interface Shown {

    /// Incidents by where they stand.
    record Standing(Show show) implements Shown {}

    /// Those that a figure of the last thirty days counts.
    record Counted(Figure figure) implements Shown {}

    /// What an address asks for; the open ones where it asks for nothing that there is.
    static Shown of(@Nullable String key) {
        return counted(key)
                .<Shown>map(Counted::new)
                .orElseGet(() -> new Standing(Show.of(key == null ? "" : key).orElse(Show.OPEN)));
    }

    private static Optional<Figure> counted(@Nullable String key) {
        return Arrays.stream(Figure.values())
                .filter(figure -> keyOf(figure).equals(key))
                .findFirst();
    }

    /// The name in addresses of what a figure counts.
    static String keyOf(Figure figure) {
        return "counted_" + figure.name().toLowerCase(Locale.ROOT);
    }

    /// What can be chosen; a figure only while it is shown.
    static List<Shown> choices(Shown now) {
        var standing = Arrays.stream(Show.values()).<Shown>map(Standing::new);
        return Stream.concat(standing, now instanceof Counted ? Stream.of(now) : Stream.empty())
                .toList();
    }

    /// The name in addresses.
    default String key() {
        return switch (this) {
            case Standing(var show) -> show.key();
            case Counted(var figure) -> keyOf(figure);
        };
    }

    /// The heading of the list.
    default String title() {
        return switch (this) {
            case Standing(var show) -> show.title();
            case Counted(var figure) ->
                switch (figure) {
                    case REPORTED -> "Reported in the last 30 days";
                    case ACTED -> "Somebody acted, last 30 days";
                    case RESOLVED -> "Resolved, of the last 30 days";
                    case BY_RUNBOOK -> "Resolved by runbook, last 30 days";
                    case NOISE -> "Ended by themselves, last 30 days";
                    case VERIFIED -> "With a verified fix, last 30 days";
                };
        };
    }

    /// The incidents.
    ///
    /// @param since from when on figures count
    /// @param query narrows them down further; its phases are not looked at
    default IncidentIndex.Page list(IncidentIndex index, Instant since, IncidentIndex.Query query) {
        return switch (this) {
            case Standing(var show) ->
                index.list(new IncidentIndex.Query(
                        show.phases(), query.severities(), query.text(), query.limit(), query.offset()));
            case Counted(var figure) -> index.behind(figure, since, query);
        };
    }
}

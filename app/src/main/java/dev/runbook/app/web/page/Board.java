package dev.runbook.app.web.page;

import dev.runbook.app.web.IncidentIndex.Count;
import dev.runbook.core.incident.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The open incidents by severity and by what happens to them.
///
/// @param columns what happens to them
/// @param rows the gravest first
/// @param asked how many wait for a decision
public record Board(List<Show> columns, List<Row> rows, long open, long asked) {

    /// The incidents of one severity.
    public record Row(String severity, List<Cell> cells) {}

    /// The incidents of one severity to which one thing happens.
    public record Cell(String show, long incidents) {}

    private static final List<Show> COLUMNS = List.of(Show.LOOKING, Show.ASKED, Show.ACTING, Show.ESCALATED);

    static Board of(List<Count> counts) {
        var rows = Arrays.stream(Severity.values())
                .sorted(java.util.Comparator.reverseOrder())
                .map(severity -> new Row(
                        severity.name().toLowerCase(Locale.ROOT),
                        COLUMNS.stream()
                                .map(show -> new Cell(show.key(), sum(counts, show, severity)))
                                .toList()))
                .toList();
        return new Board(
                COLUMNS,
                rows,
                counts.stream().mapToLong(Count::incidents).sum(),
                Arrays.stream(Severity.values())
                        .mapToLong(severity -> sum(counts, Show.ASKED, severity))
                        .sum());
    }

    private static long sum(List<Count> counts, Show show, Severity severity) {
        return counts.stream()
                .filter(count -> count.severity() == severity && show.phases().contains(count.phase()))
                .mapToLong(Count::incidents)
                .sum();
    }
}

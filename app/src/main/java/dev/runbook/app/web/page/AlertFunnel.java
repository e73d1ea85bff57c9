package dev.runbook.app.web.page;

import dev.runbook.core.intake.AlertBook.Day;
import java.util.List;

/// The alerts of a month, from what came in to what opened an incident.
public record AlertFunnel(long in, long deduplicated, long correlated, long opened) {

    static AlertFunnel of(List<Day> days) {
        return new AlertFunnel(
                days.stream().mapToLong(Day::in).sum(),
                days.stream().mapToLong(Day::deduplicated).sum(),
                days.stream().mapToLong(Day::correlated).sum(),
                days.stream().mapToLong(Day::opened).sum());
    }
}

package dev.runbook.app.web.view;

import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.intake.AlertRecord;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One alert that was taken in, and what became of it.
public record AlertLine(
        @Schema(description = "When it came") Instant at,

        @Schema(description = "Who raised it", example = "alertmanager")
        String source,

        String name,

        @Schema(description = "The host or service it speaks of")
        Optional<String> component,

        @Schema(description = "low, medium, high or critical")
        String severity,

        String text,

        @Schema(description = "Since when it fires") Instant startedAt,

        @Schema(description = "When its sender said that it is over")
        Optional<Instant> endedAt,

        @Schema(
                description = "opened: it opened an incident; deduplicated: it repeats one of an open incident;"
                        + " correlated: it joined an open incident",
                allowableValues = {"opened", "deduplicated", "correlated"})
        String fate,

        @Schema(description = "The incident that it is of", example = "INC-7f3k2m")
        String incident,

        @Schema(description = "Why it is of an incident that was open before")
        String because,

        @Schema(description = "The same for every outbreak of the same alert in the same place")
        String fingerprint) {

    public static AlertLine of(AlertRecord alert) {
        return new AlertLine(
                alert.at(),
                alert.source(),
                alert.alert().name(),
                alert.alert().place(),
                Names.of(alert.alert().severity()),
                alert.alert().text(),
                alert.alert().startedAt(),
                alert.endedAt(),
                Names.of(alert.fate()),
                alert.incident().id(),
                alert.because(),
                alert.fingerprint());
    }

    /// How often one alert came to an incident.
    ///
    /// @param first when it came first
    public record Counted(AlertLine line, Instant first, long times) {

        public static List<Counted> of(List<AlertBook.Tally> tallies) {
            return tallies.stream()
                    .map(tally -> new Counted(AlertLine.of(tally.last()), tally.first(), tally.times()))
                    .toList();
        }
    }
}

package dev.runbook.app.web.view;

import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.JournalEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How an incident ended.
public record OutcomeView(
        @Schema(description = "resolved, escalated or closed")
        String kind,

        Instant at,
        String reason) {

    /// The last word; empty while the incident goes on.
    static Optional<OutcomeView> of(List<JournalEntry> entries) {
        Optional<OutcomeView> last = Optional.empty();
        for (var entry : entries) {
            var at = entry.stamped().at();
            last = switch (entry.stamped().event()) {
                case Event.Resolved(var how) -> Optional.of(new OutcomeView("resolved", at, how));
                case Event.Escalated(var reason) -> Optional.of(new OutcomeView("escalated", at, reason));
                case Event.Closed(var note) -> Optional.of(new OutcomeView("closed", at, note));
                case Event _ -> last;
            };
        }
        return last;
    }
}

package dev.runbook.app.web.view;

import dev.runbook.core.diagnosis.Outlay;
import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.JournalEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/// What language models have taken for an incident so far.
public record OutlayView(
        int calls,

        @Schema(description = "Tokens read and written, those of the cache included")
        long tokens,

        @Schema(description = "Millionths of a US dollar; 0 where the price is unknown")
        long costMicros,

        @Schema(description = "How long the answers took, all of them together")
        double seconds) {

    /// Empty when no model was asked.
    static Optional<OutlayView> of(List<JournalEntry> entries) {
        var outlay = Event.outlay(entries.stream().map(entry -> entry.stamped().event()));
        return Optional.of(outlay).filter(spent -> spent.calls() > 0).map(OutlayView::of);
    }

    private static OutlayView of(Outlay outlay) {
        return new OutlayView(
                outlay.calls(),
                outlay.tokens(),
                outlay.costMicros(),
                outlay.time().toMillis() / 1000.0);
    }
}

package dev.runbook.app.web.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.JournalEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// One look at the world after acting.
public record VerificationView(Instant at, @JsonUnwrapped SignalsView signals) {

    /// Every verification in order.
    static List<VerificationView> of(List<JournalEntry> entries) {
        return entries.stream().flatMap(VerificationView::in).toList();
    }

    private static Stream<VerificationView> in(JournalEntry entry) {
        var at = entry.stamped().at();
        return switch (entry.stamped().event()) {
            case Event.Verified(var verification) -> Stream.of(new VerificationView(at, SignalsView.of(verification)));
            case Event.CureDecayed(var verification) ->
                Stream.of(new VerificationView(at, SignalsView.of(verification)));
            case Event.NotVerified(var verification) ->
                Stream.of(new VerificationView(at, SignalsView.of(verification)));
            case Event.TroubleRemains(var _, var verification) ->
                Stream.of(new VerificationView(at, SignalsView.of(verification)));
            case Event _ -> Stream.empty();
        };
    }
}

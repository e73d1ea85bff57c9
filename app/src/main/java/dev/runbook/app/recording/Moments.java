package dev.runbook.app.recording;

import dev.runbook.core.engine.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The moments within events that come from a reading of the clock just before the event was written.
final class Moments {

    private Moments() {}

    /// The reading that a recorded event was made with, when the same was made now with another.
    ///
    /// @param reading what the clock shows now
    static Optional<Instant> reading(Event recorded, Event made, Instant reading) {
        return of(recorded)
                .flatMap(then -> of(made).map(now -> reading.plus(Duration.between(now, then))))
                .filter(other -> !other.equals(reading));
    }

    private static Optional<Instant> of(Event event) {
        return switch (event) {
            case Event.SettleStarted(var until) -> Optional.of(until);
            case Event.WatchStarted(var until) -> Optional.of(until);
            case Event.StepDelayed(var _, var _, var until, var _) -> Optional.of(until);
            case Event.ApprovalRequested(var request) -> Optional.of(request.requestedAt());
            case Event.Asked(var question) -> Optional.of(question.askedAt());
            case Event _ -> Optional.empty();
        };
    }
}

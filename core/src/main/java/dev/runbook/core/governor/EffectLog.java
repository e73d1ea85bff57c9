package dev.runbook.core.governor;

import dev.runbook.core.incident.IncidentId;
import java.time.Duration;
import java.util.List;

/// What all incidents have begun to do to the world, on all nodes. It follows from their journals and is kept
/// in the same commits. Safe for use by many threads.
///
/// Implementations pass `EffectLogContract`. All methods throw [dev.runbook.core.journal.JournalException] when
/// the place that keeps it fails.
public interface EffectLog {

    /// What is known around a wish.
    ///
    /// @param lookBack how far back before the wish the answer reaches; what holds the target is in it however
    ///     old
    Situation around(Wish wish, Duration lookBack);

    /// Where the kill switch stands.
    KillSwitch.Position position();

    /// The incidents with an effect that was begun and has no outcome yet, in order.
    List<IncidentId> underWay();
}

package dev.runbook.core.intake;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.IncidentId;
import java.time.Instant;
import java.util.Optional;

/// An alert that was taken in, and what became of it.
///
/// @param notification the same whenever the same word is delivered again
/// @param at when it came
/// @param source who raised it
/// @param fingerprint the same for every outbreak of the same alert in the same place
/// @param outbreak the same for every word about one outbreak
/// @param incident the incident that it is of
/// @param because why it is of an incident that was open before; empty when it opened it
/// @param endedAt when its sender said that it is over; empty while it is not
public record AlertRecord(
        String notification,
        Instant at,
        String source,
        String fingerprint,
        String outbreak,
        Alert alert,
        Fate fate,
        IncidentId incident,
        String because,
        Optional<Instant> endedAt) {

    /// What became of an alert.
    public enum Fate {
        /// It opened an incident.
        OPENED,
        /// It repeats one that is of an open incident, and is counted there.
        DEDUPLICATED,
        /// It is another one of the same trouble, and joined an open incident.
        CORRELATED
    }
}

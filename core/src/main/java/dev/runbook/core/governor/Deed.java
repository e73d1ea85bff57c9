package dev.runbook.core.governor;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.OperationName;
import java.time.Instant;
import java.util.Optional;

/// An effect that was begun, and what is known of it since.
///
/// @param at when it was begun
/// @param holds whether its incident still keeps others from the target
public record Deed(
        IncidentId incident,
        String service,
        OperationName operation,
        Optional<String> target,
        Instant at,
        State state,
        boolean holds) {

    /// What is known of an effect.
    public enum State {
        /// The intent is written, the outcome not yet.
        UNDER_WAY,
        /// Nobody knows whether it was made.
        IN_DOUBT,
        /// It was certainly not made.
        NOT_MADE,
        /// It was made; whether it helped is not known yet.
        MADE,
        /// It was made, and the problem is gone.
        HELPED,
        /// It was made, and the problem is still there.
        IN_VAIN
    }

    /// Whether the world may be another since.
    boolean counts() {
        return state != State.NOT_MADE;
    }
}

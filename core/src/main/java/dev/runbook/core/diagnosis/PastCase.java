package dev.runbook.core.diagnosis;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an incident taught, as a person confirmed it.
///
/// @param incident which
/// @param at when it was reported
/// @param problem what was reported, in words, its alerts included
/// @param cause the kind of its cause
/// @param component where the cause sat
/// @param service the service that was reported, if one was
/// @param host the host that was reported, if one was
/// @param attempts what was done about it, in order; those whose effect nobody saw are left out
/// @param note what the person who confirmed it says; may be empty
public record PastCase(
        IncidentId incident,
        Instant at,
        String problem,
        CauseKind cause,
        String component,
        Optional<String> service,
        Optional<String> host,
        List<Attempt> attempts,
        String note) {

    /// The title of facts that hold a past case.
    public static final String TITLE = "past incident";

    /// Something that was done.
    ///
    /// @param helped whether the problem was seen to be gone afterwards
    public record Attempt(OperationName operation, Value.Fields parameters, boolean helped) {

        /// In words.
        public String display() {
            return operation + " " + parameters.display() + (helped ? " helped" : " did not help");
        }
    }

    public PastCase {
        attempts = List.copyOf(attempts);
    }
}

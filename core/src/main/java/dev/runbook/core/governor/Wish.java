package dev.runbook.core.governor;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// An effect that an incident wants to begin, as far as the governor cares.
///
/// @param environment of the incident, such as `production`
/// @param estate what its target and service belong to: the environment, unless that is simulated; equal names
///     in two estates are two things
/// @param service whose budget it counts against
/// @param target what it acts upon; empty where the operation has none, and then nothing is locked
/// @param at when it wants to begin
public record Wish(
        IncidentId incident,
        IdempotencyKey key,
        String environment,
        String estate,
        String service,
        OperationName operation,
        Optional<String> target,
        Purpose purpose,
        Instant at) {

    /// What the effect is for.
    public enum Purpose {
        /// It changes the world for the better; every rule applies.
        CHANGE,
        /// It takes back a change that did harm: neither freeze nor budget nor cool-down may stand in its way.
        UNDO,
        /// It tells somebody something; only the kill switch stops it.
        MESSAGE
    }

    /// Whose versions a permit for this depends on, beside the kill switch: whoever begins an effect moves them
    /// on.
    public Set<String> scopes() {
        var scopes = new TreeSet<String>();
        if (purpose == Purpose.MESSAGE) return scopes;
        target.ifPresent(name -> scopes.add("target " + estate + "/" + name));
        if (purpose == Purpose.CHANGE) scopes.add("service " + estate + "/" + service);
        return scopes;
    }
}

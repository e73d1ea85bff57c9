package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import java.time.Duration;

/// A service desk: its incidents and change requests.
public interface Ticketing extends Integration {

    /// Changes that were made in the timeframe, newest last.
    ///
    /// @return [dev.runbook.core.evidence.Content.ChangeMade]s; output: a list of `{number, kind, component,
    ///     summary, author, time}`
    Observation recentChanges(Scope scope, Duration timeframe, CallContext context) throws InterruptedException;

    /// Incidents whose text matches.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{number, state, title, opened_at}`
    Observation findIncidents(String query, CallContext context) throws InterruptedException;

    /// What the desk knows about one configuration item.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{name, kind, state, environment,
    ///     owner}`
    Observation configurationItem(String name, CallContext context) throws InterruptedException;

    /// What a configuration item depends on, and what depends on it.
    ///
    /// @return [dev.runbook.core.evidence.Content.Dependencies]; output: a list of `{from, to}`
    Observation itemRelations(String name, CallContext context) throws InterruptedException;

    /// Opens a change request.
    ///
    /// @param component the configuration item that is changed
    Outcome createChange(String component, String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Moves a change request to another state, if it leads there in one step.
    ///
    /// @param state as people see it: `Assess`, `Implement`, `Closed`
    Outcome moveChange(String number, String state, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    Outcome createIncident(String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    Outcome addWorkNote(String number, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Changes columns of an incident. Refused when the desk does not take one of them.
    ///
    /// @param changes the new values, by the names that the desk has for its columns
    Outcome updateIncident(String number, Value.Fields changes, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    Outcome resolveIncident(String number, String note, IdempotencyKey key, CallContext context)
            throws InterruptedException;
}

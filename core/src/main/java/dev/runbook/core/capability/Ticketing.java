package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
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

    Outcome createIncident(String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    Outcome addWorkNote(String number, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    Outcome resolveIncident(String number, String note, IdempotencyKey key, CallContext context)
            throws InterruptedException;
}

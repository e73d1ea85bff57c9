package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import java.time.Duration;
import java.util.Optional;

/// Sees alerts, metrics, logs, and who calls whom.
public interface Monitoring extends Integration {

    /// The alerts of the scope that fire now or fired within the timeframe.
    ///
    /// @return [dev.runbook.core.evidence.Content.AlertSeen]s; output: a list of `{name, component,
    ///     severity, text, firing, started_at}`
    Observation currentAlerts(Scope scope, Duration timeframe, CallContext context) throws InterruptedException;

    /// Metrics of the scope over the timeframe that ends now.
    ///
    /// @param metric one metric by name; all of the scope's when empty
    /// @return [dev.runbook.core.evidence.Content.MetricSeries]; output: a list of `{component, metric,
    ///     unit, last, min, max, mean}`
    Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, CallContext context)
            throws InterruptedException;

    /// Log lines of the scope, newest last.
    ///
    /// @param query text that the lines contain, case ignored; all lines when empty
    /// @return [dev.runbook.core.evidence.Content.LogLines], one for each component; output: a list of
    ///     `{component, time, level, message}`
    Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException;

    /// Metrics by a query in the vendor's own language, over the timeframe that ends now.
    ///
    /// @return as [#metrics]
    Observation queryMetrics(String query, Duration timeframe, CallContext context) throws InterruptedException;

    /// Log lines by a query in the vendor's own language, newest last.
    ///
    /// @return as [#logs]
    Observation queryLogs(String query, Duration timeframe, int limit, CallContext context) throws InterruptedException;

    /// What is watched: monitors, alarms and alerting rules, with their state.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{id, name, state, component,
    ///     query}`
    Observation monitors(Scope scope, CallContext context) throws InterruptedException;

    /// What happened to the scope, newest last: deployments, restarts, failures to start.
    ///
    /// @return [dev.runbook.core.evidence.Content.ChangeMade]s; output: a list of `{time, kind, component,
    ///     text, author}`
    Observation events(Scope scope, Duration timeframe, CallContext context) throws InterruptedException;

    /// The alerts that are muted now.
    ///
    /// @return [dev.runbook.core.evidence.Content.Facts]; output: a list of `{id, scope, until, reason}`
    Observation mutes(CallContext context) throws InterruptedException;

    /// Mutes the alerts of the scope for a while.
    ///
    /// @param scope a host, a service or both; never everything
    /// @return with the mute's `id`
    Outcome mute(Scope scope, Duration duration, String reason, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Ends a mute.
    Outcome unmute(String id, IdempotencyKey key, CallContext context) throws InterruptedException;

    /// Notes an event beside metrics and alerts, such as that something was restarted.
    Outcome postEvent(Scope scope, String title, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Who calls whom around the scope: callers and callees, to the ends of the graph.
    ///
    /// @return [dev.runbook.core.evidence.Content.Dependencies]; output: a list of `{from, to}`
    Observation dependencies(Scope scope, CallContext context) throws InterruptedException;
}

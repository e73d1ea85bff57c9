package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import java.time.Duration;
import java.util.Optional;

/// Sees alerts, metrics, logs, and who calls whom.
public interface Monitoring extends Integration {

    /// The alerts of the scope that fire now or fired within the timeframe.
    ///
    /// @return [dev.runbook.core.evidence.Content.AlertSeen]s; output: a list of `{name, component, severity,
    ///     text,
    ///     firing, started_at}`
    Observation currentAlerts(Scope scope, Duration timeframe, CallContext context) throws InterruptedException;

    /// Metrics of the scope over the timeframe that ends now.
    ///
    /// @param metric one metric by name; all of the scope's when empty
    /// @return [dev.runbook.core.evidence.Content.MetricSeries]; output: a list of `{component, metric, unit,
    ///     last,
    ///     min, max, mean}`
    Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, CallContext context)
            throws InterruptedException;

    /// Log lines of the scope, newest last.
    ///
    /// @param query text that the lines contain, case ignored; all lines when empty
    /// @return [dev.runbook.core.evidence.Content.LogLines], one for each component; output: a list of
    ///     `{component,
    ///     time, level, message}`
    Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException;

    /// Who calls whom around the scope: callers and callees, to the ends of the graph.
    ///
    /// @return [dev.runbook.core.evidence.Content.Dependencies]; output: a list of `{from, to}`
    Observation dependencies(Scope scope, CallContext context) throws InterruptedException;
}

package dev.runbook.integrations.edge;

import dev.runbook.core.capability.Monitoring;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import java.time.Duration;
import java.util.Optional;

/// [Monitoring] of an integration that offers only a part of it: what it does not override it cannot do.
public interface PartialMonitoring extends Monitoring {

    @Override
    default Observation currentAlerts(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return Unoffered.look(this, "currentAlerts");
    }

    @Override
    default Observation metrics(Scope scope, Optional<String> metric, Duration timeframe, CallContext context)
            throws InterruptedException {
        return Unoffered.look(this, "metrics");
    }

    @Override
    default Observation logs(Scope scope, Optional<String> query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        return Unoffered.look(this, "logs");
    }

    @Override
    default Observation queryMetrics(String query, Duration timeframe, CallContext context)
            throws InterruptedException {
        return Unoffered.look(this, "queryMetrics");
    }

    @Override
    default Observation queryLogs(String query, Duration timeframe, int limit, CallContext context)
            throws InterruptedException {
        return Unoffered.look(this, "queryLogs");
    }

    @Override
    default Observation monitors(Scope scope, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "monitors");
    }

    @Override
    default Observation events(Scope scope, Duration timeframe, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "events");
    }

    @Override
    default Observation mutes(CallContext context) throws InterruptedException {
        return Unoffered.look(this, "mutes");
    }

    @Override
    default Outcome mute(Scope scope, Duration duration, String reason, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "mute");
    }

    @Override
    default Outcome unmute(String id, IdempotencyKey key, CallContext context) throws InterruptedException {
        return Unoffered.act(this, "unmute");
    }

    @Override
    default Outcome postEvent(Scope scope, String title, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "postEvent");
    }

    @Override
    default Observation dependencies(Scope scope, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "dependencies");
    }
}

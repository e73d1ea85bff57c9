package dev.runbook.integrations.edge;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.capability.Ticketing;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import java.time.Duration;

/// [Ticketing] of an integration that offers only a part of it: what it does not override it cannot do.
public interface PartialTicketing extends Ticketing {

    @Override
    default Observation recentChanges(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return Unoffered.look(this, "recentChanges");
    }

    @Override
    default Observation findIncidents(String query, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "findIncidents");
    }

    @Override
    default Observation configurationItem(String name, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "configurationItem");
    }

    @Override
    default Observation itemRelations(String name, CallContext context) throws InterruptedException {
        return Unoffered.look(this, "itemRelations");
    }

    @Override
    default Outcome createChange(
            String component, String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "createChange");
    }

    @Override
    default Outcome moveChange(String number, String state, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "moveChange");
    }

    @Override
    default Outcome createIncident(String title, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "createIncident");
    }

    @Override
    default Outcome addWorkNote(String number, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "addWorkNote");
    }

    @Override
    default Outcome updateIncident(String number, Value.Fields changes, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "updateIncident");
    }

    @Override
    default Outcome resolveIncident(String number, String note, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return Unoffered.act(this, "resolveIncident");
    }
}

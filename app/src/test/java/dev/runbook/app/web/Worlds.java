package dev.runbook.app.web;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.ScriptedProvider;
import dev.runbook.core.testkit.SettableClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A world of [HighCpu] for each incident, cured by restarting the service.
public final class Worlds implements Provider {

    private final SettableClock clock;
    private final Map<IncidentId, ScriptedProvider> worlds = new ConcurrentHashMap<>();

    Worlds(SettableClock clock) {
        this.clock = clock;
    }

    public ScriptedProvider of(IncidentId incident) {
        return worlds.computeIfAbsent(incident, _ -> {
            var world = new ScriptedProvider();
            HighCpu.shownBy(world, clock, "compute.restart_service");
            return world;
        });
    }

    @Override
    public Catalogue catalogue() {
        return Operations.CATALOGUE;
    }

    @Override
    public String sourceOf(Capability capability) {
        return "scripted " + capability.key();
    }

    @Override
    public Observation observe(OperationName name, Arguments arguments, CallContext context)
            throws InterruptedException {
        return of(context.incident()).observe(name, arguments, context);
    }

    @Override
    public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        return of(context.incident()).act(name, arguments, key, context);
    }

    @Override
    public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
        return of(context.incident()).occurred(name, arguments, key, context);
    }
}

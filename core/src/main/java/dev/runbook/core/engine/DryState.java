package dev.runbook.core.engine;

import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where a dry run stands. One thread at a time.
final class DryState {

    final Runbook runbook;

    /// Steps whose results are only known once they have run.
    final Set<StepId> open = new LinkedHashSet<>();

    Incident incident;
    Instant now;

    DryState(Incident incident, Runbook runbook, Instant now) {
        this.incident = incident;
        this.runbook = runbook;
        this.now = now;
    }

    RunbookRun run() {
        return incident.run().orElseThrow();
    }

    Step step(StepId id) {
        return runbook.step(id).orElseThrow();
    }

    /// Supposes that this happened.
    void take(List<Event> events) {
        for (var event : events) incident = Evolution.apply(incident, new Stamped(now, Actor.engine(), event));
    }
}

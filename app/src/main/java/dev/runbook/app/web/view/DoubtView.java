package dev.runbook.app.web.view;

import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Phase;
import java.util.Optional;

/// A change of which nobody knows whether it happened; a person must say.
public record DoubtView(PlanView plan, String reason) {
    static Optional<DoubtView> of(Incident incident) {
        return incident.phase() instanceof Phase.Uncertain(var plan, var _, var reason)
                ? Optional.of(new DoubtView(PlanView.of(plan), reason))
                : Optional.empty();
    }
}

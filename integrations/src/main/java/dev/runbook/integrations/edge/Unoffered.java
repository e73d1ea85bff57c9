package dev.runbook.integrations.edge;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Outcome;

/// The answers of an integration to what it does not offer.
final class Unoffered {

    private Unoffered() {}

    static Observation look(Integration integration, String what) {
        return new Observation.CouldNotLook(reason(integration, what), false);
    }

    static Outcome act(Integration integration, String what) {
        return new Outcome.Refused(reason(integration, what), false);
    }

    private static String reason(Integration integration, String what) {
        return integration.name() + " does not offer " + what;
    }
}

package dev.runbook.core.engine;

import dev.runbook.core.incident.IncidentId;

/// An event that the state machine does not allow where the incident stands: a fault of this program.
public class IllegalTransition extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    IllegalTransition(IncidentId incident, Phase.Kind from, Event event) {
        super(incident + " in phase " + from + " cannot take "
                + event.getClass().getSimpleName());
    }
}

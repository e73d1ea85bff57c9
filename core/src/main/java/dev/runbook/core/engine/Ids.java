package dev.runbook.core.engine;

import dev.runbook.core.incident.IncidentId;

/// Makes new incident ids. Safe for use by many threads.
@FunctionalInterface
public interface Ids {
    IncidentId next();
}

package dev.runbook.core.operation;

import dev.runbook.core.incident.IncidentId;
import java.time.Duration;
import java.util.Map;

/// On whose behalf an operation is called.
///
/// @param incident the incident it serves
/// @param labels the labels of the incident's report; a simulated provider finds its world by `scenario`
/// @param timeout how long the caller waits for an answer
public record CallContext(IncidentId incident, Map<String, String> labels, Duration timeout) {
    public CallContext {
        labels = Map.copyOf(labels);
    }
}

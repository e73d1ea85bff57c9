package dev.runbook.core.operation;

import dev.runbook.core.incident.IncidentId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// On whose behalf an operation is called.
///
/// @param incident the incident it serves
/// @param labels the labels of the incident's report; a simulated provider finds its world by `scenario`
/// @param timeout how long the caller waits for an answer
/// @param step which step of a runbook asks, or which look of the engine; empty where that is not known
public record CallContext(IncidentId incident, Map<String, String> labels, Duration timeout, Optional<String> step) {
    public CallContext {
        labels = Map.copyOf(labels);
    }

    /// A call that no step makes.
    public CallContext(IncidentId incident, Map<String, String> labels, Duration timeout) {
        this(incident, labels, timeout, Optional.empty());
    }
}

package dev.runbook.core.incident;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One monitoring signal. Repeats of the same signal share a fingerprint.
///
/// @param name the name of the alert rule, such as `HighCpu`
/// @param component the host or service it speaks of
/// @param text what it says, for people
/// @param severity how bad the rule's author thinks it is
/// @param startedAt when it began to fire
/// @param labels whatever else the monitoring system attached
public record Alert(
        String name, String component, String text, Severity severity, Instant startedAt, Map<String, String> labels) {

    /// What stands for the component of an alert whose sender named neither host nor service.
    public static final String NOWHERE = "unknown";

    public Alert {
        if (name.isBlank()) throw new IllegalArgumentException("an alert needs a name");
        labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /// The host or service it speaks of; empty where its sender named none.
    public Optional<String> place() {
        return component.equals(NOWHERE) ? Optional.empty() : Optional.of(component);
    }

    /// The same for every repeat of the same signal.
    public String fingerprint() {
        return name + "/" + component;
    }
}

package dev.runbook.ml.bundle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was reported.
///
/// @param text what people wrote; may be empty
/// @param target the symptom to be explained
/// @param question what is asked; may be empty
public record Incident(
        String id,
        String text,
        Optional<Instant> startedAt,
        Map<String, String> labels,
        List<ReportedAlert> alerts,
        Optional<Target> target,
        String question) {
    public Incident {
        labels = Map.copyOf(labels);
        alerts = List.copyOf(alerts);
    }

    /// A symptom: the component that shows it, and in which metric.
    ///
    /// @param metric empty when any
    public record Target(String component, String metric) {}

    /// An alert that fired.
    public record ReportedAlert(
            String name, String text, String severity, Map<String, String> labels, Optional<Instant> startedAt) {
        public ReportedAlert {
            labels = Map.copyOf(labels);
        }
    }
}

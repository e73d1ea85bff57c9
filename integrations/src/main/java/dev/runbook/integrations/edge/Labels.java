package dev.runbook.integrations.edge;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Which labels name hosts and services, as Prometheus and Alertmanager have them.
///
/// @param host the label that holds a host, perhaps with a port behind a colon
/// @param service the label that holds a service
public record Labels(String host, String service) {

    /// Reads `X_HOST_LABEL` and `X_SERVICE_LABEL`.
    public static Labels of(Variables variables, String prefix) {
        return new Labels(
                variables.optional(prefix + "_HOST_LABEL").orElse("instance"),
                variables.optional(prefix + "_SERVICE_LABEL").orElse("service"));
    }

    /// The service that labels name, else the host without its port, else the job.
    public Optional<String> component(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(service))
                .or(() -> Optional.ofNullable(labels.get(host)).map(Labels::withoutPort))
                .or(() -> Optional.ofNullable(labels.get("job")));
    }

    /// Whether labels name what a scope names.
    public boolean concern(Scope scope, Map<String, String> labels) {
        return (scope.host().isEmpty() && scope.service().isEmpty())
                || Stream.of(
                                Optional.ofNullable(labels.get(service)),
                                Optional.ofNullable(labels.get(host)).map(Labels::withoutPort),
                                Optional.ofNullable(labels.get("job")))
                        .flatMap(Optional::stream)
                        .anyMatch(scope::covers);
    }

    /// A host without the port behind it.
    public static String withoutPort(String instance) {
        return instance.replaceFirst(":\\d{1,5}$", "");
    }

    /// A regular expression that matches a host with and without a port.
    public static String withAnyPort(String host) {
        return host.replace(".", "\\.") + "(:[0-9]+)?";
    }

    /// The alert that labels and annotations tell of.
    public Alert alert(Map<String, String> labels, Map<String, String> annotations, Instant since) {
        var name = labels.getOrDefault("alertname", "alert");
        var text = Stream.of("summary", "description", "message")
                .flatMap(key -> Optional.ofNullable(annotations.get(key)).stream())
                .findFirst()
                .orElse(name);
        return new Alert(name, component(labels).orElse(name), text, severity(labels), since, labels);
    }

    private static Severity severity(Map<String, String> labels) {
        return switch (labels.getOrDefault("severity", "").toLowerCase(Locale.ROOT)) {
            case "critical", "page", "emergency" -> Severity.CRITICAL;
            case "high", "error", "major" -> Severity.HIGH;
            case "info", "low", "none", "minor" -> Severity.LOW;
            default -> Severity.MEDIUM;
        };
    }
}

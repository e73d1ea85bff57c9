package dev.runbook.integrations.registry;

import dev.runbook.core.operation.Capability;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// An integration that can be configured.
///
/// @param name in lower case, as in `datadog`
/// @param capabilities what it answers for
/// @param credentials the variables that its live client needs
public record KnownIntegration(String name, Set<Capability> capabilities, List<String> credentials) {

    /// The integrations there are. Each capability has exactly one.
    public static final List<KnownIntegration> ALL = List.of(
            new KnownIntegration(
                    "servicenow", Set.of(Capability.TICKETING), List.of("SERVICENOW_USERNAME", "SERVICENOW_PASSWORD")),
            new KnownIntegration(
                    "pagerduty", Set.of(Capability.PAGING), List.of("PAGERDUTY_API_KEY", "PAGERDUTY_FROM")),
            new KnownIntegration(
                    "datadog", Set.of(Capability.MONITORING), List.of("DATADOG_API_KEY", "DATADOG_APP_KEY")),
            new KnownIntegration(
                    "aws",
                    Set.of(Capability.COMPUTE, Capability.DEPLOYMENTS),
                    List.of("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")),
            new KnownIntegration(
                    "jira",
                    Set.of(Capability.ISSUE_TRACKING),
                    List.of("JIRA_BASE_URL", "JIRA_EMAIL", "JIRA_API_TOKEN")),
            new KnownIntegration("slack", Set.of(Capability.CHAT), List.of("SLACK_BOT_TOKEN")));

    public KnownIntegration {
        capabilities = Set.copyOf(capabilities);
        credentials = List.copyOf(credentials);
    }

    /// The variable that overrides its mode, such as `DATADOG_MODE`.
    public String modeVariable() {
        return name.toUpperCase(Locale.ROOT) + "_MODE";
    }
}

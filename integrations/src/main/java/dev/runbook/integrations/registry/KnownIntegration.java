package dev.runbook.integrations.registry;

import dev.runbook.core.operation.Capability;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// An integration that can be configured.
///
/// @param name in lower case, as in `datadog`
/// @param capabilities what it answers for; of some it offers only a part
/// @param credentials the variables that its live client needs
/// @param signs where it cannot be simulated: the variables of which one shows that somebody has it
public record KnownIntegration(
        String name, Set<Capability> capabilities, List<String> credentials, List<String> signs) {

    /// The integrations there are, in the order in which they are asked to change something.
    public static final List<KnownIntegration> ALL = List.of(
            // Who it is there can be said in three ways, so its client says what is missing.
            vendor("servicenow", Set.of(Capability.TICKETING)),
            vendor("pagerduty", Set.of(Capability.PAGING), "PAGERDUTY_API_KEY", "PAGERDUTY_FROM"),
            vendor(
                    "datadog",
                    Set.of(Capability.MONITORING, Capability.DEPLOYMENTS),
                    "DATADOG_API_KEY",
                    "DATADOG_APP_KEY"),
            own("prometheus", Set.of(Capability.MONITORING), "PROMETHEUS_BASE_URL"),
            own("alertmanager", Set.of(Capability.MONITORING), "ALERTMANAGER_BASE_URL"),
            new KnownIntegration(
                    "kubernetes",
                    Set.of(Capability.COMPUTE, Capability.DEPLOYMENTS, Capability.MONITORING),
                    List.of(),
                    List.of("KUBERNETES_BASE_URL", "KUBECONFIG")),
            // Its region and keys may stand in files or come from what it runs on, so its client says what is missing.
            vendor("aws", Set.of(Capability.COMPUTE, Capability.DEPLOYMENTS)),
            vendor("jira", Set.of(Capability.ISSUE_TRACKING), "JIRA_BASE_URL", "JIRA_EMAIL", "JIRA_API_TOKEN"),
            vendor("slack", Set.of(Capability.CHAT), "SLACK_BOT_TOKEN"));

    public KnownIntegration {
        capabilities = Set.copyOf(capabilities);
        credentials = List.copyOf(credentials);
        signs = List.copyOf(signs);
    }

    private static KnownIntegration vendor(String name, Set<Capability> capabilities, String... credentials) {
        return new KnownIntegration(name, capabilities, List.of(credentials), List.of());
    }

    private static KnownIntegration own(String name, Set<Capability> capabilities, String url) {
        return new KnownIntegration(name, capabilities, List.of(url), List.of(url));
    }

    /// Whether there is a simulation of it.
    public boolean simulated() {
        return signs.isEmpty();
    }

    /// The variable that overrides its mode, such as `DATADOG_MODE`.
    public String modeVariable() {
        return name.toUpperCase(Locale.ROOT) + "_MODE";
    }
}

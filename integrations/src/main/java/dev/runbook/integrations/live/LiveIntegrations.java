package dev.runbook.integrations.live;

import dev.runbook.core.capability.Integration;
import dev.runbook.integrations.alertmanager.Alertmanager;
import dev.runbook.integrations.aws.Aws;
import dev.runbook.integrations.datadog.Datadog;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.jira.Jira;
import dev.runbook.integrations.kubernetes.Kubernetes;
import dev.runbook.integrations.pagerduty.PagerDuty;
import dev.runbook.integrations.prometheus.Prometheus;
import dev.runbook.integrations.registry.LiveClients;
import dev.runbook.integrations.servicenow.ServiceNow;
import dev.runbook.integrations.slack.Slack;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes the client of each live integration. A new vendor is one line here.
public final class LiveIntegrations {

    private static final Map<String, BiFunction<Variables, Outside, Integration>> MAKERS = Map.of(
            "alertmanager", Alertmanager::create,
            "aws", Aws::create,
            "datadog", Datadog::create,
            "jira", Jira::create,
            "kubernetes", Kubernetes::create,
            "pagerduty", PagerDuty::create,
            "prometheus", Prometheus::create,
            "servicenow", ServiceNow::create,
            "slack", Slack::create);

    private LiveIntegrations() {}

    /// The live clients, to be made when they are configured.
    public static LiveClients clients(Outside outside) {
        return new LiveClients(MAKERS.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> maker(entry.getValue(), outside))));
    }

    private static Function<Map<String, String>, Integration> maker(
            BiFunction<Variables, Outside, Integration> maker, Outside outside) {
        return variables -> maker.apply(new Variables(variables), outside);
    }
}

package dev.runbook.integrations.inbound;

import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.ConfigurationException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The webhooks that are configured. One without its secret does not exist. Safe for use by many threads.
public final class Hooks {

    private final Map<String, Hook> hooks = new TreeMap<>();
    private Optional<SlackDoor> slack = Optional.empty();

    private Hooks() {}

    /// The webhooks that the variables open.
    ///
    /// @throws ConfigurationException when one of them cannot be used; the message names the variable
    public static Hooks of(Variables variables, Certificates certificates) {
        var all = new Hooks();
        all.add("pagerduty", "PAGERDUTY_WEBHOOK_SECRET", variables, PagerDutyHook::new);
        all.add("datadog", "DATADOG_WEBHOOK_TOKEN", variables, DatadogHook::new);
        all.add("alertmanager", "ALERTMANAGER_WEBHOOK_TOKEN", variables, AlertmanagerHook::new);
        all.add("eventbridge", "AWS_EVENTBRIDGE_TOKEN", variables, EventBridgeHook::new);
        all.add("jira", "JIRA_WEBHOOK_SECRET", variables, JiraHook::new);
        all.add(
                "servicenow",
                "SERVICENOW_WEBHOOK_SECRET",
                variables,
                secret -> new SignedHook("servicenow", secret, SignedHook.SERVICENOW));
        var mapping = pairs(variables.optional("RUNBOOK_WEBHOOK_MAPPING").orElse(""));
        all.add("generic", "RUNBOOK_WEBHOOK_SECRET", variables, secret -> generic(secret, mapping));
        variables
                .optional("AWS_SNS_TOPIC_ARN")
                .ifPresent(topics -> all.hooks.put("sns", new SnsHook(topics(topics), certificates)));
        all.slack = variables
                .optional("SLACK_SIGNING_SECRET")
                .map(secret -> new SlackDoor(
                        new Secret(secret),
                        pairs(variables.optional("SLACK_OPERATORS").orElse(""))));
        return all;
    }

    private void add(String source, String variable, Variables variables, Function<Secret, Hook> maker) {
        variables.optional(variable).ifPresent(value -> hooks.put(source, maker.apply(new Secret(value))));
    }

    private static Hook generic(Secret secret, Map<String, String> mapping) {
        try {
            return new SignedHook("generic", secret, mapping);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("RUNBOOK_WEBHOOK_MAPPING: " + e.getMessage());
        }
    }

    private static Set<String> topics(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    }

    /// Reads `name=value, name=value`.
    private static Map<String, String> pairs(String text) {
        var pairs = new TreeMap<String, String>();
        for (var pair : text.split(",", -1)) {
            if (pair.isBlank()) continue;
            var parts = pair.strip().split("=", 2);
            pairs.put(parts[0].strip(), parts.length < 2 ? "" : parts[1].strip());
        }
        return pairs;
    }

    /// What people do in Slack; empty when it is not configured.
    public Optional<SlackDoor> slack() {
        return slack;
    }

    /// The sources that may send.
    public Set<String> sources() {
        return java.util.Collections.unmodifiableSet(hooks.keySet());
    }

    /// Says what a delivery is; empty when there is no such source.
    public Optional<Verdict> read(String source, Delivery delivery, Instant now) {
        return Optional.ofNullable(hooks.get(source)).map(hook -> hook.read(delivery, now));
    }
}

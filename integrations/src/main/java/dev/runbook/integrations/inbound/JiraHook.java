package dev.runbook.integrations.inbound;

import dev.runbook.core.incident.Alert;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Jira's [webhooks](https://developer.atlassian.com/cloud/jira/platform/webhooks/) with a secret: a new issue
/// is a signal, and one that is done tells that it is over. Which issues come is chosen in Jira, by JQL.
record JiraHook(Secret secret) implements Hook {

    private static final Duration OLDEST = Duration.ofDays(1);

    @Override
    public Verdict read(Delivery delivery, Instant now) {
        var signature = delivery.header("X-Hub-Signature");
        if (signature.isEmpty() || !Proof.signature(secret, "sha256=", signature.get(), delivery.bytes()))
            return new Verdict.Refused("its signature is not Jira's");
        return Payload.read(delivery, body -> event(body, now));
    }

    private static Verdict event(JsonNode body, Instant now) {
        var at = Nodes.whole(body, "timestamp").map(Instant::ofEpochMilli);
        if (at.isEmpty()) return new Verdict.Malformed("it has no timestamp");
        if (!Proof.isNear(at.get(), now, OLDEST)) return new Verdict.Refused("it is of " + at.get());
        var event = Nodes.text(body, "webhookEvent").orElse("");
        var issue = body.path("issue");
        var over = event.equals("jira:issue_updated") && isDone(issue);
        if (!event.equals("jira:issue_created") && !over)
            return new Verdict.Ignored(event + " is no issue that begins or ends");
        var key = Nodes.text(issue, "key");
        if (key.isEmpty()) return new Verdict.Malformed("it has no issue.key");
        var fields = issue.path("fields");
        var labels = Nodes.list(fields, "labels").stream()
                .flatMap(label -> Nodes.text(label).stream())
                .toList();
        if (labels.stream().anyMatch(label -> label.startsWith("runbook-")))
            return new Verdict.Ignored("it is an issue of ours");
        var service = Nodes.list(fields, "components").stream()
                .flatMap(component -> Nodes.text(component, "name").stream())
                .findFirst();
        var alert = new Alert(
                Nodes.text(fields, "summary").orElse(key.get()),
                service.orElse("unknown"),
                Nodes.text(fields, "description").orElse(""),
                Payload.severity(Nodes.text(fields, "priority", "name")),
                Nodes.time(fields, "created").orElse(at.get()),
                Map.of("jira_issue", key.get()));
        return new Verdict.Signals(List.of(new Signal(
                "jira/" + key.get(), !over, alert, Optional.empty(), service, "production", link(issue, key.get()))));
    }

    /// Whatever the statuses of a workflow are called, each belongs to one of Jira's three categories.
    private static boolean isDone(JsonNode issue) {
        return Nodes.text(issue, "fields", "status", "statusCategory", "key")
                .filter("done"::equals)
                .isPresent();
    }

    private static List<String> link(JsonNode issue, String key) {
        return Nodes.text(issue, "self")
                .filter(self -> self.contains("/rest/api/"))
                .map(self -> self.substring(0, self.indexOf("/rest/api/")) + "/browse/" + key)
                .stream()
                .toList();
    }
}

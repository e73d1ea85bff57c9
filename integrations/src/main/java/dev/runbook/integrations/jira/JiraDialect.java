package dev.runbook.integrations.jira;

import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.Dialect;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.util.ArrayList;
import java.util.Map;

/// How Jira speaks HTTP.
record JiraDialect(Map<String, Secret> credentials) implements Dialect {

    @Override
    public Complaint complaint(Answer answer) {
        var words = new ArrayList<String>();
        for (var message : Nodes.list(answer.body(), "errorMessages"))
            Nodes.text(message).ifPresent(words::add);
        answer.body()
                .path("errors")
                .properties()
                .forEach(field ->
                        Nodes.text(field.getValue()).ifPresent(message -> words.add(field.getKey() + ": " + message)));
        Nodes.text(answer.body(), "message").ifPresent(words::add);
        answer.header("RateLimit-Reason").ifPresent(words::add);
        return new Complaint("", String.join("; ", words));
    }

    @Override
    public String remedy(Fault.Kind kind, Answer answer) {
        return switch (answer.status()) {
            case 401 -> "check JIRA_EMAIL and JIRA_API_TOKEN";
            case 403 -> "the account in JIRA_EMAIL lacks this permission";
            default -> "";
        };
    }
}

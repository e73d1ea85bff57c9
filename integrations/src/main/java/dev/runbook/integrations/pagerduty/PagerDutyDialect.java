package dev.runbook.integrations.pagerduty;

import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.Dialect;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.RetryAfter;
import dev.runbook.integrations.edge.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How PagerDuty speaks HTTP.
///
/// @param credentials empty for the events API, whose key is in the body
record PagerDutyDialect(Map<String, Secret> credentials, Map<String, String> headers) implements Dialect {

    /// The dialect of the REST API.
    static PagerDutyDialect rest(Secret key) {
        return new PagerDutyDialect(
                Map.of("Authorization", authorization(key)),
                // The description wants the content type also where there is no content.
                Map.of("Accept", "application/vnd.pagerduty+json;version=2", "Content-Type", "application/json"));
    }

    /// The dialect of the events API.
    static PagerDutyDialect events() {
        return new PagerDutyDialect(Map.of(), Map.of("Accept", "application/json"));
    }

    /// API keys have 20 characters or a few more; OAuth's tokens begin with `pd`.
    private static Secret authorization(Secret key) {
        return new Secret(
                key.reveal().startsWith("pdus+") || key.reveal().startsWith("pdeu+")
                        ? "Bearer " + key.reveal()
                        : "Token token=" + key.reveal());
    }

    @Override
    public Complaint complaint(Answer answer) {
        var body = answer.body();
        var error = body.path("error");
        if (error.isObject())
            return new Complaint(Nodes.text(error, "code").orElse(""), words(Nodes.text(error, "message"), error));
        if (error.isString()) return new Complaint("", error.asString());
        return new Complaint("", words(Nodes.text(body, "message"), body));
    }

    private static String words(Optional<String> message, JsonNode holder) {
        var words = new ArrayList<String>();
        message.ifPresent(words::add);
        for (var detail : Nodes.list(holder, "errors")) Nodes.text(detail).ifPresent(words::add);
        return String.join("; ", words);
    }

    @Override
    public String remedy(Fault.Kind kind, Answer answer) {
        if (credentials.isEmpty()) return answer.text().contains("routing_key") ? "check PAGERDUTY_ROUTING_KEY" : "";
        return switch (answer.status()) {
            case 401 -> "check PAGERDUTY_API_KEY";
            case 402 -> "the account's plan lacks this";
            case 403 -> "the key in PAGERDUTY_API_KEY may not do this; a read-only one cannot change anything";
            // The user that PagerDuty does not find is the one in the header From.
            case 400 -> answer.text().contains("Requester User") ? "check PAGERDUTY_FROM" : "";
            default -> "";
        };
    }

    @Override
    public Optional<Duration> wait(Answer answer, Instant now) {
        return answer.header("ratelimit-reset").flatMap(RetryAfter::seconds);
    }
}

package dev.runbook.integrations.datadog;

import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.Dialect;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.RetryAfter;
import dev.runbook.integrations.edge.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How Datadog speaks HTTP.
record DatadogDialect(Map<String, Secret> credentials) implements Dialect {

    static DatadogDialect of(Secret apiKey, Secret applicationKey) {
        return new DatadogDialect(Map.of("DD-API-KEY", apiKey, "DD-APPLICATION-KEY", applicationKey));
    }

    /// Version 1 complains in texts, version 2 in texts or in objects of JSON:API.
    @Override
    public Complaint complaint(Answer answer) {
        var words = Nodes.list(answer.body(), "errors").stream()
                .flatMap(
                        error -> Nodes.text(error)
                                .or(() -> Nodes.text(error, "detail"))
                                .or(() -> Nodes.text(error, "title"))
                                .stream())
                .collect(Collectors.joining("; "));
        return new Complaint(
                "",
                words.isEmpty() ? Nodes.text(answer.body(), "error", "message").orElse("") : words);
    }

    @Override
    public String remedy(Fault.Kind kind, Answer answer) {
        return kind == Fault.Kind.UNAUTHORISED
                ? "check DATADOG_API_KEY, DATADOG_APP_KEY and its scopes, and DATADOG_SITE"
                : "";
    }

    @Override
    public Optional<Duration> wait(Answer answer, Instant now) {
        return answer.header("X-RateLimit-Reset").flatMap(RetryAfter::seconds);
    }
}

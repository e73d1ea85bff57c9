package dev.runbook.integrations.servicenow;

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
import java.util.stream.Stream;

/// How ServiceNow speaks HTTP.
///
/// @param check what a person looks at when the credentials are refused
record ServiceNowDialect(Map<String, Secret> credentials, String check) implements Dialect {

    @Override
    public Complaint complaint(Answer answer) {
        var error = answer.body().path("error");
        var words = error.isString()
                ? Stream.of(Optional.of(error.asString()), Nodes.text(answer.body(), "error_description"))
                        .flatMap(Optional::stream)
                : Stream.of(Nodes.text(error, "message"), Nodes.text(error, "detail"))
                        .flatMap(Optional::stream);
        return new Complaint("", words.collect(Collectors.joining(": ")));
    }

    @Override
    public String remedy(Fault.Kind kind, Answer answer) {
        return switch (answer.status()) {
            case 401 -> check;
            case 403 -> "our user lacks a role, or a rule of the instance refuses it";
            default -> "";
        };
    }

    @Override
    public Optional<Duration> wait(Answer answer, Instant now) {
        return answer.header("X-RateLimit-Reset").flatMap(text -> RetryAfter.untilEpoch(text, now));
    }
}

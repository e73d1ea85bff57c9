package dev.runbook.integrations.slack;

import dev.runbook.integrations.edge.Answer;
import dev.runbook.integrations.edge.Dialect;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.util.Map;
import java.util.Optional;

/// How Slack speaks HTTP: with status 200, whatever happened.
record SlackDialect(Map<String, Secret> credentials) implements Dialect {

    @Override
    public Complaint complaint(Answer answer) {
        var code = Nodes.text(answer.body(), "error").orElse("");
        var needed = Nodes.text(answer.body(), "needed")
                .map(scope -> ", needs " + scope)
                .orElse("");
        return new Complaint(code, code + needed);
    }

    @Override
    public String remedy(Fault.Kind kind, Answer answer) {
        return switch (Nodes.text(answer.body(), "error").orElse("")) {
            case "missing_scope" -> "add the scope to the app and install it again";
            case "not_in_channel", "channel_not_found" -> "invite the app to the channel";
            default -> kind == Fault.Kind.UNAUTHORISED ? "check SLACK_BOT_TOKEN" : "";
        };
    }

    @Override
    public Optional<Fault.Kind> disguised(Answer answer) {
        if (Nodes.isTrue(answer.body(), "ok") || answer.text().isBlank()) return Optional.empty();
        return Optional.of(kind(Nodes.text(answer.body(), "error").orElse("")));
    }

    private static Fault.Kind kind(String error) {
        return switch (error) {
            case "ratelimited", "rate_limited" -> Fault.Kind.RATE_LIMITED;
            case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org" ->
                Fault.Kind.BROKEN;
            case "invalid_auth",
                    "not_authed",
                    "account_inactive",
                    "token_revoked",
                    "token_expired",
                    "no_permission",
                    "missing_scope",
                    "not_allowed_token_type",
                    "ekm_access_denied",
                    "access_denied",
                    "org_login_required" -> Fault.Kind.UNAUTHORISED;
            case "channel_not_found", "message_not_found", "thread_not_found", "user_not_found" -> Fault.Kind.ABSENT;
            default -> Fault.Kind.REJECTED;
        };
    }
}

package dev.runbook.integrations.inbound;

import dev.runbook.core.incident.Alert;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Datadog's [webhooks](https://docs.datadoghq.com/integrations/webhooks/), whose body is a template that the
/// user writes; `docs/INTEGRATIONS.md` has ours. Datadog signs nothing, so it must send a token.
record DatadogHook(Secret token) implements Hook {

    static final String TOKEN = "X-Runbook-Token";

    private static final Duration OLDEST = Duration.ofDays(1);

    @Override
    public Verdict read(Delivery delivery, Instant now) {
        var given = delivery.header(TOKEN);
        if (given.isEmpty() || !Proof.token(token, given.get())) return new Verdict.Refused("its token is not ours");
        return Payload.read(delivery, body -> signal(body, now));
    }

    private static Verdict signal(JsonNode body, Instant now) {
        var cycle = Nodes.text(body, "cycle").or(() -> Nodes.text(body, "alert_id"));
        if (cycle.isEmpty()) return new Verdict.Malformed("it has no cycle; use the template of docs/INTEGRATIONS.md");
        var date = Nodes.text(body, "date").flatMap(DatadogHook::moment);
        if (date.isPresent() && !Proof.isNear(date.get(), now, OLDEST))
            return new Verdict.Refused("it is of " + date.get());
        var transition = Nodes.text(body, "transition").orElse("").toLowerCase(Locale.ROOT);
        var tags = Nodes.text(body, "tags").orElse("");
        var host = Nodes.text(body, "host").or(() -> Payload.tag(tags, "host"));
        var service = Payload.tag(tags, "service");
        var started = date.filter(time -> !time.isAfter(now)).orElse(now);
        var alert = new Alert(
                Nodes.text(body, "title").orElse("Datadog monitor " + cycle.get()),
                service.or(() -> host).orElse("unknown"),
                Nodes.text(body, "text").orElse(""),
                Payload.severity(Nodes.text(body, "priority")),
                started,
                Map.of("monitor", Nodes.text(body, "alert_id").orElse(""), "tags", tags));
        return new Verdict.Signals(List.of(new Signal(
                "datadog/" + cycle.get(),
                !transition.contains("recovered"),
                alert,
                host,
                service,
                Payload.tag(tags, "env").orElse("production"),
                Nodes.text(body, "link").stream().toList())));
    }

    /// Seconds or milliseconds since 1970.
    private static Optional<Instant> moment(String text) {
        if (!text.matches("\\d{9,13}")) return Optional.empty();
        var number = Long.parseLong(text);
        return Optional.of(text.length() > 11 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
    }
}

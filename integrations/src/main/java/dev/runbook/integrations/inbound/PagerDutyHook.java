package dev.runbook.integrations.inbound;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// PagerDuty's [webhooks v3](https://developer.pagerduty.com/docs/webhooks-overview): a new incident there is a
/// signal.
record PagerDutyHook(Secret secret) implements Hook {

    /// PagerDuty tries a delivery again for 48 hours.
    private static final Duration OLDEST = Duration.ofHours(49);

    @Override
    public Verdict read(Delivery delivery, Instant now) {
        var signature = delivery.header("X-PagerDuty-Signature");
        if (signature.isEmpty() || !Proof.signature(secret, "v1=", signature.get(), delivery.bytes()))
            return new Verdict.Refused("its signature is not PagerDuty's");
        return Payload.read(delivery, body -> event(body.path("event"), now));
    }

    private static Verdict event(JsonNode event, Instant now) {
        var occurred = Nodes.time(event, "occurred_at");
        if (occurred.isEmpty()) return new Verdict.Malformed("it has no event.occurred_at");
        if (!Proof.isNear(occurred.get(), now, OLDEST)) return new Verdict.Refused("it is of " + occurred.get());
        var type = Nodes.text(event, "event_type").orElse("");
        var data = event.path("data");
        var id = Nodes.text(data, "id");
        if (!type.equals("incident.triggered") && !type.equals("incident.resolved"))
            return new Verdict.Ignored(type + " is no incident that begins or ends");
        if (id.isEmpty()) return new Verdict.Malformed("it has no event.data.id");
        // Whoever we paged ourselves must not be reported back to us.
        if (Nodes.text(data, "incident_key")
                .filter(key -> key.startsWith("INC-"))
                .isPresent()) return new Verdict.Ignored("it is a page of ours");
        var service = Nodes.text(data, "service", "summary");
        var title = Nodes.text(data, "title").orElse("PagerDuty incident " + id.get());
        var alert = new Alert(
                title,
                service.orElse("unknown"),
                "",
                severity(data),
                Nodes.time(data, "created_at").orElse(occurred.get()),
                Map.of("pagerduty_incident", id.get()));
        return new Verdict.Signals(List.of(new Signal(
                "pagerduty/" + id.get(),
                type.equals("incident.triggered"),
                alert,
                Optional.empty(),
                service,
                "production",
                Nodes.text(data, "html_url").stream().toList())));
    }

    private static Severity severity(JsonNode incident) {
        var priority = Nodes.text(incident, "priority", "summary");
        if (priority.isPresent()) return Payload.severity(priority);
        return Nodes.text(incident, "urgency").filter("low"::equals).isPresent() ? Severity.LOW : Severity.HIGH;
    }
}

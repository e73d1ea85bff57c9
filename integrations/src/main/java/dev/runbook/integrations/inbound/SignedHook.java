package dev.runbook.integrations.inbound;

import dev.runbook.core.incident.Alert;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Webhooks of systems whose sending side the user writes: our own signature, and a mapping of their fields to
/// ours. The signature is `v1=` and the HMAC-SHA256 of the timestamp, a dot and the body, in hexadecimal
/// digits.
///
/// @param source their name
/// @param mapping for each of our fields the [JSON Pointer](https://www.rfc-editor.org/rfc/rfc6901) that finds
///     it
record SignedHook(String source, Secret secret, Map<String, String> mapping) implements Hook {

    /// Our fields, found by their own names unless mapped.
    static final List<String> FIELDS = List.of(
            "key",
            "title",
            "text",
            "host",
            "service",
            "environment",
            "severity",
            "status",
            "started_at",
            "link",
            "ours");

    /// What people have on incidents of ServiceNow, as a business rule or a flow sends them.
    static final Map<String, String> SERVICENOW = Map.of(
            "key", "/number",
            "title", "/short_description",
            "text", "/description",
            "service", "/cmdb_ci",
            "severity", "/priority",
            "status", "/state",
            "started_at", "/opened_at",
            "ours", "/correlation_id");

    private static final Duration OLDEST = Duration.ofMinutes(5);

    SignedHook {
        mapping = Map.copyOf(mapping);
        for (var pointer : mapping.entrySet())
            if (!FIELDS.contains(pointer.getKey()) || !pointer.getValue().startsWith("/"))
                throw new IllegalArgumentException("'" + pointer.getKey() + "=" + pointer.getValue()
                        + "' maps nothing; write field=/pointer, with a field of " + String.join(", ", FIELDS));
    }

    @Override
    public Verdict read(Delivery delivery, Instant now) {
        var timestamp = delivery.header("X-Runbook-Timestamp").filter(t -> t.matches("\\d{1,11}"));
        var signature = delivery.header("X-Runbook-Signature");
        if (timestamp.isEmpty() || signature.isEmpty())
            return new Verdict.Refused("it lacks X-Runbook-Timestamp or X-Runbook-Signature");
        if (!Proof.isNear(Instant.ofEpochSecond(Long.parseLong(timestamp.get())), now, OLDEST))
            return new Verdict.Refused("its timestamp is more than five minutes off");
        var head = (timestamp.get() + ".").getBytes(StandardCharsets.UTF_8);
        if (!Proof.signature(secret, "v1=", signature.get(), head, delivery.bytes()))
            return new Verdict.Refused("its signature is wrong");
        return Payload.read(delivery, body -> signal(body, now));
    }

    private Verdict signal(JsonNode body, Instant now) {
        var title = field(body, "title");
        var key = field(body, "key");
        if (title.isEmpty() || key.isEmpty())
            return new Verdict.Malformed("it has no " + (title.isEmpty() ? "title" : "key"));
        if (field(body, "ours").filter(id -> id.startsWith("runbook")).isPresent())
            return new Verdict.Ignored("it is of ours");
        var host = field(body, "host");
        var service = field(body, "service");
        var over = field(body, "status")
                .filter(status -> status.matches("(?i)resolved|closed|cancell?ed|ok|recovered|6|7|8"))
                .isPresent();
        var alert = new Alert(
                title.get(),
                service.or(() -> host).orElse("unknown"),
                field(body, "text").orElse(""),
                Payload.severity(field(body, "severity")),
                field(body, "started_at").flatMap(SignedHook::moment).orElse(now),
                Map.of());
        return new Verdict.Signals(List.of(new Signal(
                source + "/" + key.get(),
                !over,
                alert,
                host,
                service,
                field(body, "environment").orElse("production"),
                field(body, "link").stream().toList())));
    }

    /// In ISO 8601, or as ServiceNow writes it, in UTC.
    private static Optional<Instant> moment(String text) {
        return Nodes.instant(
                text.strip().matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}")
                        ? text.strip().replace(' ', 'T') + "Z"
                        : text);
    }

    private Optional<String> field(JsonNode body, String name) {
        return Nodes.text(body.at(mapping.getOrDefault(name, "/" + name)));
    }
}

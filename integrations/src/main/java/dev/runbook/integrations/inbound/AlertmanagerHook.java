package dev.runbook.integrations.inbound;

import dev.runbook.core.incident.Alert;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Alertmanager's [webhooks](https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). It
/// signs nothing, so it must send a bearer token.
record AlertmanagerHook(Secret token) implements Hook {

    @Override
    public Verdict read(Delivery delivery, Instant now) {
        var given = delivery.header("Authorization").filter(h -> h.startsWith("Bearer "));
        if (given.isEmpty() || !Proof.token(token, given.get().substring("Bearer ".length())))
            return new Verdict.Refused("its bearer token is not ours");
        return Payload.read(delivery, body -> {
            var alerts = Nodes.list(body, "alerts");
            if (alerts.isEmpty()) return new Verdict.Malformed("it has no alerts");
            var signals = new ArrayList<Signal>();
            var gap = gap(body);
            for (var alert : alerts)
                signal(alert, now)
                        .map(signal -> gap.map(signal::lacking).orElse(signal))
                        .ifPresent(signals::add);
            return signals.isEmpty()
                    ? new Verdict.Malformed("none of its alerts has an alertname")
                    : new Verdict.Signals(signals);
        });
    }

    /// Of a large group only so many alerts are sent as `max_alerts` says.
    private static Optional<String> gap(JsonNode body) {
        return Nodes.whole(body, "truncatedAlerts")
                .filter(left -> left > 0)
                .map(left -> "Alertmanager left " + left + (left == 1 ? " alert" : " alerts")
                        + " of the same group out of its message (max_alerts).");
    }

    private static Optional<Signal> signal(JsonNode alert, Instant now) {
        var labels = labels(alert);
        var name = Optional.ofNullable(labels.get("alertname"));
        if (name.isEmpty()) return Optional.empty();
        var host = first(labels, "host", "node", "instance").map(Payload::host);
        var service = first(labels, "service", "app", "job");
        var text = Nodes.text(alert, "annotations", "summary")
                .or(() -> Nodes.text(alert, "annotations", "description"))
                .orElse("");
        var started = Nodes.time(alert, "startsAt").orElse(now);
        var component = service.or(() -> host).orElse("unknown");
        var fingerprint = Nodes.text(alert, "fingerprint").orElse(name.get() + "/" + component);
        return Optional.of(new Signal(
                "alertmanager/" + fingerprint + "/" + started,
                Nodes.text(alert, "status").filter("firing"::equals).isPresent(),
                new Alert(
                        name.get(),
                        component,
                        text,
                        Payload.severity(Optional.ofNullable(labels.get("severity"))),
                        started,
                        labels),
                host,
                service,
                first(labels, "environment", "env").orElse("production"),
                Stream.of(Nodes.text(alert, "annotations", "runbook_url"), Nodes.text(alert, "generatorURL"))
                        .flatMap(Optional::stream)
                        .toList()));
    }

    private static Map<String, String> labels(JsonNode alert) {
        var labels = new TreeMap<String, String>();
        alert.path("labels")
                .properties()
                .forEach(label -> Nodes.text(label.getValue()).ifPresent(value -> labels.put(label.getKey(), value)));
        return labels;
    }

    private static Optional<String> first(Map<String, String> labels, String... names) {
        return Stream.of(names).filter(labels::containsKey).map(labels::get).findFirst();
    }
}

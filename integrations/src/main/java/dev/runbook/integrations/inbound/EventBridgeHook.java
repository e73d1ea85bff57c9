package dev.runbook.integrations.inbound;

import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// CloudWatch alarms by way of an EventBridge API destination, whose connection sends a token of ours.
record EventBridgeHook(Secret token) implements Hook {

    private static final String ALARM = "CloudWatch Alarm State Change";
    private static final Duration OLDEST = Duration.ofHours(25);

    @Override
    public Verdict read(Delivery delivery, Instant now) {
        var given = delivery.header(DatadogHook.TOKEN);
        if (given.isEmpty() || !Proof.token(token, given.get())) return new Verdict.Refused("its token is not ours");
        return Payload.read(delivery, body -> event(body, now));
    }

    private static Verdict event(JsonNode body, Instant now) {
        var at = Nodes.time(body, "time");
        if (at.isEmpty() || !Proof.isNear(at.get(), now, OLDEST)) return new Verdict.Refused("its time is too far off");
        if (Nodes.text(body, "detail-type").filter(ALARM::equals).isEmpty())
            return new Verdict.Ignored("it is no alarm");
        var name = Nodes.text(body, "detail", "alarmName");
        if (name.isEmpty()) return new Verdict.Malformed("it has no detail.alarmName");
        var state = body.path("detail").path("state");
        var value = Nodes.text(state, "value").orElse("");
        if (SnsHook.isUndecided(value)) return new Verdict.Ignored("the alarm is " + value);
        var arn = Nodes.list(body, "resources").stream()
                .flatMap(one -> Nodes.text(one).stream())
                .findFirst();
        return new Verdict.Signals(List.of(SnsHook.signal(
                arn.orElse(name.get()),
                name.get(),
                value,
                Nodes.text(state, "reason").orElse(""),
                Nodes.time(state, "timestamp").orElse(at.get()),
                Nodes.time(body, "detail", "previousState", "timestamp"),
                dimension(body))));
    }

    private static Optional<String> dimension(JsonNode body) {
        return Nodes.list(body, "detail", "configuration", "metrics").stream()
                .flatMap(metric -> metric.path("metricStat").path("metric").path("dimensions").properties().stream())
                .flatMap(dimension -> Nodes.text(dimension.getValue()).stream())
                .findFirst();
    }
}

package dev.runbook.integrations.inbound;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Severity;
import dev.runbook.integrations.edge.Nodes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// CloudWatch alarms by way of Amazon SNS over HTTPS. Each message is
/// [signed](https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html) with a certificate
/// of Amazon's, whose address is believed only if it is Amazon's.
///
/// @param topics the ARNs of the topics that are ours; anybody can have a topic of their own
record SnsHook(Set<String> topics, Certificates certificates) implements Hook {

    private static final String HOST = "sns\\.[a-z0-9-]{1,40}\\.amazonaws\\.com(\\.cn)?";
    private static final Duration OLDEST = Duration.ofHours(1);
    private static final List<String> OF_NOTIFICATIONS =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> OF_SUBSCRIPTIONS =
            List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

    SnsHook {
        topics = Set.copyOf(topics);
    }

    @Override
    public Verdict read(Delivery delivery, Instant now) {
        return Payload.read(delivery, body -> message(body, now));
    }

    private Verdict message(JsonNode body, Instant now) {
        var topic = Nodes.text(body, "TopicArn").orElse("");
        if (!topics.contains(topic))
            return new Verdict.Refused("it is of the topic '" + topic + "', which is not ours");
        var at = Nodes.time(body, "Timestamp");
        if (at.isEmpty() || !Proof.isNear(at.get(), now, OLDEST))
            return new Verdict.Refused("its timestamp is more than an hour off");
        if (!isSigned(body)) return new Verdict.Refused("its signature is not Amazon's");
        return switch (Nodes.text(body, "Type").orElse("")) {
            case "SubscriptionConfirmation" ->
                ofAmazon(Nodes.text(body, "SubscribeURL").orElse(""))
                        .<Verdict>map(Verdict.Handshake::new)
                        .orElseGet(() -> new Verdict.Refused("its SubscribeURL is not Amazon's"));
            case "UnsubscribeConfirmation" -> new Verdict.Ignored("the subscription was ended");
            case "Notification" ->
                Payload.read(Nodes.text(body, "Message").orElse(""), alarm -> alarm(alarm, at.get()));
            default -> new Verdict.Malformed("it has no Type that is known");
        };
    }

    /// An address of Amazon's own, by https.
    private static Optional<URI> ofAmazon(String text) {
        try {
            var uri = new URI(text);
            var host = uri.getHost() == null ? "" : uri.getHost();
            return "https".equals(uri.getScheme()) && host.matches(HOST) && uri.getRawUserInfo() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private boolean isSigned(JsonNode body) {
        var algorithm = switch (Nodes.text(body, "SignatureVersion").orElse("")) {
            case "1" -> "SHA1withRSA";
            case "2" -> "SHA256withRSA";
            default -> "";
        };
        var key = ofAmazon(Nodes.text(body, "SigningCertURL").orElse(""))
                .filter(uri -> uri.getPath().endsWith(".pem"))
                .flatMap(certificates::keyAt);
        if (algorithm.isEmpty() || key.isEmpty()) return false;
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initVerify(key.get());
            signature.update(signed(body).getBytes(StandardCharsets.UTF_8));
            return signature.verify(
                    Base64.getDecoder().decode(Nodes.text(body, "Signature").orElse("")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /// What Amazon signs: names and values of some fields, each on a line of its own.
    static String signed(JsonNode body) {
        var fields = Nodes.text(body, "Type").filter("Notification"::equals).isPresent()
                ? OF_NOTIFICATIONS
                : OF_SUBSCRIPTIONS;
        var text = new StringBuilder();
        for (var field : fields)
            if (body.path(field).isString())
                text.append(field)
                        .append('\n')
                        .append(body.path(field).asString())
                        .append('\n');
        return text.toString();
    }

    /// An alarm, as CloudWatch writes it into the message.
    private static Verdict alarm(JsonNode alarm, Instant now) {
        var name = Nodes.text(alarm, "AlarmName");
        if (name.isEmpty()) return new Verdict.Ignored("it is no CloudWatch alarm");
        var state = Nodes.text(alarm, "NewStateValue").orElse("");
        if (isUndecided(state)) return new Verdict.Ignored("the alarm is " + state);
        var changed = Nodes.time(alarm, "StateChangeTime").orElse(now);
        return new Verdict.Signals(List.of(signal(
                Nodes.text(alarm, "AlarmArn").orElse(name.get()),
                name.get(),
                state,
                Nodes.text(alarm, "NewStateReason").orElse(""),
                changed,
                Optional.empty(),
                dimension(Nodes.list(alarm, "Trigger", "Dimensions")))));
    }

    private static Optional<String> dimension(List<JsonNode> dimensions) {
        return dimensions.stream()
                .flatMap(one -> Nodes.text(one, "value").or(() -> Nodes.text(one, "Value")).stream())
                .findFirst();
    }

    /// Whether an alarm neither fires nor is over, as while CloudWatch lacks data.
    static boolean isUndecided(String state) {
        return !state.equals("ALARM") && !state.equals("OK");
    }

    /// The signal of an alarm. Each time that it goes off is an outbreak of its own.
    ///
    /// @param changed when it went into its state
    /// @param before when it went into the state before; empty where that is not said
    static Signal signal(
            String id,
            String name,
            String state,
            String reason,
            Instant changed,
            Optional<Instant> before,
            Optional<String> component) {
        var firing = state.equals("ALARM");
        var began = firing ? Optional.of(changed) : before;
        return new Signal(
                "cloudwatch/" + id + "/" + began.map(Instant::toString).orElse(""),
                firing,
                new Alert(name, component.orElse("unknown"), reason, Severity.HIGH, changed, labels(id, state)),
                component.filter(host -> host.startsWith("i-")),
                component.filter(service -> !service.startsWith("i-")),
                "production",
                List.of());
    }

    /// What an alarm is known by. Its ARN holds region and account: `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME`.
    private static Map<String, String> labels(String id, String state) {
        var labels = new TreeMap<>(Map.of("cloudwatch_alarm", id, "state", state));
        var parts = id.split(":", 7);
        if (parts.length == 7 && parts[0].equals("arn")) {
            labels.put("region", parts[3]);
            labels.put("account", parts[4]);
        }
        return labels;
    }
}

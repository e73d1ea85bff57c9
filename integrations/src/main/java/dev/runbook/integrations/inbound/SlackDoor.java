package dev.runbook.integrations.inbound;

import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What people do in Slack with our app: buttons that they press, and commands that they write. Each request is
/// [signed](https://docs.slack.dev/authentication/verifying-requests-from-slack). Safe for use by many threads.
public final class SlackDoor {

    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final String ACTION = "runbook_";

    private final Secret secret;
    private final Map<String, String> operators;

    /// @param operators which operator of ours a user of Slack is, by the user's id
    public SlackDoor(Secret secret, Map<String, String> operators) {
        this.secret = secret;
        this.operators = Map.copyOf(operators);
    }

    /// What somebody wants.
    public sealed interface Wish {

        /// A button was pressed.
        ///
        /// @param user the id in Slack of who pressed it
        /// @param operator who that is; empty when we do not know the user
        /// @param decision `approve`, `deny` or `veto`
        /// @param plan the hash of the plan that the button stood under
        /// @param shown the words of the message, as Slack has them
        /// @param reply where the presser is told what came of it
        record Decides(
                String user,
                Optional<String> operator,
                String decision,
                String incident,
                String request,
                String plan,
                String shown,
                Optional<URI> reply)
                implements Wish {}

        /// A command was written.
        ///
        /// @param user the id in Slack of who wrote it
        /// @param operator who that is; empty when we do not know the user
        /// @param text what follows the command
        record Says(String user, Optional<String> operator, String text) implements Wish {}

        /// It is not believed.
        record Refused() implements Wish {}

        /// It is nothing that we know.
        record Unknown() implements Wish {}
    }

    /// Reads a request of Slack's, whatever kind it is.
    public Wish read(Delivery delivery, Instant now) {
        if (!isGenuine(delivery, now)) return new Wish.Refused();
        var form = form(delivery.text());
        var payload = form.get("payload");
        if (payload != null) return pressed(payload);
        var user = form.get("user_id");
        return user == null
                ? new Wish.Unknown()
                : new Wish.Says(
                        user,
                        Optional.ofNullable(operators.get(user)),
                        form.getOrDefault("text", "").strip());
    }

    private boolean isGenuine(Delivery delivery, Instant now) {
        var timestamp = delivery.header("X-Slack-Request-Timestamp").filter(t -> t.matches("\\d{1,11}"));
        var signature = delivery.header("X-Slack-Signature");
        if (timestamp.isEmpty() || signature.isEmpty()) return false;
        if (!Proof.isNear(Instant.ofEpochSecond(Long.parseLong(timestamp.get())), now, OLDEST)) return false;
        var head = ("v0:" + timestamp.get() + ":").getBytes(StandardCharsets.UTF_8);
        return Proof.signature(secret, "v0=", signature.get(), head, delivery.bytes());
    }

    private static Map<String, String> form(String body) {
        var form = new TreeMap<String, String>();
        for (var pair : body.split("&", -1)) {
            var parts = pair.split("=", 2);
            try {
                form.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            } catch (IllegalArgumentException _) {
                // A field that is no form field is none of Slack's.
            }
        }
        return form;
    }

    private Wish pressed(String payload) {
        JsonNode node;
        try {
            node = JsonMapper.shared().readTree(payload);
        } catch (JacksonException e) {
            return new Wish.Unknown();
        }
        var action = node.path("actions").path(0);
        var name = Nodes.text(action, "action_id").orElse("");
        var value = Nodes.text(action, "value").orElse("").split(" ", -1);
        if (!name.startsWith(ACTION) || value.length != 3) return new Wish.Unknown();
        var user = Nodes.text(node, "user", "id").orElse("");
        return new Wish.Decides(
                user,
                Optional.ofNullable(operators.get(user)),
                name.substring(ACTION.length()),
                value[0],
                value[1],
                value[2],
                Nodes.text(node, "message", "text").orElse(""),
                reply(node));
    }

    /// The address for an answer, if it is Slack's.
    private static Optional<URI> reply(JsonNode payload) {
        try {
            return Nodes.text(payload, "response_url")
                    .map(URI::create)
                    .filter(uri -> "https".equals(uri.getScheme()) && "hooks.slack.com".equals(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package dev.runbook.integrations.slack;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.VendorHttp;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The methods of Slack's Web API that we use, in records of our own. Safe for use by many threads.
record SlackApi(VendorHttp http) {

    private static final String JSON = "application/json; charset=utf-8";
    private static final int PAGE = 200;

    /// A channel.
    record Channel(String id, String name) {}

    /// A message.
    ///
    /// @param ts its id within the channel; a text, never a number
    /// @param key the idempotency key that it carries, when it is ours
    record Message(String author, String text, String ts, Optional<String> key) {}

    /// Where a message went.
    record Posted(String channel, String ts) {}

    /// The channels that we may see.
    Harvest<Channel> channels(Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(Rate.perMinute("conversations.list", 20), "/api/conversations.list")
                .with("types", "public_channel,private_channel")
                .with("exclude_archived", true)
                .with("limit", PAGE);
        return Harvest.of("slack", http.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
            var body = page(request, cursor, patience);
            return new Harvest.Page<>(
                    Nodes.list(body, "channels").stream()
                            .flatMap(node ->
                                    Nodes.text(node, "id")
                                            .map(id -> new Channel(
                                                    id, Nodes.text(node, "name").orElse("")))
                                            .stream())
                            .toList(),
                    next(body));
        });
    }

    /// The latest messages of a channel, newest first.
    Harvest<Message> history(String channel, int most, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(Rate.perMinute("conversations.history", 50), "/api/conversations.history")
                .with("channel", channel)
                .with("include_all_metadata", true)
                .with("limit", Math.min(PAGE, most));
        return Harvest.of("slack", http.edge().limits().pages(), most, (Optional<String> cursor) -> {
            var body = page(request, cursor, patience);
            return new Harvest.Page<>(
                    Nodes.list(body, "messages").stream()
                            .flatMap(node -> message(node).stream())
                            .toList(),
                    next(body));
        });
    }

    private JsonNode page(Request request, Optional<String> cursor, Patience patience)
            throws Unanswered, InterruptedException {
        return http.send(cursor.map(c -> request.with("cursor", c)).orElse(request), patience)
                .body();
    }

    private static Optional<String> next(JsonNode body) {
        return Nodes.text(body, "response_metadata", "next_cursor");
    }

    private static Optional<Message> message(JsonNode node) {
        var author = Nodes.text(node, "username")
                .or(() -> Nodes.text(node, "bot_profile", "name"))
                .or(() -> Nodes.text(node, "user"))
                .or(() -> Nodes.text(node, "bot_id"))
                .orElse("unknown");
        return Nodes.text(node, "ts")
                .map(ts -> new Message(
                        author,
                        Nodes.text(node, "text").orElse(""),
                        ts,
                        Nodes.text(node, "metadata", "event_payload", "key")));
    }

    /// Posts a message.
    Posted post(String channel, Value.Fields message, Patience patience) throws Unanswered, InterruptedException {
        var rate = new Rate("chat.postMessage " + channel, 1, Duration.ofSeconds(1));
        var request = Request.of("POST", rate, "/api/chat.postMessage")
                .json(JSON, message.with(Value.fields("channel", channel).fields()));
        var body = http.send(request, patience).body();
        return new Posted(
                Nodes.text(body, "channel").orElse(channel),
                Nodes.text(body, "ts").orElse(""));
    }

    /// Who we are to Slack, such as `runbook in Acme`.
    String who(Patience patience) throws Unanswered, InterruptedException {
        var request = Request.of("POST", Rate.perMinute("auth.test", 100), "/api/auth.test")
                .form()
                .safeToRepeat();
        var body = http.send(request, patience).body();
        return Nodes.text(body, "user").orElse("somebody") + " in "
                + Nodes.text(body, "team").orElse("some workspace");
    }
}

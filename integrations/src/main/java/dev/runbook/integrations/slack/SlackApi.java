package dev.runbook.integrations.slack;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.VendorHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The methods of Slack's Web API that we use, in records of our own. Safe for use by many threads.
///
/// @param uploads HTTP to the host that takes files, without our credentials; its address is given for each
///     file
record SlackApi(VendorHttp http, Function<BaseUrl, VendorHttp> uploads) {

    private static final String JSON = "application/json; charset=utf-8";
    private static final String UPLOAD_URL = "/api/files.getUploadURLExternal";
    private static final String COMPLETE = "/api/files.completeUploadExternal";
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

    /// The messages of a thread, oldest first; the message that began it is the first.
    Harvest<Message> replies(String channel, String thread, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(Rate.perMinute("conversations.replies", 50), "/api/conversations.replies")
                .with("channel", channel)
                .with("ts", thread)
                .with("include_all_metadata", true)
                .with("limit", PAGE);
        return Harvest.of("slack", http.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
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

    /// Puts another text in the place of a message of ours.
    ///
    /// @param blocks in the place of those that it has, which would stay otherwise
    void update(String channel, String ts, String text, Value.Items blocks, Patience patience)
            throws Unanswered, InterruptedException {
        var request = Request.of("POST", Rate.perMinute("chat.update", 50), "/api/chat.update")
                .json(JSON, Value.fields("channel", channel, "ts", ts, "text", text, "blocks", blocks))
                .safeToRepeat();
        http.send(request, patience);
    }

    /// One message of a channel or of one of its threads; empty when there is none with this id.
    Optional<Message> message(String channel, String ts, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(Rate.perMinute("conversations.history", 50), "/api/conversations.history")
                .with("channel", channel);
        var there = one(request, ts, patience);
        if (there.isPresent()) return there;
        // A channel's history leaves out what stands in threads.
        try {
            return one(
                    Request.get(Rate.perMinute("conversations.replies", 50), "/api/conversations.replies")
                            .with("channel", channel)
                            .with("ts", ts),
                    ts,
                    patience);
        } catch (Unanswered unanswered) {
            if (unanswered.fault().kind() == Fault.Kind.ABSENT) return Optional.empty();
            throw unanswered;
        }
    }

    private Optional<Message> one(Request where, String ts, Patience patience) throws Unanswered, InterruptedException {
        var request = where.with("latest", ts).with("inclusive", true).with("limit", 1);
        return Nodes.list(http.send(request, patience).body(), "messages").stream()
                .flatMap(node -> message(node).stream())
                .filter(message -> message.ts().equals(ts))
                .findFirst();
    }

    /// Uploads a text as a file, in Slack's three steps: ask where to, send it there, say what it belongs to.
    ///
    /// @return the file's id
    String upload(String channel, Optional<String> thread, String name, String text, Patience patience)
            throws Unanswered, InterruptedException {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        var asked = http.send(
                        Request.of("POST", Rate.perMinute("files.getUploadURLExternal", 100), UPLOAD_URL)
                                .form(
                                        new Request.Parameter("filename", name),
                                        new Request.Parameter("length", Integer.toString(bytes)))
                                .safeToRepeat(),
                        patience)
                .body();
        var file = Nodes.text(asked, "file_id").orElse("");
        send(URI.create(Nodes.text(asked, "upload_url").orElse("")), text, patience);
        var message = Value.fields("files", List.of(Value.fields("id", file, "title", name)), "channel_id", channel);
        if (thread.isPresent()) message = message.with(Map.of("thread_ts", Value.text(thread.get())));
        http.send(
                Request.of("POST", Rate.perMinute("files.completeUploadExternal", 100), COMPLETE)
                        .json(JSON, message),
                patience);
        return file;
    }

    private void send(URI where, String text, Patience patience) throws Unanswered, InterruptedException {
        var host = where.getHost() == null ? "" : where.getHost();
        var trusted = http.base().covers(where) || ("https".equals(where.getScheme()) && host.endsWith(".slack.com"));
        if (!trusted)
            throw new Unanswered(Fault.refused("slack wants the file sent to '" + host + "', which is not Slack's"));
        var path = where.getRawPath() + (where.getRawQuery() == null ? "" : "?" + where.getRawQuery());
        var origin = new BaseUrl(URI.create(where.getScheme() + "://" + where.getRawAuthority()));
        var request = Request.of("POST", Rate.perMinute("upload", 100), path)
                .carrying(new Request.Content("application/octet-stream", text))
                .safeToRepeat();
        uploads.apply(origin).sendForText(request, patience);
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

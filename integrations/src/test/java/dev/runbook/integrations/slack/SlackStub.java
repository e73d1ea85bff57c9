package dev.runbook.integrations.slack;

import dev.runbook.integrations.stub.VendorStub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/// Slack's Web API as its [documentation](https://docs.slack.dev/reference/methods) has it: status 200 whatever
/// happens, and no JSON where only forms are taken.
public final class SlackStub extends VendorStub {

    /// The token that it takes.
    public static final String TOKEN = SlackContractTest.TOKEN;

    private static final Map<String, String> READ =
            Map.of("Authorization", "Bearer " + TOKEN, "Accept", "application/json");
    private static final Map<String, String> WRITE =
            Map.of("Authorization", "Bearer " + TOKEN, "Content-Type", "application/json; charset=utf-8");

    private static final String POST = """
        {"type": "object", "required": ["channel"], "additionalProperties": false, "properties": {
          "channel": {"type": "string", "pattern": "^[CGD][A-Z0-9]+$"},
          "text": {"type": "string", "maxLength": 40000}, "unfurl_links": {"type": "boolean"},
          "thread_ts": {"type": "string", "pattern": "^\\\\d+\\\\.\\\\d{6}$"},
          "blocks": {"type": "array", "maxItems": 50, "items": {"oneOf": [
            {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
              "type": {"const": "section"}, "text": {"type": "object", "required": ["type", "text"],
                "additionalProperties": false, "properties": {"type": {"enum": ["mrkdwn", "plain_text"]},
                  "text": {"type": "string", "minLength": 1, "maxLength": 3000}}}}},
            {"type": "object", "required": ["type", "text"], "additionalProperties": false, "properties": {
              "type": {"const": "markdown"}, "text": {"type": "string", "minLength": 1, "maxLength": 12000},
              "block_id": {"type": "string", "maxLength": 255}}},
            {"type": "object", "required": ["type", "elements"], "additionalProperties": false, "properties": {
              "type": {"const": "actions"}, "block_id": {"type": "string", "maxLength": 255},
              "elements": {"type": "array", "maxItems": 25, "items": {"type": "object",
                "required": ["type", "text"], "additionalProperties": false, "properties": {
                  "type": {"const": "button"}, "action_id": {"type": "string", "maxLength": 255},
                  "style": {"enum": ["primary", "danger"]}, "value": {"type": "string", "maxLength": 2000},
                  "text": {"type": "object", "required": ["type", "text"], "additionalProperties": false,
                    "properties": {"type": {"const": "plain_text"},
                      "text": {"type": "string", "maxLength": 75}}}}}}}}]}},
          "metadata": {"type": "object", "required": ["event_type", "event_payload"],
            "additionalProperties": false, "properties": {
              "event_type": {"type": "string"}, "event_payload": {"type": "object"}}}}}
        """;

    private static final String TS = "\\d+\\.\\d{6}";
    private static final String UPDATE = """
        {"type": "object", "required": ["channel", "ts"], "additionalProperties": false, "properties": {
          "channel": {"type": "string", "pattern": "^[CGD][A-Z0-9]+$"},
          "ts": {"type": "string", "pattern": "^\\\\d+\\\\.\\\\d{6}$"},
          "text": {"type": "string", "maxLength": 40000},
          "blocks": {"type": "array", "maxItems": 50, "items": {"type": "object", "required": ["type", "text"],
            "additionalProperties": false, "properties": {"type": {"const": "section"}, "text": {"type": "object",
              "required": ["type", "text"], "additionalProperties": false, "properties": {"type": {"const": "mrkdwn"},
                "text": {"type": "string", "minLength": 1, "maxLength": 3000}}}}}}}}
        """;
    private static final String COMPLETE = """
        {"type": "object", "required": ["files"], "additionalProperties": false, "properties": {
          "files": {"type": "array", "items": {"type": "object", "required": ["id"],
            "additionalProperties": false, "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}},
          "channel_id": {"type": "string", "pattern": "^[CGD][A-Z0-9]+$"},
          "thread_ts": {"type": "string", "pattern": "^\\\\d+\\\\.\\\\d{6}$"},
          "initial_comment": {"type": "string"}}}
        """;

    /// As JSON, newest first.
    private final List<String> messages = new ArrayList<>();

    private final int channels;
    private volatile int length;

    public SlackStub(int huge, int channels) {
        super(huge);
        this.channels = channels;
        messages.add("{\"type\": \"message\", \"user\": \"U1\", \"text\": \"it &lt;hangs&gt;\", \"ts\":"
                + " \"1762160000.000200\"}");
        messages.add("{\"type\": \"message\", \"user\": \"U2\", \"text\": \"older\", \"ts\": \"1762150000.000100\","
                + " \"metadata\": {\"event_type\": \"x\", \"event_payload\": {\"key\": \"another\"}}}");
        route(new Route(
                "GET",
                "/api/conversations.list",
                Map.of(
                        "types", "(public_channel|private_channel|mpim|im)(,(public_channel|private_channel|mpim|im))*",
                        "exclude_archived", "true|false",
                        "limit", "[1-9]\\d{0,2}",
                        "cursor", ".+"),
                READ,
                "",
                this::list));
        route(new Route(
                "GET",
                "/api/conversations.history",
                Map.of(
                        "!channel", "[CGD][A-Z0-9]+",
                        "include_all_metadata", "true|false",
                        "limit", "[1-9]\\d{0,2}",
                        "cursor", ".+",
                        "latest", TS,
                        "oldest", TS,
                        "inclusive", "true|false"),
                READ,
                "",
                this::history));
        route(new Route(
                "GET",
                "/api/conversations.replies",
                Map.of(
                        "!channel", "[CGD][A-Z0-9]+",
                        "!ts", TS,
                        "include_all_metadata", "true|false",
                        "limit", "[1-9]\\d{0,2}",
                        "cursor", ".+",
                        "latest", TS,
                        "oldest", TS,
                        "inclusive", "true|false"),
                READ,
                "",
                this::replies));
        route(new Route("POST", "/api/chat.update", Map.of(), WRITE, UPDATE, this::update));
        route(new Route("POST", "/api/files.getUploadURLExternal", Map.of(), READ, "form", this::uploadUrl));
        route(new Route("POST", "/upload/v1/abc", Map.of("id", "7"), Map.of("Authorization", ""), "any", this::upload));
        route(new Route(
                "POST",
                "/api/files.completeUploadExternal",
                Map.of(),
                WRITE,
                COMPLETE,
                _ -> Reply.json(200, "{\"ok\": true, \"files\": [{\"id\": \"F1\", \"title\": \"log.txt\"}]}")));
        route(new Route("POST", "/api/chat.postMessage", Map.of(), WRITE, POST, this::post));
        route(new Route(
                "POST",
                "/api/auth.test",
                Map.of(),
                READ,
                "form",
                _ -> Reply.json(200, "{\"ok\": true, \"user\": \"runbook\", \"team\": \"Acme\", \"bot_id\": \"B1\"}")));
    }

    @Override
    protected String refusal(String message) {
        return "{\"ok\":false,\"error\":\"" + message + "\"}";
    }

    private Reply list(Seen seen) {
        int from = seen.parameter("cursor").map(Integer::parseInt).orElse(1);
        var page = IntStream.rangeClosed(from, Math.min(channels, from + 1))
                .mapToObj(
                        n -> "{\"id\": \"C%03d\", \"name\": \"%s\"}".formatted(n, n == channels ? "ops" : "other-" + n))
                .collect(Collectors.joining(","));
        var next = from + 2 <= channels ? Integer.toString(from + 2) : "";
        return Reply.json(
                200,
                "{\"ok\": true, \"channels\": [%s], \"response_metadata\": {\"next_cursor\": \"%s\"}}"
                        .formatted(page, next));
    }

    private synchronized Reply history(Seen seen) {
        int limit = Integer.parseInt(seen.parameter("limit").orElse("100"));
        var page = seen.empty()
                ? ""
                : messages.stream()
                        .filter(m -> !m.contains("\"thread_ts\""))
                        .filter(m -> seen.parameter("latest")
                                .map(ts -> m.contains("\"" + ts + "\""))
                                .orElse(true))
                        .limit(limit)
                        .collect(Collectors.joining(","));
        return Reply.json(200, "{\"ok\": true, \"messages\": [" + page + "], \"has_more\": false}");
    }

    /// Unlike a channel's history, the oldest comes first.
    private synchronized Reply replies(Seen seen) {
        var thread = seen.parameter("ts").orElse("");
        if (seen.empty()) return Reply.json(200, "{\"ok\": true, \"messages\": [], \"has_more\": false}");
        if (messages.stream().noneMatch(m -> m.contains("\"ts\": \"" + thread + "\"")))
            return Reply.json(200, "{\"ok\": false, \"error\": \"thread_not_found\"}");
        var page = messages.reversed().stream()
                .filter(m ->
                        m.contains("\"ts\": \"" + thread + "\"") || m.contains("\"thread_ts\": \"" + thread + "\""))
                .collect(Collectors.joining(","));
        return Reply.json(200, "{\"ok\": true, \"messages\": [" + page + "], \"has_more\": false}");
    }

    /// How many messages stand in the channel itself, and how many in threads.
    public synchronized List<Long> counts() {
        var inThreads =
                messages.stream().filter(m -> m.contains("\"thread_ts\"")).count();
        return List.of(messages.size() - inThreads, inThreads);
    }

    /// The text of a message.
    public synchronized String message(String ts) {
        return texts(m -> m.contains("\"ts\": \"" + ts + "\"")).getFirst();
    }

    /// The texts of the answers to a message, oldest first.
    public synchronized List<String> thread(String ts) {
        return texts(m -> m.contains("\"thread_ts\": \"" + ts + "\""));
    }

    private List<String> texts(java.util.function.Predicate<String> which) {
        return messages.reversed().stream()
                .filter(which)
                .map(m -> JsonMapper.shared().readTree(m).path("text").asString(""))
                .toList();
    }

    private Reply uploadUrl(Seen seen) {
        length = Integer.parseInt(seen.field("length").orElse("0"));
        return Reply.json(
                200, "{\"ok\": true, \"upload_url\": \"%s/upload/v1/abc?id=7\", \"file_id\": \"F1\"}".formatted(url()));
    }

    private Reply upload(Seen seen) {
        var bytes = seen.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return new Reply(bytes == length ? 200 : 400, "OK - " + bytes, Map.of("Content-Type", "text/plain"));
    }

    private synchronized Reply update(Seen seen) {
        var change = JsonMapper.shared().readTree(seen.body());
        var ts = change.path("ts").asString("");
        for (int i = 0; i < messages.size(); i++) {
            if (!messages.get(i).contains("\"ts\": \"" + ts + "\"")) continue;
            messages.set(
                    i,
                    ((tools.jackson.databind.node.ObjectNode)
                                    JsonMapper.shared().readTree(messages.get(i)))
                            .put("text", change.path("text").asString(""))
                            .toString()
                            .replace("\":\"", "\": \""));
            return Reply.json(200, "{\"ok\": true, \"channel\": \"C001\", \"ts\": \"" + ts + "\"}");
        }
        return Reply.json(200, "{\"ok\": false, \"error\": \"message_not_found\"}");
    }

    private synchronized Reply post(Seen seen) {
        var message = JsonMapper.shared().readTree(seen.body());
        if (message.path("text").asString("").isEmpty())
            return Reply.json(200, "{\"ok\": false, \"error\": \"no_text\"}");
        var ts = "17621600%02d.000300".formatted(messages.size());
        var thread = message.path("thread_ts").asString("");
        messages.addFirst(
                "{\"type\": \"message\", \"bot_id\": \"B1\", \"username\": \"runbook\", \"text\": %s, \"ts\": \"%s\", %s\"metadata\": %s}"
                        .formatted(
                                message.path("text"),
                                ts,
                                thread.isEmpty() ? "" : "\"thread_ts\": \"" + thread + "\", ",
                                message.path("metadata")));
        return Reply.json(
                200, "{\"ok\": true, \"channel\": %s, \"ts\": \"%s\"}".formatted(message.path("channel"), ts));
    }
}

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
final class SlackStub extends VendorStub {

    private static final Map<String, String> READ =
            Map.of("Authorization", "Bearer " + SlackContractTest.TOKEN, "Accept", "application/json");
    private static final Map<String, String> WRITE = Map.of(
            "Authorization", "Bearer " + SlackContractTest.TOKEN, "Content-Type", "application/json; charset=utf-8");

    private static final String POST = """
            {"type": "object", "required": ["channel"], "additionalProperties": false, "properties": {
              "channel": {"type": "string", "pattern": "^[CGD][A-Z0-9]+$"},
              "text": {"type": "string", "maxLength": 40000}, "unfurl_links": {"type": "boolean"},
              "thread_ts": {"type": "string", "pattern": "^\\\\d+\\\\.\\\\d{6}$"},
              "blocks": {"type": "array", "maxItems": 50},
              "metadata": {"type": "object", "required": ["event_type", "event_payload"],
                "additionalProperties": false, "properties": {
                  "event_type": {"type": "string"}, "event_payload": {"type": "object"}}}}}
            """;

    /// As JSON, newest first.
    private final List<String> messages = new ArrayList<>();

    private final int channels;

    SlackStub(int huge, int channels) {
        super(huge);
        this.channels = channels;
        messages.add(
                "{\"type\": \"message\", \"user\": \"U1\", \"text\": \"it &lt;hangs&gt;\", \"ts\": \"1762160000.000200\"}");
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
                        "cursor", ".+"),
                READ,
                "",
                this::history));
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
        var page = seen.empty() ? "" : messages.stream().limit(limit).collect(Collectors.joining(","));
        return Reply.json(200, "{\"ok\": true, \"messages\": [" + page + "], \"has_more\": false}");
    }

    private synchronized Reply post(Seen seen) {
        var message = JsonMapper.shared().readTree(seen.body());
        if (message.path("text").asString("").isEmpty())
            return Reply.json(200, "{\"ok\": false, \"error\": \"no_text\"}");
        var ts = "17621600%02d.000300".formatted(messages.size());
        messages.addFirst(
                "{\"type\": \"message\", \"bot_id\": \"B1\", \"username\": \"runbook\", \"text\": %s, \"ts\": \"%s\", \"metadata\": %s}"
                        .formatted(message.path("text"), ts, message.path("metadata")));
        return Reply.json(
                200, "{\"ok\": true, \"channel\": %s, \"ts\": \"%s\"}".formatted(message.path("channel"), ts));
    }
}

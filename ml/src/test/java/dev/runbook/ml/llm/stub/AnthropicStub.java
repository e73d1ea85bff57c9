package dev.runbook.ml.llm.stub;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The Anthropic Messages API, version 2026-10-21, and InvokeModel of Bedrock, as far as they are
/// documented: headers, members and their types, roles, tool results beside their calls, at most four marks
/// of the cache. Its streams hold a ping and an event of a kind that nobody knows.
public final class AnthropicStub extends ModelStub {

    private static final Set<String> MEMBERS =
            Set.of("model", "max_tokens", "messages", "system", "tools", "stream", "anthropic_version", "metadata");
    private static final Set<String> BLOCKS =
            Set.of("text", "tool_use", "tool_result", "thinking", "redacted_thinking");

    private static boolean isFramed(HttpExchange exchange) {
        return exchange.getRequestURI().getRawPath().endsWith("/invoke-with-response-stream");
    }

    @Override
    protected boolean streams(HttpExchange exchange, JsonNode request) {
        return isFramed(exchange) || super.streams(exchange, request);
    }

    @Override
    protected String streamType(HttpExchange exchange) {
        return isFramed(exchange) ? "application/vnd.amazon.eventstream" : super.streamType(exchange);
    }

    @Override
    protected byte[] streamed(HttpExchange exchange, List<String> events) {
        if (!isFramed(exchange)) return super.streamed(exchange, events);
        var all = new ByteArrayOutputStream();
        for (var event : events) {
            var data = event.substring(event.indexOf("data: ") + 6).strip();
            all.writeBytes(EventFrame.chunk(data));
        }
        return all.toByteArray();
    }

    @Override
    protected List<String> faults(HttpExchange exchange, JsonNode body) {
        var faults = new ArrayList<String>();
        var headers = exchange.getRequestHeaders();
        var path = exchange.getRequestURI().getRawPath();
        var bedrock = path.startsWith("/model/") && (path.endsWith("/invoke") || isFramed(exchange));
        if (!exchange.getRequestMethod().equals("POST")) faults.add("method " + exchange.getRequestMethod());
        if (!bedrock && !path.equals("/v1/messages")) faults.add("path " + path);
        if (!"application/json".equals(headers.getFirst("content-type"))) faults.add("content-type");
        var bearer = String.valueOf(headers.getFirst("authorization"));
        if (bedrock) {
            if (!bearer.startsWith("Bearer ") && !bearer.startsWith("AWS4-HMAC-SHA256 Credential="))
                faults.add("authorization");
            if (!"bedrock-2023-05-31".equals(body.path("anthropic_version").stringValue("")))
                faults.add("anthropic_version");
            if (body.has("model") || body.has("stream")) faults.add("model and stream stand in the path");
        } else {
            if (!"2026-10-21".equals(headers.getFirst("anthropic-version"))) faults.add("anthropic-version");
            if ((headers.getFirst("x-api-key") == null) == bearer.equals("null"))
                faults.add("either x-api-key or a bearer token");
            if (body.path("model").stringValue("").isBlank()) faults.add("model");
        }
        check(body, faults);
        return faults;
    }

    private static void check(JsonNode body, List<String> faults) {
        for (var member : body.properties())
            if (!MEMBERS.contains(member.getKey())) faults.add(member.getKey() + ": Extra inputs are not permitted");
        if (!body.path("max_tokens").isIntegralNumber()
                || body.path("max_tokens").asInt(0) < 1) faults.add("max_tokens");
        if (body.has("system")) checkSystem(body.path("system"), faults);
        var names = new HashSet<String>();
        for (var tool : body.path("tools")) checkTool(tool, names, faults);
        checkMessages(body.path("messages"), faults);
        if (body.findValues("cache_control").size() > 4) faults.add("more than four marks of the cache");
        for (var mark : body.findValues("cache_control"))
            if (!mark.path("type").stringValue("").equals("ephemeral")) faults.add("cache_control");
    }

    private static void checkSystem(JsonNode system, List<String> faults) {
        if (system.isString()) return;
        if (!system.isArray() || system.isEmpty()) faults.add("system");
        for (var block : system) checkText(block, "system", faults);
    }

    private static void checkText(JsonNode block, String where, List<String> faults) {
        if (!block.path("type").stringValue("").equals("text")
                || block.path("text").stringValue("").isBlank()) faults.add(where + ": text blocks must hold text");
    }

    private static void checkTool(JsonNode tool, Set<String> names, List<String> faults) {
        var name = tool.path("name").stringValue("");
        if (!name.matches("[a-zA-Z0-9_-]{1,64}")) faults.add("tool name '" + name + "'");
        if (!names.add(name)) faults.add("tool names must be unique: " + name);
        if (!tool.path("input_schema").path("type").stringValue("").equals("object"))
            faults.add("tool " + name + ": input_schema");
    }

    private static void checkMessages(JsonNode messages, List<String> faults) {
        if (!messages.isArray() || messages.isEmpty()) {
            faults.add("messages");
            return;
        }
        Set<String> open = new HashSet<>();
        var expected = "user";
        for (var message : messages) {
            var role = message.path("role").stringValue("");
            if (!role.equals(expected)) faults.add("roles must alternate: " + role);
            expected = role.equals("user") ? "assistant" : "user";
            if (!message.path("content").isArray() || message.path("content").isEmpty()) faults.add("content");
            open = role.equals("user") ? checkUser(message, open, faults) : checkAssistant(message, faults);
        }
        if (!open.isEmpty()) faults.add("tool_use ids without tool_result: " + open);
    }

    private static Set<String> checkUser(JsonNode message, Set<String> open, List<String> faults) {
        var left = new HashSet<>(open);
        var text = false;
        for (var block : message.path("content")) {
            switch (block.path("type").stringValue("")) {
                case "tool_result" -> {
                    if (text) faults.add("tool_result blocks come first");
                    if (!left.remove(block.path("tool_use_id").stringValue("")))
                        faults.add("tool_result without its tool_use");
                    if (!block.path("content").isString()
                            || block.path("content").stringValue("").isEmpty())
                        faults.add("tool_result without content");
                }
                case "text" -> {
                    text = true;
                    checkText(block, "user", faults);
                }
                default -> faults.add("user block " + block.path("type"));
            }
        }
        if (!left.isEmpty()) faults.add("tool_use ids without tool_result: " + left);
        return Set.of();
    }

    private static Set<String> checkAssistant(JsonNode message, List<String> faults) {
        var calls = new HashSet<String>();
        for (var block : message.path("content")) {
            var type = block.path("type").stringValue("");
            if (!BLOCKS.contains(type)) faults.add("assistant block " + type);
            if (type.equals("text")) checkText(block, "assistant", faults);
            if (type.equals("thinking")
                    && block.path("signature").stringValue("").isEmpty()) faults.add("a thinking block was changed");
            if (type.equals("tool_use")) {
                if (!block.path("input").isObject()) faults.add("tool_use input");
                calls.add(block.path("id").stringValue(""));
            }
        }
        return calls;
    }

    @Override
    protected ObjectNode body(JsonNode request, Reply.Message message) {
        var body = JSON.createObjectNode();
        body.put("id", "msg_" + requests().size()).put("type", "message").put("role", "assistant");
        body.put("model", request.path("model").stringValue("claude"));
        var content = body.putArray("content");
        content.addObject().put("type", "thinking").put("thinking", "").put("signature", "sig");
        if (!message.text().isEmpty()) content.addObject().put("type", "text").put("text", message.text());
        for (int i = 0; i < message.calls().size(); i++)
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", "toolu_" + requests().size() + "_" + i)
                    .put("name", message.calls().get(i).name())
                    .set("input", message.calls().get(i).input());
        body.put("stop_reason", message.stop()).putNull("stop_sequence");
        body.putObject("usage")
                .put("input_tokens", message.inputTokens())
                .put("output_tokens", message.outputTokens())
                .put("cache_read_input_tokens", 7)
                .put("cache_creation_input_tokens", 3);
        return body;
    }

    @Override
    protected List<String> events(JsonNode request, Reply.Message message) {
        var whole = body(request, message);
        var events = new ArrayList<String>();
        var start = whole.deepCopy();
        start.putArray("content");
        start.putNull("stop_reason");
        events.add(event("message_start", JSON.createObjectNode().set("message", start)));
        events.add(event("ping", JSON.createObjectNode()));
        var content = whole.path("content");
        for (int i = 0; i < content.size(); i++) block(i, content.get(i), events);
        events.add(event("something_new", JSON.createObjectNode().put("what", "nobody knows")));
        var end = JSON.createObjectNode();
        end.putObject("delta").put("stop_reason", message.stop()).putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", message.outputTokens());
        events.add(event("message_delta", end));
        events.add(event("message_stop", JSON.createObjectNode()));
        return events;
    }

    private static void block(int index, JsonNode block, List<String> events) {
        var begun = (ObjectNode) block.deepCopy();
        var deltas = new ArrayList<ObjectNode>();
        switch (block.path("type").stringValue("")) {
            case "text" -> {
                begun.put("text", "");
                var text = block.path("text").stringValue("");
                int half = text.length() / 2;
                deltas.add(JSON.createObjectNode().put("type", "text_delta").put("text", text.substring(0, half)));
                deltas.add(JSON.createObjectNode().put("type", "text_delta").put("text", text.substring(half)));
            }
            case "tool_use" -> {
                begun.putObject("input");
                var input = block.path("input").toString();
                int half = input.length() / 2;
                deltas.add(partial(input.substring(0, half)));
                deltas.add(partial(input.substring(half)));
            }
            default -> {
                begun.put("signature", "");
                deltas.add(
                        JSON.createObjectNode().put("type", "signature_delta").put("signature", "sig"));
                deltas.add(JSON.createObjectNode().put("type", "delta_of_the_future"));
            }
        }
        events.add(event(
                "content_block_start",
                JSON.createObjectNode().put("index", index).set("content_block", begun)));
        for (var delta : deltas)
            events.add(event(
                    "content_block_delta",
                    JSON.createObjectNode().put("index", index).set("delta", delta)));
        events.add(event("content_block_stop", JSON.createObjectNode().put("index", index)));
    }

    private static ObjectNode partial(String json) {
        return JSON.createObjectNode().put("type", "input_json_delta").put("partial_json", json);
    }

    private static String event(String type, JsonNode data) {
        return "event: " + type + "\ndata: " + ((ObjectNode) data).put("type", type) + "\n\n";
    }

    @Override
    protected ObjectNode error(String type, String message) {
        var body = JSON.createObjectNode().put("type", "error").put("request_id", "req_1");
        body.putObject("error").put("type", type).put("message", message.isEmpty() ? "as the test says" : message);
        return body;
    }
}

package dev.runbook.ml.llm.stub;

import com.sun.net.httpserver.HttpExchange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The chat completions API, as far as compatible servers share it.
public final class OpenAiStub extends ModelStub {

    private static final Set<String> MEMBERS = Set.of("model", "messages", "tools", "stream", "stream_options");

    @Override
    protected List<String> faults(HttpExchange exchange, JsonNode body) {
        var faults = new ArrayList<String>();
        if (!exchange.getRequestMethod().equals("POST")) faults.add("method " + exchange.getRequestMethod());
        if (!exchange.getRequestURI().getPath().equals("/v1/chat/completions"))
            faults.add("path " + exchange.getRequestURI());
        if (!"application/json".equals(exchange.getRequestHeaders().getFirst("content-type")))
            faults.add("content-type");
        if (body.path("model").stringValue("").isBlank()) faults.add("model");
        for (var member : body.properties())
            if (!MEMBERS.contains(member.getKey())) faults.add("unknown member " + member.getKey());
        for (var tool : body.path("tools")) {
            var function = tool.path("function");
            if (!tool.path("type").stringValue("").equals("function")
                    || !function.path("name").stringValue("").matches("[a-zA-Z0-9_-]{1,64}")
                    || !function.path("parameters").path("type").stringValue("").equals("object")) faults.add("tool");
        }
        messages(body.path("messages"), faults);
        return faults;
    }

    private static void messages(JsonNode messages, List<String> faults) {
        if (!messages.isArray() || messages.isEmpty()) faults.add("messages");
        var open = new HashSet<String>();
        for (var message : messages) {
            var role = message.path("role").stringValue("");
            switch (role) {
                case "system", "user" -> {
                    if (!open.isEmpty()) faults.add("tool calls without answers: " + open);
                    if (!message.path("content").isString()) faults.add(role + " content");
                }
                case "assistant" -> {
                    if (!message.path("content").isString()
                            && message.path("tool_calls").isEmpty())
                        faults.add("assistant content is needed unless there are calls of tools");
                    for (var call : message.path("tool_calls")) {
                        open.add(call.path("id").stringValue(""));
                        if (!isObject(call.path("function").path("arguments")))
                            faults.add("arguments are the text of an object");
                    }
                }
                case "tool" -> {
                    if (!open.remove(message.path("tool_call_id").stringValue(""))) faults.add("tool_call_id");
                }
                default -> faults.add("role " + role);
            }
        }
        if (!open.isEmpty()) faults.add("tool calls without answers: " + open);
    }

    /// Some servers read the arguments that they are sent again.
    private static boolean isObject(JsonNode arguments) {
        try {
            return arguments.isString()
                    && JSON.readTree(arguments.stringValue()).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    @Override
    protected ObjectNode body(JsonNode request, Reply.Message message) {
        var body = JSON.createObjectNode();
        body.put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("model", request.path("model").stringValue(""));
        var choice = body.putArray("choices").addObject().put("index", 0).put("finish_reason", finish(message.stop()));
        var said = choice.putObject("message").put("role", "assistant").put("content", message.text());
        if (!message.calls().isEmpty()) {
            var calls = said.putArray("tool_calls");
            for (int i = 0; i < message.calls().size(); i++)
                calls.addObject()
                        .put("id", "call_" + requests().size() + "_" + i)
                        .put("type", "function")
                        .putObject("function")
                        .put("name", message.calls().get(i).name())
                        .put("arguments", message.calls().get(i).input().toString());
        }
        usage(body, message);
        return body;
    }

    private static void usage(ObjectNode body, Reply.Message message) {
        var usage = body.putObject("usage");
        usage.put("prompt_tokens", message.inputTokens()).put("completion_tokens", message.outputTokens());
        usage.putObject("prompt_tokens_details").put("cached_tokens", 10);
    }

    private static String finish(String stop) {
        return switch (stop) {
            case "end_turn" -> "stop";
            case "tool_use" -> "tool_calls";
            case "max_tokens" -> "length";
            case "refusal" -> "content_filter";
            default -> stop;
        };
    }

    @Override
    protected List<String> events(JsonNode request, Reply.Message message) {
        var events = new ArrayList<String>();
        for (var word : message.text().split("(?<= )")) {
            var chunk = JSON.createObjectNode().put("id", "chatcmpl-1").put("object", "chat.completion.chunk");
            chunk.putArray("choices")
                    .addObject()
                    .put("index", 0)
                    .putObject("delta")
                    .put("content", word);
            events.add("data: " + chunk + "\n\n");
        }
        for (int i = 0; i < message.calls().size(); i++) {
            var call = message.calls().get(i);
            events.add(call(i, "call_" + i, call.name(), ""));
            events.add(call(i, null, null, call.input().toString()));
        }
        var end = JSON.createObjectNode();
        end.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", finish(message.stop()))
                .putObject("delta");
        events.add("data: " + end + "\n\n");
        var usage = JSON.createObjectNode();
        usage.putArray("choices");
        usage(usage, message);
        events.add("data: " + usage + "\n\n");
        events.add("data: [DONE]\n\n");
        return events;
    }

    private static String call(int index, String id, String name, String arguments) {
        var chunk = JSON.createObjectNode();
        var call = chunk.putArray("choices")
                .addObject()
                .put("index", 0)
                .putObject("delta")
                .putArray("tool_calls")
                .addObject()
                .put("index", index);
        if (id != null) call.put("id", id);
        var function = call.putObject("function").put("arguments", arguments);
        if (name != null) function.put("name", name);
        return "data: " + chunk + "\n\n";
    }

    @Override
    protected ObjectNode error(String type, String message) {
        var body = JSON.createObjectNode();
        body.putObject("error").put("type", type).put("message", message.isEmpty() ? "as the test says" : message);
        return body;
    }
}

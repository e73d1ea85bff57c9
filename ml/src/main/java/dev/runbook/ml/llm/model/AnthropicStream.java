package dev.runbook.ml.llm.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Puts a message together from its events. Events and deltas of kinds that are not known are passed over,
/// as the API asks. One thread at a time.
final class AnthropicStream {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Consumer<String> words;
    private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
    private final Map<Integer, StringBuilder> inputs = new HashMap<>();
    private @Nullable ObjectNode message;
    private boolean stopped;

    /// @param words told the text as it comes
    AnthropicStream(Consumer<String> words) {
        this.words = words;
    }

    /// Takes the data of one event.
    ///
    /// @throws ModelFailure when it is an error, or no JSON
    void take(String data) {
        JsonNode event;
        try {
            event = JSON.readTree(data);
        } catch (JacksonException e) {
            throw new ModelFailure(ModelFailure.Kind.MALFORMED, "an event of the stream is no JSON");
        }
        switch (event.path("type").stringValue("")) {
            case "message_start" -> {
                if (event.path("message") instanceof ObjectNode begun) message = begun.deepCopy();
            }
            case "content_block_start" -> {
                if (event.path("content_block") instanceof ObjectNode block)
                    blocks.put(event.path("index").asInt(0), block.deepCopy());
            }
            case "content_block_delta" -> delta(event.path("index").asInt(0), event.path("delta"));
            case "message_delta" -> end(event);
            case "message_stop" -> stopped = true;
            case "error" -> throw failure(event.path("error"));
            default -> {} // ping, content_block_stop, and what is yet to come
        }
    }

    private void delta(int index, JsonNode delta) {
        var block = blocks.get(index);
        if (block == null) return;
        switch (delta.path("type").stringValue("")) {
            case "text_delta" -> {
                var text = delta.path("text").stringValue("");
                append(block, "text", text);
                words.accept(text);
            }
            case "input_json_delta" ->
                inputs.computeIfAbsent(index, _ -> new StringBuilder())
                        .append(delta.path("partial_json").stringValue(""));
            case "thinking_delta" ->
                append(block, "thinking", delta.path("thinking").stringValue(""));
            case "signature_delta" ->
                append(block, "signature", delta.path("signature").stringValue(""));
            default -> {}
        }
    }

    private static void append(ObjectNode block, String member, String more) {
        block.put(member, block.path(member).stringValue("") + more);
    }

    private void end(JsonNode event) {
        if (message == null) return;
        var stop = event.path("delta").path("stop_reason");
        if (stop.isString()) message.set("stop_reason", stop);
        if (!(message.get("usage") instanceof ObjectNode)) message.putObject("usage");
        if (message.get("usage") instanceof ObjectNode usage)
            event.path("usage").properties().forEach(count -> usage.set(count.getKey(), count.getValue()));
    }

    private static ModelFailure failure(JsonNode error) {
        var type = error.path("type").stringValue("");
        return new ModelFailure(
                ModelFailure.Kind.ofType(type),
                "the stream ended with " + type + ": " + error.path("message").stringValue(""));
    }

    /// The whole message.
    ///
    /// @throws ModelFailure when the stream ended before it
    ChatResponse response() {
        if (message == null || !stopped)
            throw new ModelFailure(ModelFailure.Kind.BROKEN_STREAM, "the stream ended before the message did");
        inputs.forEach((index, input) -> {
            var block = blocks.get(index);
            if (block != null) block.set("input", input(input.toString()));
        });
        var content = message.putArray("content");
        blocks.values().forEach(content::add);
        return AnthropicMessages.response(message);
    }

    private static JsonNode input(String json) {
        try {
            return json.isBlank() ? JSON.createObjectNode() : JSON.readTree(json);
        } catch (JacksonException e) {
            throw new ModelFailure(ModelFailure.Kind.MALFORMED, "the input of a tool is no JSON");
        }
    }
}

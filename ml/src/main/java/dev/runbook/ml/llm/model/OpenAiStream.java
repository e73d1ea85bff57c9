package dev.runbook.ml.llm.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Puts a chat completion together from its chunks. One thread at a time.
final class OpenAiStream {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Consumer<String> words;
    private final StringBuilder text = new StringBuilder();
    private final NavigableMap<Integer, ObjectNode> calls = new TreeMap<>();
    private final ObjectNode completion = JSON.createObjectNode();
    private String finish = "";
    private boolean done;

    OpenAiStream(Consumer<String> words) {
        this.words = words;
    }

    /// Takes the data of one event.
    ///
    /// @throws ModelFailure when it is an error, or no JSON
    void take(String data) {
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        JsonNode chunk;
        try {
            chunk = JSON.readTree(data);
        } catch (JacksonException e) {
            throw new ModelFailure(ModelFailure.Kind.MALFORMED, "a chunk of the stream is no JSON");
        }
        if (chunk.has("error"))
            throw new ModelFailure(
                    ModelFailure.Kind.BROKEN_SERVER,
                    "the stream ended with an error: "
                            + chunk.path("error").path("message").stringValue(""));
        for (var member : new String[] {"id", "model", "usage"})
            if (chunk.path(member).isString() || chunk.path(member).isObject())
                completion.set(member, chunk.path(member));
        var choice = chunk.path("choices").path(0);
        var said = choice.path("delta").path("content").stringValue("");
        if (!said.isEmpty()) {
            text.append(said);
            words.accept(said);
        }
        for (var call : choice.path("delta").path("tool_calls")) take(call);
        finish = choice.path("finish_reason").stringValue(finish);
    }

    private void take(JsonNode call) {
        var known = calls.computeIfAbsent(index(call), _ -> {
            var begun = JSON.createObjectNode();
            begun.putObject("function").put("name", "").put("arguments", "");
            return begun;
        });
        if (call.path("id").isString()) known.set("id", call.path("id"));
        if (!(known.get("function") instanceof ObjectNode function)) return;
        for (var member : new String[] {"name", "arguments"})
            function.put(
                    member,
                    function.path(member).stringValue("")
                            + call.path("function").path(member).stringValue(""));
    }

    /// Some servers number no calls, or all of them alike; another id is another call.
    private int index(JsonNode call) {
        int last = calls.isEmpty() ? 0 : calls.lastKey();
        int index = call.path("index").asInt(last);
        var known = calls.get(index);
        var another = known != null
                && call.path("id").isString()
                && known.path("id").isString()
                && !call.path("id").equals(known.path("id"));
        return another ? last + 1 : index;
    }

    /// @throws ModelFailure when the stream ended too early
    ChatResponse response() {
        if (!done && finish.isEmpty())
            throw new ModelFailure(ModelFailure.Kind.BROKEN_STREAM, "the stream ended before the message did");
        var choice = completion.putArray("choices").addObject().put("finish_reason", finish);
        var message = choice.putObject("message").put("content", text.toString());
        var list = message.putArray("tool_calls");
        calls.values().forEach(list::add);
        return OpenAiCompletions.response(completion);
    }
}

package dev.runbook.ml.llm.stub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a stub answers.
public sealed interface Reply {

    /// A message.
    ///
    /// @param stop the reason in the words of the Messages API; other stubs translate
    record Message(String text, List<Call> calls, String stop, long inputTokens, long outputTokens) implements Reply {
        public Message {
            calls = List.copyOf(calls);
        }

        public Message stopping(String reason) {
            return new Message(text, calls, reason, inputTokens, outputTokens);
        }

        public Message costing(long input, long output) {
            return new Message(text, calls, stop, input, output);
        }
    }

    /// A call of a tool.
    record Call(String name, JsonNode input) {}

    /// An error.
    record Refusal(int status, String type, Map<String, String> headers) implements Reply {}

    /// A body that is not what the API promises.
    record Nonsense(String body) implements Reply {}

    /// No answer until the stub is closed.
    record Silence() implements Reply {}

    /// The connection breaks in the middle of the answer.
    record Break() implements Reply {}

    static Message says(String text) {
        return new Message(text, List.of(), "end_turn", 100, 20);
    }

    static Message calls(String tool, Object... namesAndValues) {
        return new Message("", List.of(call(tool, namesAndValues)), "tool_use", 100, 20);
    }

    static Message all(Message... several) {
        var calls = new ArrayList<Call>();
        for (var one : several) calls.addAll(one.calls());
        return new Message("", calls, "tool_use", 100, 20);
    }

    static Message concludes(Object... namesAndValues) {
        return calls("conclude", namesAndValues);
    }

    static Call call(String tool, Object... namesAndValues) {
        var input = JsonMapper.shared().createObjectNode();
        for (int i = 0; i < namesAndValues.length; i += 2)
            input.set(String.valueOf(namesAndValues[i]), JsonMapper.shared().valueToTree(namesAndValues[i + 1]));
        return new Call(tool, input);
    }

    static Refusal refuses(int status, String type) {
        return new Refusal(status, type, Map.of());
    }
}

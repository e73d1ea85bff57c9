package dev.runbook.ml.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages as the text that is kept of them, and back.
final class Transcript {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Transcript() {}

    /// What was said since the model last spoke.
    static List<ChatMessage> sinceTheModelSpoke(List<ChatMessage> messages) {
        int from = messages.size();
        while (from > 0 && !(messages.get(from - 1) instanceof AiMessage)) from--;
        return messages.subList(from, messages.size());
    }

    static String of(List<ChatMessage> messages) {
        return messages.stream().map(Transcript::of).collect(Collectors.joining("\n\n"));
    }

    private static String of(ChatMessage message) {
        return switch (message) {
            case SystemMessage system -> "system:\n" + system.text();
            case UserMessage user -> "user:\n" + user.singleText();
            case ToolExecutionResultMessage result -> "result of " + result.toolName() + ":\n" + result.text();
            case ChatMessage other -> other.type().name().toLowerCase(Locale.ROOT);
        };
    }

    /// The words and calls of an answer as JSON.
    static String of(AiMessage answer) {
        var node = JSON.createObjectNode();
        if (answer.text() != null) node.put("text", answer.text());
        if (answer.hasToolExecutionRequests()) {
            var calls = node.putArray("calls");
            for (var call : answer.toolExecutionRequests())
                calls.addObject().put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
        }
        return node.toString();
    }

    /// The answer that [#of(AiMessage)] made the text of.
    ///
    /// @throws IllegalArgumentException when it is none
    static AiMessage answer(String text) {
        try {
            var node = JSON.readTree(text);
            var calls = new ArrayList<ToolExecutionRequest>();
            for (var call : node.path("calls")) calls.add(call(call));
            return AiMessage.builder()
                    .text(node.path("text").stringValue(null))
                    .toolExecutionRequests(calls)
                    .build();
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not an answer of a model: " + e.getOriginalMessage(), e);
        }
    }

    private static ToolExecutionRequest call(JsonNode call) {
        return ToolExecutionRequest.builder()
                .id(call.path("id").stringValue(""))
                .name(call.path("name").stringValue(""))
                .arguments(call.path("arguments").stringValue("{}"))
                .build();
    }
}

package dev.runbook.ml.llm.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.runbook.core.diagnosis.Consultation;
import java.util.ArrayList;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Requests and answers of the chat completions API (https://platform.openai.com/docs/api-reference/chat),
/// in the part that servers which claim to be compatible share.
final class OpenAiCompletions {

    private static final JsonMapper JSON = JsonMapper.shared();

    private OpenAiCompletions() {}

    static ObjectNode request(ChatRequest request, String model) {
        var body = JSON.createObjectNode();
        body.put("model", model);
        var messages = body.putArray("messages");
        for (var message : request.messages()) messages.add(message(message));
        var tools = request.toolSpecifications();
        if (tools != null && !tools.isEmpty()) {
            var list = body.putArray("tools");
            for (var tool : tools) {
                var function = list.addObject().put("type", "function").putObject("function");
                function.put("name", tool.name());
                if (tool.description() != null) function.put("description", tool.description());
                function.set("parameters", SchemaJson.of(tool.parameters()));
            }
        }
        return body;
    }

    private static ObjectNode message(ChatMessage message) {
        var node = JSON.createObjectNode();
        switch (message) {
            case SystemMessage system -> node.put("role", "system").put("content", system.text());
            case UserMessage user -> node.put("role", "user").put("content", user.singleText());
            case ToolExecutionResultMessage result ->
                node.put("role", "tool").put("tool_call_id", result.id()).put("content", result.text());
            case AiMessage answer -> {
                // Content may be null beside calls of tools alone.
                var silent = answer.hasToolExecutionRequests() ? null : "";
                node.put("role", "assistant").put("content", answer.text() == null ? silent : answer.text());
                if (answer.hasToolExecutionRequests()) calls(answer, node.putArray("tool_calls"));
            }
            default -> throw new IllegalArgumentException("no message of this kind is sent: " + message.type());
        }
        return node;
    }

    private static void calls(AiMessage answer, ArrayNode calls) {
        for (var call : answer.toolExecutionRequests())
            calls.addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", isObject(call.arguments()) ? call.arguments() : "{}");
    }

    /// Arguments may be cut off; servers that read what they are sent again refuse the rest of the talk with
    /// them.
    private static boolean isObject(String arguments) {
        try {
            return JSON.readTree(arguments).isObject();
        } catch (JacksonException e) {
            return false;
        }
    }

    /// @throws ModelFailure when the text is no answer
    static ChatResponse response(String body) {
        try {
            return response(JSON.readTree(body));
        } catch (JacksonException e) {
            throw new ModelFailure(ModelFailure.Kind.MALFORMED, "the answer is no JSON");
        }
    }

    static ChatResponse response(JsonNode completion) {
        var choice = completion.path("choices").path(0);
        var message = choice.path("message");
        if (!message.isObject()) throw noCompletion(completion);
        var calls = new ArrayList<ToolExecutionRequest>();
        for (var call : message.path("tool_calls"))
            calls.add(ToolExecutionRequest.builder()
                    .id(call.path("id").stringValue("call-" + calls.size()))
                    .name(call.path("function").path("name").stringValue(""))
                    .arguments(arguments(call.path("function").path("arguments")))
                    .build());
        var refused = message.path("refusal").isString();
        var stop = refused ? "refusal" : choice.path("finish_reason").stringValue("");
        return ChatResponse.builder()
                .aiMessage(AiMessage.builder()
                        .text(message.path("content").stringValue(null))
                        .toolExecutionRequests(calls)
                        .attributes(Map.of(AnthropicMessages.STOP, stop))
                        .build())
                .id(completion.path("id").stringValue(""))
                .modelName(completion.path("model").stringValue(""))
                .tokenUsage(usage(completion.path("usage")))
                .finishReason(finish(stop))
                .build();
    }

    /// Some servers tell of an error with a status that says that all is well.
    private static ModelFailure noCompletion(JsonNode answer) {
        var error = answer.path("error");
        var words =
                error.isString() ? error.stringValue() : error.path("message").stringValue("");
        return words.isBlank()
                ? new ModelFailure(ModelFailure.Kind.MALFORMED, "the answer is no chat completion")
                : new ModelFailure(ModelFailure.Kind.BROKEN_SERVER, "the answer is an error: " + words);
    }

    /// Text that holds JSON; some servers give the JSON itself.
    private static String arguments(JsonNode arguments) {
        return arguments.isString() ? arguments.stringValue() : arguments.toString();
    }

    private static FinishReason finish(String stop) {
        return switch (stop) {
            case "stop" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            case "tool_calls", "function_call" -> FinishReason.TOOL_EXECUTION;
            case "content_filter", "refusal" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    private static ModelUsage usage(JsonNode usage) {
        var cached = usage.path("prompt_tokens_details").path("cached_tokens").asLong(0);
        return new ModelUsage(new Consultation.Usage(
                Math.max(0, usage.path("prompt_tokens").asLong(0) - cached),
                usage.path("completion_tokens").asLong(0),
                cached,
                0));
    }
}

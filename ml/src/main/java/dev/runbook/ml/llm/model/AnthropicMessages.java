package dev.runbook.ml.llm.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Requests and answers of the Anthropic Messages API, version 2026-10-21
/// (https://platform.claude.com/docs/en/api/migration-2026-10-21). Under it `temperature`, `top_p` and
/// `top_k` are refused even at their defaults, so they are never sent. Tools are never forced, which models
/// that always think refuse. What a model thought goes back to it unchanged with the results of its tools, as
/// the API demands.
final class AnthropicMessages {

    /// Where an [AiMessage] keeps the blocks it came as.
    static final String BLOCKS = "anthropic_blocks";

    /// Where an [AiMessage] keeps the vendor's word for why it ended.
    static final String STOP = "stop_reason";

    /// The blocks that may carry a mark of the cache; a thinking block may not.
    private static final Set<String> MARKED = Set.of("text", "tool_use", "tool_result");

    private static final JsonMapper JSON = JsonMapper.shared();

    private AnthropicMessages() {}

    /// The body of a request.
    ///
    /// @param maxTokens how long the answer may be
    static ObjectNode request(ChatRequest request, int maxTokens) {
        var body = JSON.createObjectNode();
        body.put("max_tokens", request.maxOutputTokens() == null ? maxTokens : request.maxOutputTokens());
        system(request.messages(), body);
        var messages = body.putArray("messages");
        for (var message : request.messages()) add(message, messages);
        var tools = request.toolSpecifications();
        if (tools != null && !tools.isEmpty()) {
            var list = body.putArray("tools");
            for (var tool : tools) list.add(tool(tool));
            cacheUpTo(messages);
        }
        return body;
    }

    /// The system prompt ends what is the same in every call, tools included, so the cache ends there too.
    private static void system(List<ChatMessage> messages, ObjectNode body) {
        var texts = messages.stream()
                .filter(SystemMessage.class::isInstance)
                .map(message -> ((SystemMessage) message).text())
                .toList();
        if (texts.isEmpty()) return;
        var blocks = body.putArray("system");
        texts.forEach(text -> blocks.addObject().put("type", "text").put("text", text));
        cached((ObjectNode) blocks.get(blocks.size() - 1));
    }

    /// A loop sends everything so far again, so all of it is worth keeping.
    private static void cacheUpTo(ArrayNode messages) {
        if (messages.isEmpty()) return;
        var content = messages.get(messages.size() - 1).path("content");
        if (content.get(content.size() - 1) instanceof ObjectNode last
                && MARKED.contains(last.path("type").stringValue(""))) cached(last);
    }

    private static void cached(ObjectNode block) {
        block.putObject("cache_control").put("type", "ephemeral");
    }

    /// Neighbours of one role become one message: all results of one turn's tools must stand together.
    private static void add(ChatMessage message, ArrayNode messages) {
        switch (message) {
            case SystemMessage _ -> {}
            case UserMessage user ->
                blocks("user", messages).addObject().put("type", "text").put("text", text(user));
            case ToolExecutionResultMessage result -> {
                var block = blocks("user", messages)
                        .addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", result.id())
                        .put("content", result.text());
                if (Boolean.TRUE.equals(result.isError())) block.put("is_error", true);
            }
            case AiMessage answer -> {
                var said = assistant(answer);
                // The API refuses a message without content, though its own answers may have none.
                if (!said.isEmpty()) said.forEach(blocks("assistant", messages)::add);
            }
            default -> throw new IllegalArgumentException("no message of this kind is sent: " + message.type());
        }
    }

    private static String text(UserMessage user) {
        return user.singleText();
    }

    private static ArrayNode blocks(String role, ArrayNode messages) {
        if (!messages.isEmpty()
                && messages.get(messages.size() - 1) instanceof ObjectNode last
                && role.equals(last.path("role").stringValue(""))
                && last.get("content") instanceof ArrayNode content) return content;
        return messages.addObject().put("role", role).putArray("content");
    }

    private static ArrayNode assistant(AiMessage answer) {
        var blocks = JSON.createArrayNode();
        if (answer.attributes().get(BLOCKS) instanceof String kept) {
            for (var block : JSON.readTree(kept)) if (!isEmptyText(block)) blocks.add(block);
            return blocks;
        }
        if (answer.text() != null && !answer.text().isBlank())
            blocks.addObject().put("type", "text").put("text", answer.text());
        for (var call : answer.toolExecutionRequests())
            blocks.addObject()
                    .put("type", "tool_use")
                    .put("id", call.id())
                    .put("name", call.name())
                    .set("input", arguments(call));
        return blocks;
    }

    private static boolean isEmptyText(JsonNode block) {
        return block.path("type").stringValue("").equals("text")
                && block.path("text").stringValue("").isBlank();
    }

    private static JsonNode arguments(ToolExecutionRequest call) {
        try {
            return JSON.readTree(call.arguments());
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    private static ObjectNode tool(ToolSpecification tool) {
        var node = JSON.createObjectNode();
        node.put("name", tool.name());
        if (tool.description() != null) node.put("description", tool.description());
        node.set("input_schema", SchemaJson.of(tool.parameters()));
        return node;
    }

    /// An answer, from the body of a response or put together from a stream. Blocks of kinds that are not
    /// known are kept for the model and otherwise passed over.
    ///
    /// @throws ModelFailure when the text is no answer
    static ChatResponse response(String body) {
        try {
            return response(JSON.readTree(body));
        } catch (JacksonException e) {
            throw new ModelFailure(ModelFailure.Kind.MALFORMED, "the answer is no JSON");
        }
    }

    static ChatResponse response(JsonNode message) {
        var content = message.path("content");
        if (!message.path("type").stringValue("").equals("message") || !content.isArray())
            throw new ModelFailure(ModelFailure.Kind.MALFORMED, "the answer is no message of the Messages API");
        var text = new StringBuilder();
        var calls = new ArrayList<ToolExecutionRequest>();
        for (var block : content) {
            switch (block.path("type").stringValue("")) {
                case "text" -> text.append(block.path("text").stringValue(""));
                case "tool_use" ->
                    calls.add(ToolExecutionRequest.builder()
                            .id(block.path("id").stringValue(""))
                            .name(block.path("name").stringValue(""))
                            .arguments(block.path("input").toString())
                            .build());
                default -> {} // thinking, and what is yet to come
            }
        }
        var stop = message.path("stop_reason").stringValue("");
        return ChatResponse.builder()
                .aiMessage(AiMessage.builder()
                        .text(text.isEmpty() ? null : text.toString())
                        .toolExecutionRequests(calls)
                        .attributes(Map.of(BLOCKS, content.toString(), STOP, stop))
                        .build())
                .id(message.path("id").stringValue(""))
                .modelName(message.path("model").stringValue(""))
                .tokenUsage(usage(message.path("usage")))
                .finishReason(finish(stop))
                .build();
    }

    /// The list of stop reasons is open: one that is not known ends nothing; what came with it is looked at.
    private static FinishReason finish(String stop) {
        return switch (stop) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_EXECUTION;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    private static ModelUsage usage(JsonNode usage) {
        return new ModelUsage(new Consultation.Usage(
                usage.path("input_tokens").asLong(0),
                usage.path("output_tokens").asLong(0),
                usage.path("cache_read_input_tokens").asLong(0),
                usage.path("cache_creation_input_tokens").asLong(0)));
    }
}

package dev.runbook.ml.llm.model;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.function.Consumer;

/// A Claude model. Safe for use by many threads; every failure is a [ModelFailure].
final class AnthropicChatModel implements ChatModel {

    /// How long an answer may be, thinking included.
    private static final int MAX_TOKENS = 8192;

    private final ModelHttp http;
    private final AnthropicDoor door;
    private final String model;

    AnthropicChatModel(ModelHttp http, AnthropicDoor door, String model) {
        this.http = http;
        this.door = door;
        this.model = model;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        var sending = door.sending(AnthropicMessages.request(request, MAX_TOKENS), model);
        return AnthropicMessages.response(http.post(sending.address(), sending.headers(), sending.body()));
    }

    @Override
    public ModelProvider provider() {
        return door.streams() ? ModelProvider.ANTHROPIC : ModelProvider.AMAZON_BEDROCK;
    }

    /// The same model, whose words come one after the other.
    StreamingChatModel streaming() {
        return new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                try {
                    handler.onCompleteResponse(stream(request, handler::onPartialResponse));
                } catch (ModelFailure failure) {
                    handler.onError(failure);
                }
            }
        };
    }

    private ChatResponse stream(ChatRequest request, Consumer<String> words) {
        if (!door.streams()) return whole(request, words);
        var body = AnthropicMessages.request(request, MAX_TOKENS);
        body.put("stream", true);
        var sending = door.sending(body, model);
        var stream = new AnthropicStream(words);
        http.stream(sending.address(), sending.headers(), sending.body(), stream::take);
        return stream.response();
    }

    private ChatResponse whole(ChatRequest request, Consumer<String> words) {
        var response = doChat(request);
        var text = response.aiMessage().text();
        if (text != null) words.accept(text);
        return response;
    }
}

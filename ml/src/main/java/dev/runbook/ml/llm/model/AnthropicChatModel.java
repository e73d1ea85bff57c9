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
        var sending = door.sending(AnthropicMessages.request(request, MAX_TOKENS), model, false);
        return AnthropicMessages.response(http.post(sending.address(), sending.headers(), sending.body()));
    }

    @Override
    public ModelProvider provider() {
        return switch (door) {
            case AnthropicDoor.Direct _ -> ModelProvider.ANTHROPIC;
            case AnthropicDoor.Bedrock _ -> ModelProvider.AMAZON_BEDROCK;
        };
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
        var sending = door.sending(AnthropicMessages.request(request, MAX_TOKENS), model, true);
        var stream = new AnthropicStream(words);
        switch (door) {
            case AnthropicDoor.Direct _ ->
                http.stream(sending.address(), sending.headers(), sending.body(), stream::take);
            case AnthropicDoor.Bedrock _ ->
                http.bytes(sending.address(), sending.headers(), sending.body(), new EventFrames(stream::take)::take);
        }
        return stream.response();
    }
}

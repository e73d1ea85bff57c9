package dev.runbook.ml.llm.model;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// A model behind the chat completions API. Safe for use by many threads; every failure is a [ModelFailure].
final class OpenAiChatModel implements ChatModel {

    private final ModelHttp http;
    private final URI address;
    private final Map<String, String> headers;
    private final String model;

    /// @param base the address up to and without `/chat/completions`
    /// @param key empty for a server that asks for none
    OpenAiChatModel(ModelHttp http, URI base, Optional<Secret> key, String model) {
        this.http = http;
        this.address = URI.create(base + "/chat/completions");
        this.headers =
                key.map(k -> Map.of("authorization", "Bearer " + k.reveal())).orElseGet(Map::of);
        this.model = model;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return OpenAiCompletions.response(http.post(
                address, headers, OpenAiCompletions.request(request, model).toString()));
    }

    @Override
    public ModelProvider provider() {
        return ModelProvider.OPEN_AI;
    }

    /// The same model, whose words come one after the other.
    StreamingChatModel streaming() {
        return new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                var body = OpenAiCompletions.request(request, model);
                body.put("stream", true).putObject("stream_options").put("include_usage", true);
                var stream = new OpenAiStream(handler::onPartialResponse);
                try {
                    http.stream(address, headers, body.toString(), stream::take);
                    handler.onCompleteResponse(stream.response());
                } catch (ModelFailure failure) {
                    handler.onError(failure);
                }
            }
        };
    }
}

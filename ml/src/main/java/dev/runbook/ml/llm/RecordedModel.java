package dev.runbook.ml.llm;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.ml.llm.model.ModelFailure;
import dev.runbook.ml.llm.model.ModelUsage;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/// Answers as a model did before, without it: the same question has the same answer, or the same failure. A
/// question that was not asked then has none. Safe for use by many threads.
public final class RecordedModel implements ChatModel {

    /// Why a question has no answer that was not asked when the recording was made.
    public static final String NOT_RECORDED = "the recording has no answer to this question";

    private final Map<String, Queue<Consultation>> answers = new HashMap<>();

    /// @param recorded the consultations of one incident, in their order
    public RecordedModel(List<Consultation> recorded) {
        for (var one : recorded)
            answers.computeIfAbsent(one.input(), _ -> new ArrayDeque<>()).add(one);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        var question = Transcript.of(Transcript.sinceTheModelSpoke(request.messages()));
        var recorded = next(question).orElseThrow(() -> new ModelFailure(ModelFailure.Kind.REJECTED, NOT_RECORDED));
        return switch (recorded.outcome()) {
            case Consultation.Outcome.Failed(var reason) -> throw new ModelFailure(ModelFailure.Kind.REJECTED, reason);
            case Consultation.Outcome.Answered(var output, var stop) ->
                ChatResponse.builder()
                        .aiMessage(Transcript.answer(output))
                        .tokenUsage(ModelUsage.of(recorded.usage()))
                        .finishReason(finish(stop))
                        .build();
        };
    }

    /// The same, for those who want the words as they come: they come all at once.
    static StreamingChatModel streaming(ChatModel whole) {
        return new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                try {
                    handler.onCompleteResponse(whole.chat(request));
                } catch (ModelFailure failure) {
                    handler.onError(failure);
                }
            }
        };
    }

    private synchronized Optional<Consultation> next(String question) {
        return Optional.ofNullable(answers.get(question)).map(Queue::poll);
    }

    private static FinishReason finish(String stop) {
        return switch (stop) {
            case "max_tokens", "length" -> FinishReason.LENGTH;
            case "refusal", "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }
}

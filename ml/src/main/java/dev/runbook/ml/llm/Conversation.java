package dev.runbook.ml.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.operation.Durations;
import dev.runbook.ml.llm.answer.Shape;
import dev.runbook.ml.llm.guard.Masking;
import dev.runbook.ml.llm.model.ModelFailure;
import dev.runbook.ml.llm.model.ModelUsage;
import dev.runbook.ml.llm.prompt.Prompt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One talk with a model about one task, up to an answer of the wanted shape. Everything that is sent
/// passes the masking; every call is written down. An answer that cannot be read is sent back once. One
/// thread at a time.
final class Conversation {

    /// The tool by which a model answers.
    static final String CONCLUDE = "conclude";

    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int CHARACTERS_A_TOKEN = 3;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Consultant consultant;
    private final Consultation.Task task;
    private final Prompt prompt;
    private final Investigation investigation;
    private final Spending spending;
    private final Masking masking;
    private final String model;
    private final List<ChatMessage> said = new ArrayList<>();
    private boolean repaired;

    Conversation(
            Consultant consultant,
            Consultation.Task task,
            Prompt prompt,
            Investigation investigation,
            Spending spending,
            Masking masking) {
        this.consultant = consultant;
        this.task = task;
        this.prompt = prompt;
        this.investigation = investigation;
        this.spending = spending;
        this.masking = masking;
        model = consultant.models().id(task);
    }

    /// Asks until the model concludes.
    ///
    /// @param user what it is told about the case; not masked yet
    /// @return an answer of this shape, with e-mail addresses in the place of their stand-ins
    /// @throws NoAnswer when there is none within the limits
    JsonNode conclude(String user, Shape.Parts shape, Toolbox toolbox) throws NoAnswer {
        var tools = new ArrayList<>(toolbox.tools());
        tools.add(ToolSpecification.builder()
                .name(CONCLUDE)
                .description("Gives the answer and ends the task.")
                .parameters(shape.schema())
                .build());
        List<ChatMessage> more = List.of(SystemMessage.from(prompt.system()), UserMessage.from(masking.mask(user)));
        while (true) {
            var response = ask(more, tools);
            switch (next(response, shape, toolbox)) {
                case Next.Concluded(var answer) -> {
                    return answer;
                }
                case Next.GoOn(var messages) -> more = messages;
            }
        }
    }

    /// What follows from an answer.
    private sealed interface Next {
        record Concluded(JsonNode answer) implements Next {}

        record GoOn(List<ChatMessage> messages) implements Next {}
    }

    private Next next(ChatResponse response, Shape.Parts shape, Toolbox toolbox) throws NoAnswer {
        var answer = response.aiMessage();
        var calls = answer.toolExecutionRequests();
        if (response.finishReason() == FinishReason.CONTENT_FILTER) throw new NoAnswer("the model refused to answer");
        if (response.finishReason() == FinishReason.LENGTH)
            return repair(calls, "the answer was cut off, because it was too long; conclude in far fewer words");
        var concluding =
                calls.stream().filter(call -> call.name().equals(CONCLUDE)).findFirst();
        if (concluding.isPresent()) return judge(parsed(concluding.get().arguments()), shape, calls);
        if (!calls.isEmpty()) return new Next.GoOn(results(calls, toolbox));
        if ("pause_turn".equals(answer.attributes().get("stop_reason"))) return new Next.GoOn(List.of());
        return judge(inText(answer.text() == null ? "" : answer.text()), shape, calls);
    }

    private Next judge(Optional<JsonNode> answer, Shape.Parts shape, List<ToolExecutionRequest> calls) throws NoAnswer {
        if (answer.isEmpty()) return repair(calls, "the answer is no JSON object; call " + CONCLUDE);
        var faults = shape.faults(answer.get());
        return faults.isEmpty()
                ? new Next.Concluded(answer.get())
                : repair(calls, String.join("; ", faults) + "; call " + CONCLUDE + " again");
    }

    private Next repair(List<ToolExecutionRequest> calls, String fault) throws NoAnswer {
        if (repaired) throw new NoAnswer("the model's answer cannot be used: " + fault);
        repaired = true;
        if (calls.isEmpty()) return new Next.GoOn(List.of(UserMessage.from(fault)));
        return new Next.GoOn(calls.stream()
                .map(call -> result(call, new Toolbox.Result(fault, true)))
                .toList());
    }

    private List<ChatMessage> results(List<ToolExecutionRequest> calls, Toolbox toolbox) throws NoAnswer {
        try {
            var used = toolbox.use(calls);
            var messages = new ArrayList<ChatMessage>();
            for (int i = 0; i < calls.size(); i++) messages.add(result(calls.get(i), used.get(i)));
            if (spending.callsLeft() == 1)
                messages.add(UserMessage.from("Nothing more can be looked at. Call " + CONCLUDE + " now."));
            return messages;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted");
        }
    }

    private ChatMessage result(ToolExecutionRequest call, Toolbox.Result result) {
        return ToolExecutionResultMessage.builder()
                .id(call.id())
                .toolName(call.name())
                .text(masking.mask(result.text()))
                .isError(result.failed())
                .build();
    }

    private Optional<JsonNode> parsed(String json) {
        try {
            var node = JSON.readTree(masking.unmask(json));
            return node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// Models that know no tools write the object into their text.
    private Optional<JsonNode> inText(String text) {
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        return from < 0 || to < from ? Optional.empty() : parsed(text.substring(from, to + 1));
    }

    /// Says something and waits for the answer.
    private ChatResponse ask(List<ChatMessage> more, List<ToolSpecification> tools) throws NoAnswer {
        said.addAll(more);
        var refusal = consultant
                .breaker()
                .refusal(model)
                .or(spending::spent)
                .or(() -> consultant.budget().spent(investigation.spent()))
                .or(this::tooLong);
        if (refusal.isPresent()) throw new NoAnswer(refusal.get());
        var request = ChatRequest.builder()
                .messages(List.copyOf(said))
                .toolSpecifications(tools)
                .build();
        var begin = consultant.clock().instant();
        var input = Transcript.of(more);
        try {
            var response = patiently(request);
            consultant.breaker().answered(model);
            note(input, response, begin);
            said.add(response.aiMessage());
            return response;
        } catch (ModelFailure failure) {
            var reason = String.valueOf(failure.getMessage());
            note(input, new Consultation.Outcome.Failed(reason), Consultation.Usage.NONE, begin);
            throw new NoAnswer("model " + model + " did not answer: " + reason);
        }
    }

    private Optional<String> tooLong() {
        long characters = 0;
        for (var message : said) characters += Transcript.of(List.of(message)).length();
        return characters / CHARACTERS_A_TOKEN > consultant.limits().tokens()
                ? Optional.of("the case is longer than the budget of "
                        + consultant.limits().tokens() + " tokens")
                : Optional.empty();
    }

    /// Tries again what may work later, as long as there is time for it.
    private ChatResponse patiently(ChatRequest request) {
        var pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            spending.called();
            try {
                return inTime(request);
            } catch (ModelFailure failure) {
                consultant.breaker().failed(model, failure);
                var wait = failure.retryAfter().orElse(pause);
                if (!failure.kind().again()
                        || attempt == TRIES
                        || spending.callsLeft() < 1
                        || wait.compareTo(spending.left()) >= 0) throw failure;
                rest(wait);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private void rest(Duration wait) {
        try {
            consultant.pause().of(wait);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /// Asks on a thread of its own, so that no model can hold the incident longer than the limits say.
    private ChatResponse inTime(ChatRequest request) {
        var left = spending.left();
        var most = consultant.limits().callTimeout();
        var time = left.compareTo(most) < 0 ? left : most;
        var asked = new FutureTask<>(() -> consultant.models().model(task).chat(request));
        Thread.startVirtualThread(asked);
        try {
            return asked.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new ModelFailure(ModelFailure.Kind.TIMED_OUT, "no answer within " + Durations.display(time));
        } catch (InterruptedException e) {
            asked.cancel(true);
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelFailure failure) throw failure.told(masking::mask);
            throw new ModelFailure(ModelFailure.Kind.REJECTED, "the client failed: " + e.getCause())
                    .told(masking::mask);
        } finally {
            asked.cancel(true);
        }
    }

    private static ModelFailure interrupted() {
        Thread.currentThread().interrupt();
        return new ModelFailure(ModelFailure.Kind.INTERRUPTED, "interrupted while waiting for the model");
    }

    private void note(String input, ChatResponse response, Instant begin) {
        var stop = response.aiMessage().attributes().get("stop_reason");
        note(
                input,
                new Consultation.Outcome.Answered(
                        masking.mask(Transcript.of(response.aiMessage())),
                        stop == null ? String.valueOf(response.finishReason()) : stop.toString()),
                ModelUsage.of(response.tokenUsage()),
                begin);
    }

    private void note(String input, Consultation.Outcome outcome, Consultation.Usage usage, Instant begin) {
        long cost = consultant.prices().costMicros(model, usage);
        spending.took(usage, cost);
        investigation.consulted(new Consultation(
                task,
                model,
                prompt.label(),
                input,
                outcome,
                usage,
                cost,
                Duration.between(begin, consultant.clock().instant())));
    }
}

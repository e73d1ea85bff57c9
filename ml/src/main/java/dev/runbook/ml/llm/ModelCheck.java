package dev.runbook.ml.llm;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.ml.llm.guard.Masking;
import dev.runbook.ml.llm.model.LanguageModels;
import dev.runbook.ml.llm.model.ModelFailure;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.llm.model.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;

/// Asks each configured model for a word, and says in one line whether it answers, or which variable is wrong.
public final class ModelCheck {

    /// @param answers whether the model answered
    /// @param line what to tell people
    public record Result(boolean answers, String line) {}

    private static final int FEW_TOKENS = 1024;

    private ModelCheck() {}

    /// @return one result for each model, in the order of the tasks
    public static List<Result> of(ModelSettings settings, InstantSource clock) {
        var models = LanguageModels.of(settings, clock);
        var ids = new LinkedHashMap<String, Task>();
        for (var task : Task.values()) ids.putIfAbsent(models.id(task), task);
        return ids.entrySet().stream()
                .map(model -> check(settings, models, model.getKey(), model.getValue(), clock))
                .toList();
    }

    private static Result check(
            ModelSettings settings, LanguageModels models, String id, Task task, InstantSource clock) {
        var where = settings.vendor().key() + " model " + id + " at " + settings.base();
        var begin = clock.instant();
        try {
            models.model(task)
                    .chat(ChatRequest.builder()
                            .messages(UserMessage.from("Answer with the word ready."))
                            .maxOutputTokens(FEW_TOKENS)
                            .build());
            return new Result(
                    true,
                    where + " answers in "
                            + Duration.between(begin, clock.instant()).toMillis() + " ms");
        } catch (ModelFailure failure) {
            var masking =
                    new Masking(settings.secrets().stream().map(Secret::reveal).toList());
            var reason = failure.told(masking::mask).getMessage();
            return new Result(false, where + " does not answer: " + reason + advice(settings, failure));
        }
    }

    private static String advice(ModelSettings settings, ModelFailure failure) {
        return switch (failure.kind()) {
            case UNAUTHORISED, FORBIDDEN -> "; check " + key(settings);
            case NOT_FOUND -> "; check RUNBOOK_ML_MODEL and " + base(settings);
            case UNREACHABLE, TIMED_OUT, MALFORMED -> "; check " + base(settings);
            case REJECTED -> "; check RUNBOOK_ML_MODEL";
            case RATE_LIMITED, OVERLOADED, BROKEN_SERVER, BROKEN_STREAM -> "; try again later";
            case TOO_LARGE, INTERRUPTED -> "";
        };
    }

    private static String key(ModelSettings settings) {
        return switch (settings.vendor()) {
            case ANTHROPIC -> "ANTHROPIC_API_KEY";
            case OPENAI_COMPATIBLE -> "OPENAI_API_KEY";
            case OLLAMA -> "OLLAMA_BASE_URL";
            case BEDROCK ->
                "AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE and its role";
        };
    }

    private static String base(ModelSettings settings) {
        return switch (settings.vendor()) {
            case ANTHROPIC -> "ANTHROPIC_BASE_URL";
            case OPENAI_COMPATIBLE -> "OPENAI_BASE_URL";
            case OLLAMA -> "OLLAMA_BASE_URL";
            case BEDROCK -> "AWS_REGION and BEDROCK_BASE_URL";
        };
    }
}

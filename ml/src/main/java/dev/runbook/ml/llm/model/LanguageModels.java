package dev.runbook.ml.llm.model;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.runbook.core.diagnosis.Consultation.Task;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The models that are asked, one for each task. Safe for use by many threads.
public final class LanguageModels {

    private final Map<Task, String> ids;
    private final Map<String, Pair> models = new HashMap<>();

    private record Pair(ChatModel whole, StreamingChatModel streaming) {}

    private LanguageModels(Map<Task, String> ids, Function<String, Pair> make) {
        this.ids = Map.copyOf(ids);
        ids.values().stream().distinct().forEach(id -> models.put(id, make.apply(id)));
    }

    /// The models that the settings name. Nothing is sent yet.
    ///
    /// @param clock for signatures that hold the time
    public static LanguageModels of(ModelSettings settings, InstantSource clock) {
        var http = new ModelHttp(settings.limits().callTimeout());
        return new LanguageModels(settings.models(), id -> switch (settings.vendor()) {
            case ANTHROPIC -> anthropic(http, new AnthropicDoor.Direct(settings.base(), credential(settings)), id);
            case BEDROCK ->
                anthropic(http, new AnthropicDoor.Bedrock(settings.base(), region(settings), aws(settings), clock), id);
            case OPENAI_COMPATIBLE, OLLAMA -> {
                var model = new OpenAiChatModel(http, settings.base(), settings.variable("OPENAI_API_KEY"), id);
                yield new Pair(model, model.streaming());
            }
        });
    }

    /// One model for every task, such as one that plays a recording.
    public static LanguageModels only(String id, ChatModel whole, StreamingChatModel streaming) {
        var ids = new HashMap<Task, String>();
        for (var task : Task.values()) ids.put(task, id);
        return new LanguageModels(ids, _ -> new Pair(whole, streaming));
    }

    /// The id of the model of a task.
    public String id(Task task) {
        return Optional.ofNullable(ids.get(task)).orElseThrow(() -> new IllegalStateException("no model for " + task));
    }

    public ChatModel model(Task task) {
        return pair(task).whole();
    }

    public StreamingChatModel streaming(Task task) {
        return pair(task).streaming();
    }

    private Pair pair(Task task) {
        return Optional.ofNullable(models.get(id(task))).orElseThrow();
    }

    private static Pair anthropic(ModelHttp http, AnthropicDoor door, String id) {
        var model = new AnthropicChatModel(http, door, id);
        return new Pair(model, model.streaming());
    }

    private static AnthropicDoor.Credential credential(ModelSettings settings) {
        return settings.variable("ANTHROPIC_API_KEY")
                .<AnthropicDoor.Credential>map(AnthropicDoor.Credential.ApiKey::new)
                .or(() -> settings.variable("ANTHROPIC_AUTH_TOKEN").map(AnthropicDoor.Credential.Token::new))
                .orElseThrow();
    }

    private static String region(ModelSettings settings) {
        return settings.variable("AWS_REGION").map(Secret::reveal).orElseThrow();
    }

    private static AwsCredential aws(ModelSettings settings) {
        return settings.variable("AWS_BEARER_TOKEN_BEDROCK")
                .<AwsCredential>map(AwsCredential.Bearer::new)
                .orElseGet(() -> new AwsCredential.Signed(settings.keys().orElseThrow()));
    }
}

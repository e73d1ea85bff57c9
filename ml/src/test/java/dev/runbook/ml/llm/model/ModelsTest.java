package dev.runbook.ml.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.ml.llm.model.ModelFailure.Kind;
import dev.runbook.ml.llm.stub.AnthropicStub;
import dev.runbook.ml.llm.stub.ModelStub;
import dev.runbook.ml.llm.stub.OpenAiStub;
import dev.runbook.ml.llm.stub.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every client against a stub that checks each request.
class ModelsTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));

    private static final ToolSpecification LOOK = ToolSpecification.builder()
            .name("monitoring_get_metrics")
            .description("Metrics over time")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("host", "only this host")
                    .required("host")
                    .build())
            .build();

    /// A client and the server it talks to.
    record Setup(String name, ModelStub stub, Map<String, String> variables) implements AutoCloseable {
        LanguageModels models(String... more) {
            var all = new HashMap<>(variables);
            for (int i = 0; i < more.length; i += 2) all.put(more[i], more[i + 1]);
            if (ModelSettings.read(all) instanceof ModelSettings.Reading.Online(var settings))
                return LanguageModels.of(settings, NOW);
            throw new AssertionError(ModelSettings.read(all));
        }

        ChatResponse ask(ChatMessage... messages) {
            return models().model(Task.DIAGNOSE).chat(request(messages));
        }

        @Override
        public void close() {
            stub.close();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Setup> clients() {
        var anthropic = new AnthropicStub();
        var gateway = new AnthropicStub();
        var openAi = new OpenAiStub();
        var ollama = new OpenAiStub();
        var bedrock = new AnthropicStub();
        var role = new AnthropicStub();
        return Stream.of(
                new Setup(
                        "anthropic",
                        anthropic,
                        Map.of(
                                "RUNBOOK_ML_ENGINE", "anthropic",
                                "ANTHROPIC_API_KEY", "sk-ant-test",
                                "ANTHROPIC_BASE_URL", anthropic.address() + "/")),
                new Setup(
                        "anthropic behind a gateway",
                        gateway,
                        Map.of(
                                "RUNBOOK_ML_ENGINE", "anthropic",
                                "ANTHROPIC_AUTH_TOKEN", "a-token",
                                "ANTHROPIC_BASE_URL", gateway.address())),
                new Setup(
                        "openai-compatible",
                        openAi,
                        Map.of(
                                "RUNBOOK_ML_ENGINE", "openai-compatible",
                                "RUNBOOK_ML_MODEL", "some-model",
                                "OPENAI_BASE_URL", openAi.address() + "/v1")),
                new Setup(
                        "ollama",
                        ollama,
                        Map.of(
                                "RUNBOOK_ML_ENGINE", "ollama",
                                "RUNBOOK_ML_MODEL", "llama",
                                "OLLAMA_BASE_URL", ollama.address())),
                new Setup(
                        "bedrock with an api key",
                        bedrock,
                        Map.of(
                                "RUNBOOK_ML_ENGINE", "bedrock",
                                "RUNBOOK_ML_MODEL", "anthropic.claude-sonnet-5-5-v1:0",
                                "AWS_REGION", "eu-west-1",
                                "AWS_BEARER_TOKEN_BEDROCK", "a-token",
                                "BEDROCK_BASE_URL", bedrock.address())),
                new Setup(
                        "bedrock with the keys of a role",
                        role,
                        Map.of(
                                "RUNBOOK_ML_ENGINE", "bedrock",
                                "RUNBOOK_ML_MODEL", "anthropic.claude-sonnet-5-5-v1:0",
                                "AWS_REGION", "eu-west-1",
                                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                                "AWS_SECRET_ACCESS_KEY", "secret-secret",
                                "AWS_SESSION_TOKEN", "session",
                                "BEDROCK_BASE_URL", role.address())));
    }

    private static ChatRequest request(ChatMessage... messages) {
        return ChatRequest.builder().messages(messages).toolSpecifications(LOOK).build();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aTalkWithToolsIsSentAsTheApiWantsIt(Setup setup) {
        try (setup) {
            setup.stub()
                    .then(
                            Reply.all(
                                    Reply.calls("monitoring_get_metrics", "host", "web-1"),
                                    Reply.calls("monitoring_get_metrics", "host", "web-2")),
                            Reply.says("it is web-1"));
            var opening = List.<ChatMessage>of(SystemMessage.from("be brief"), UserMessage.from("what is wrong?"));

            var first = setup.ask(opening.toArray(ChatMessage[]::new));
            var more = new ArrayList<>(opening);
            more.add(first.aiMessage());
            first.aiMessage()
                    .toolExecutionRequests()
                    .forEach(call -> more.add(ToolExecutionResultMessage.from(call, "97 percent")));
            more.add(UserMessage.from("conclude now"));
            var second = setup.ask(more.toArray(ChatMessage[]::new));

            assertThat(setup.stub().violations()).isEmpty();
            assertThat(first.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
            assertThat(first.aiMessage().toolExecutionRequests())
                    .extracting(call -> call.arguments().replace(" ", ""))
                    .containsExactly("{\"host\":\"web-1\"}", "{\"host\":\"web-2\"}");
            assertThat(second.aiMessage().text()).isEqualTo("it is web-1");
            assertThat(ModelUsage.of(second.tokenUsage()).output()).isEqualTo(20);
            assertThat(ModelUsage.of(second.tokenUsage()).cacheRead()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void anAnswerWithoutWordsCanBeAnsweredAllTheSame(Setup setup) {
        try (setup) {
            setup.stub().then(Reply.says(""), Reply.says("it is web-1"));
            var question = UserMessage.from("what is wrong?");

            var silence = setup.ask(question);
            var words = setup.ask(question, silence.aiMessage(), UserMessage.from("say something"));

            assertThat(setup.stub().violations()).isEmpty();
            assertThat(words.aiMessage().text()).isEqualTo("it is web-1");
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void wordsComeAsTheyAreWrittenAndTheWholeAnswerAtTheEnd(Setup setup) {
        try (setup) {
            setup.stub()
                    .then(new Reply.Message(
                            "two words",
                            List.of(Reply.call("monitoring_get_metrics", "host", "web-1")),
                            "tool_use",
                            5,
                            6));
            var words = new StringBuilder();

            var response = stream(setup, words);

            assertThat(setup.stub().violations()).isEmpty();
            assertThat(words.toString()).isEqualTo("two words");
            assertThat(response.aiMessage().text()).isEqualTo("two words");
            assertThat(response.aiMessage().toolExecutionRequests())
                    .singleElement()
                    .satisfies(call ->
                            assertThat(call.arguments().replace(" ", "")).isEqualTo("{\"host\":\"web-1\"}"));
            assertThat(ModelUsage.of(response.tokenUsage()).output()).isEqualTo(6);
        }
    }

    private static ChatResponse stream(Setup setup, StringBuilder words) {
        var response = new AtomicReference<ChatResponse>();
        var failure = new AtomicReference<Throwable>();
        setup.models()
                .streaming(Task.CHAT)
                .chat(request(UserMessage.from("hello")), new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String partial) {
                        words.append(partial);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse complete) {
                        response.set(complete);
                    }

                    @Override
                    public void onError(Throwable error) {
                        failure.set(error);
                    }
                });
        if (failure.get() instanceof ModelFailure thrown) throw thrown;
        return response.get();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void everyErrorHasItsKindAndSaysWhetherAskingAgainHelps(Setup setup) {
        var kinds = Map.of(
                400, Kind.REJECTED,
                401, Kind.UNAUTHORISED,
                403, Kind.FORBIDDEN,
                404, Kind.NOT_FOUND,
                413, Kind.TOO_LARGE,
                429, Kind.RATE_LIMITED,
                500, Kind.BROKEN_SERVER,
                529, Kind.OVERLOADED);
        try (setup) {
            kinds.forEach((status, kind) -> {
                setup.stub().then(new Reply.Refusal(status, "some_error", Map.of("retry-after", "7")));

                var failure = failureOf(setup);

                assertThat(failure.kind()).isEqualTo(kind);
                assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
                assertThat(failure)
                        .hasMessageContaining(status + " from 127.0.0.1")
                        .hasMessageContaining("some_error");
                assertThat(failure.kind().again()).isEqualTo(status == 429 || status >= 500);
            });
            assertThat(failure(setup, new Reply.Nonsense("<html>")).kind()).isEqualTo(Kind.MALFORMED);
            assertThat(failure(setup, new Reply.Nonsense("{\"what\":1}")).kind())
                    .isEqualTo(Kind.MALFORMED);
            assertThat(failure(setup, new Reply.Break()).kind()).isEqualTo(Kind.BROKEN_STREAM);
        }
    }

    private static ModelFailure failure(Setup setup, Reply reply) {
        setup.stub().then(reply);
        return failureOf(setup);
    }

    private static ModelFailure failureOf(Setup setup) {
        return catchThrowableOfType(ModelFailure.class, () -> setup.ask(UserMessage.from("hello")));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aStreamThatBreaksIsNoAnswer(Setup setup) {
        try (setup) {
            setup.stub().then(new Reply.Break());

            assertThatThrownBy(() -> stream(setup, new StringBuilder()))
                    .isInstanceOfSatisfying(
                            ModelFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.BROKEN_STREAM));
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aModelThatIsSilentIsWaitedForNoLongerThanAllowed(Setup setup) {
        try (setup) {
            setup.stub().then(new Reply.Silence());
            var model = setup.models("RUNBOOK_ML_CALL_TIMEOUT", "1s").model(Task.DIAGNOSE);

            assertThatThrownBy(() -> model.chat(request(UserMessage.from("hello"))))
                    .isInstanceOfSatisfying(
                            ModelFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.TIMED_OUT));
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aStopReasonThatNobodyKnowsEndsNothing(Setup setup) {
        try (setup) {
            setup.stub().then(Reply.says("still an answer").stopping("reason_of_the_future"));

            var response = setup.ask(UserMessage.from("hello"));

            assertThat(response.aiMessage().text()).isEqualTo("still an answer");
            assertThat(response.finishReason()).isEqualTo(FinishReason.OTHER);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aRefusalAndACutAnswerAreToldApart(Setup setup) {
        try (setup) {
            setup.stub()
                    .then(
                            Reply.says("no").stopping("refusal"),
                            Reply.says("a long").stopping("max_tokens"));

            assertThat(setup.ask(UserMessage.from("hello")).finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
            assertThat(setup.ask(UserMessage.from("hello")).finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void nobodyAtTheAddressIsSaidAndTheKeyIsNot(Setup setup) {
        var model = setup.models().model(Task.DIAGNOSE);
        setup.close();

        assertThatThrownBy(() -> model.chat(request(UserMessage.from("hello"))))
                .isInstanceOfSatisfying(ModelFailure.class, f -> {
                    assertThat(f.kind()).isIn(Kind.UNREACHABLE, Kind.BROKEN_STREAM);
                    setup.variables().forEach((name, value) -> {
                        if (name.endsWith("KEY") || name.endsWith("TOKEN"))
                            assertThat(f).hasMessageNotContaining(value);
                    });
                });
    }

    @Test
    void anErrorInsideAStreamHasItsKind() {
        var stream = new AnthropicStream(_ -> {});

        assertThatThrownBy(() -> stream.take(
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}"))
                .isInstanceOfSatisfying(
                        ModelFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.OVERLOADED));
    }

    @Test
    void aTaskHasItsOwnModelWhereOneIsNamed() {
        try (var setup = clients().findFirst().orElseThrow()) {
            setup.stub().always(Reply.says("yes"));
            var models = setup.models("RUNBOOK_ML_MODEL_CLASSIFY", "claude-haiku-4-5");

            models.model(Task.CLASSIFY).chat(request(UserMessage.from("hello")));
            models.model(Task.DIAGNOSE).chat(request(UserMessage.from("hello")));

            assertThat(setup.stub().requests())
                    .extracting(body -> body.path("model").stringValue(""))
                    .containsExactly("claude-haiku-4-5", ModelSettings.DEFAULT_CLAUDE);
        }
    }

    @Test
    void whatIsTheSameInEveryCallIsMarkedForTheCache() {
        try (var setup = clients().findFirst().orElseThrow()) {
            setup.stub().always(Reply.says("yes"));

            setup.ask(
                    SystemMessage.from("be brief"),
                    UserMessage.from("hello"),
                    AiMessage.from("yes"),
                    UserMessage.from("and?"));

            var body = setup.stub().requests().getFirst();
            assertThat(body.path("system").path(0).has("cache_control")).isTrue();
            assertThat(body.path("messages").path(2).path("content").path(0).has("cache_control"))
                    .isTrue();
            assertThat(body.has("temperature") || body.has("top_p") || body.has("top_k") || body.has("tool_choice"))
                    .isFalse();
        }
    }

    @Test
    void pricesAreThoseOfTheLongestMatchingId() {
        var usage = new Consultation.Usage(1_000_000, 100_000, 1_000_000, 0);

        assertThat(PriceTable.listed().costMicros("claude-sonnet-5-5", usage))
                .isEqualTo(2_000_000 + 1_000_000 + 200_000);
        assertThat(PriceTable.listed().costMicros("eu.anthropic.claude-opus-5-5-v1:0", usage))
                .isEqualTo(4_000_000 + 2_000_000 + 400_000);
        assertThat(PriceTable.listed().costMicros("llama", usage)).isZero();
        assertThat(PriceTable.with("llama=1/2").costMicros("llama-70b", usage))
                .isEqualTo(1_000_000 + 200_000 + 100_000);
        assertThatThrownBy(() -> PriceTable.with("llama=cheap")).hasMessageContaining("llama=cheap");
    }

    /// The first case of AWS's own test suite (get-vanilla), and what our requests add to it.
    @Test
    void aSignatureIsTheOneThatAwsPublishes() {
        var signed = new java.util.TreeMap<>(Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"));

        assertThat(new dev.runbook.core.signing.SignatureV4(
                                "us-east-1",
                                "service",
                                "AKIDEXAMPLE",
                                "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                                java.util.Optional.empty())
                        .authorization("GET", java.net.URI.create("https://example.amazonaws.com/"), signed, ""))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=host;x-amz-date,"
                        + " Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }
}

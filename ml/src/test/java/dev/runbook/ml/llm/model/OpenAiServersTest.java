package dev.runbook.ml.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.runbook.ml.llm.stub.OpenAiStub;
import dev.runbook.ml.llm.stub.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Servers that speak the chat completions API, each with an accent of its own.
class OpenAiServersTest {

    private final OpenAiStub stub = new OpenAiStub();
    private final OpenAiChatModel model = new OpenAiChatModel(
            new ModelHttp(Duration.ofSeconds(20)),
            URI.create(stub.address() + "/v1"),
            Optional.of(new Secret("a-key")),
            "some-model");

    @AfterEach
    void close() {
        stub.close();
    }

    private ChatResponse ask(dev.langchain4j.data.message.ChatMessage... messages) {
        return model.chat(ChatRequest.builder().messages(messages).build());
    }

    private static String completion(String message, String finish) {
        return "{\"choices\":[{\"index\":0,\"finish_reason\":\"" + finish + "\",\"message\":" + message + "}]}";
    }

    @Test
    void argumentsThatWereCutOffAreNotSentAgain() {
        stub.then(new Reply.Nonsense(completion("""
                        {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
                        "function":{"name":"look","arguments":"{\\"host\\": \\"web"}}]}""", "length")), Reply.says("shorter"));
        var question = UserMessage.from("what is wrong?");

        var cut = ask(question).aiMessage();
        var answer = ask(
                question,
                cut,
                ToolExecutionResultMessage.from(cut.toolExecutionRequests().getFirst(), "it was cut off"));

        assertThat(stub.violations()).isEmpty();
        assertThat(answer.aiMessage().text()).isEqualTo("shorter");
    }

    @Test
    void argumentsMayComeAsAnObject() {
        stub.then(new Reply.Nonsense(completion("""
                {"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function",
                "function":{"name":"look","arguments":{"host":"web"}}}]}""", "stop")));

        assertThat(ask(UserMessage.from("what is wrong?"))
                        .aiMessage()
                        .toolExecutionRequests()
                        .getFirst()
                        .arguments())
                .isEqualTo("{\"host\":\"web\"}");
    }

    @Test
    void anErrorMayComeWithAStatusThatSaysThatAllIsWell() {
        stub.then(new Reply.Nonsense("{\"error\": {\"message\": \"the model crashed\"}}"));

        assertThatThrownBy(() -> ask(UserMessage.from("what is wrong?")))
                .isInstanceOf(ModelFailure.class)
                .hasMessage("the answer is an error: the model crashed");
    }

    @Test
    void aPauseMayBeSaidInMilliseconds() {
        stub.then(new Reply.Refusal(429, "rate_limit", Map.of("retry-after", "2", "retry-after-ms", "1500")));

        assertThatThrownBy(() -> ask(UserMessage.from("what is wrong?")))
                .isInstanceOfSatisfying(
                        ModelFailure.class,
                        failure -> assertThat(failure.retryAfter()).contains(Duration.ofMillis(1500)));
    }

    @Test
    void callsThatAStreamDoesNotNumberAreToldApartByTheirIds() {
        var stream = new OpenAiStream(_ -> {});

        stream.take(chunk(
                "{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"n\\\":1}\"}}]}"));
        stream.take(chunk(
                "{\"tool_calls\":[{\"id\":\"b\",\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"n\\\":\"}}]}"));
        stream.take(chunk("{\"tool_calls\":[{\"function\":{\"arguments\":\"2}\"}}]}"));
        stream.take("[DONE]");

        assertThat(stream.response().aiMessage().toolExecutionRequests())
                .extracting(call -> call.id() + call.arguments())
                .containsExactly("a{\"n\":1}", "b{\"n\":2}");
    }

    private static String chunk(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";
    }
}

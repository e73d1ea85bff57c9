package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.ml.chat.Chat;
import dev.runbook.ml.chat.OfflineChat;
import dev.runbook.ml.llm.LanguageModelEngine;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.llm.stub.AnthropicStub;
import dev.runbook.ml.llm.stub.Reply;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The page of a conversation where a language model is configured.
class ChatPageTest {

    private final TestServer server = TestServer.shared();
    private final AnthropicStub stub = new AnthropicStub();
    private final IncidentId id = server.system.waitingFor(RiskLevel.HIGH, "rita");

    private void ask(String words) {
        var settings = (ModelSettings.Reading.Online) ModelSettings.read(Map.of(
                "RUNBOOK_ML_ENGINE",
                "anthropic",
                "ANTHROPIC_API_KEY",
                "sk-ant-key",
                "ANTHROPIC_BASE_URL",
                stub.address()));
        server.system.chat = LanguageModelEngine.of(settings.settings(), InstantSource.system())
                .chat(new OfflineChat(server.system.minds.minds()));
        Browser.at(server).signedInAs("rob").submit("/chat/" + id, "/chat/" + id + "/messages", "text=" + words);
    }

    private String page() {
        return Browser.at(server).signedInAs("rob").get("/chat/" + id).body();
    }

    private List<Event> journal() {
        return server.system.journal.read(id).stream()
                .map(entry -> entry.stamped().event())
                .toList();
    }

    @AfterEach
    void asBefore() {
        server.system.chat = new OfflineChat(server.system.minds.minds());
        stub.close();
    }

    @Test
    void theModelAnswersWithCitationsAndWhatTheEvidenceDoesNotBearIsLeftOut() {
        stub.then(Reply.concludes(
                "answer", "It is the processor [ev-1]. It will be over in 47 minutes.", "evidence", List.of("ev-1")));

        ask("what+is+it");

        assertThat(stub.violations()).isEmpty();
        assertThat(page()).contains("It is the processor", "/evidence/ev-1").doesNotContain("47 minutes");
        assertThat(journal()).hasAtLeastOneElementOfType(Event.ModelConsulted.class);
        assertThat(journal().getLast()).isEqualTo(new Event.Commented("It is the processor [ev-1]."));
    }

    @Test
    void whatTheModelHasTakenIsToldWithTheIncident() {
        assertThat(server.as("rob").get("/api/v1/incidents/" + id).json().hasNonNull("model"))
                .as("before anybody was asked")
                .isFalse();
        stub.then(Reply.concludes("answer", "It is the processor.").costing(1000, 50));

        ask("what+is+it");

        var model = server.as("rob").get("/api/v1/incidents/" + id).json().path("model");
        assertThat(model.path("calls").asInt()).isEqualTo(1);
        assertThat(model.path("tokens").asInt()).isEqualTo(1060);
        assertThat(model.path("costMicros").asLong()).isPositive();
    }

    @Test
    void theConversationSoFarIsToldToTheModel() {
        stub.then(Reply.concludes("answer", "It is the processor."), Reply.concludes("answer", "Yes."));

        ask("what+is+it");
        ask("sure");

        assertThat(stub.requests().getLast().toString()).contains("operator: what is it", "you: It is the processor.");
    }

    @Test
    void whereTheModelDoesNotAnswerTheOfflineEngineDoes() {
        stub.always(Reply.refuses(401, "authentication_error"));

        ask("what+is+it");

        assertThat(page()).contains(id + " is awaiting approval", "The cause seems to be");
    }

    @Test
    void whatAModelTakesForAWishIsOnlyOffered() {
        int before = server.system.desk.find(id).orElseThrow().history().intents();
        stub.then(Reply.concludes("answer", "That is a restart.", "action", "A1"));

        ask("restart+it");

        assertThat(page()).contains("ap-1 asks for compute.restart_service");
        assertThat(server.system.desk.find(id).orElseThrow().history().intents())
                .isEqualTo(before);
    }

    @Test
    void aSlowAnswerDoesNotHoldThePageAndComesLater() throws InterruptedException {
        var go = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        Chat slow = (_, _, listener) -> {
            go.await();
            listener.says("At last.");
        };
        server.system.chat = slow;

        Browser.at(server).signedInAs("rob").submit("/chat/" + id, "/chat/" + id + "/messages", "text=hello");
        assertThat(page()).contains("hello").doesNotContain("At last.");
        try (var _ = server.system.backend().changes().subscribe(_ -> {
            if (journal().getLast().equals(new Event.Commented("At last."))) told.countDown();
        })) {
            go.countDown();
            assertThat(told.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }

        assertThat(page()).contains("At last.");
    }
}

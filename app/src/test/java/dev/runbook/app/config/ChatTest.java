package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.operation.RiskLevel;
import org.junit.jupiter.api.Test;

class ChatTest {

    private final TestServer server = TestServer.shared();

    @Test
    void anAnswerComesAsEventsThatCiteEvidence() {
        var id = server.system.waitingFor(RiskLevel.HIGH, "rita");

        var answer =
                server.as("rob").post("/api/v1/chat", "{\"question\":\"why is it slow?\",\"incident\":\"" + id + "\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("text/event-stream");
        assertThat(answer.body())
                .contains("event: sentence\ndata: {\"text\":\"" + id + " is awaiting approval")
                .contains("The cause seems to be: ", "[ev-")
                .endsWith("event: done\ndata: {}\n\n");
    }

    @Test
    void aWishIsOnlyProposed() {
        var id = server.system.waitingFor(RiskLevel.HIGH, "rita");
        int before = server.system.journal.read(id).size();

        var answer = server.as("rob").post("/api/v1/chat", "{\"question\":\"restart it\",\"incident\":\"" + id + "\"}");

        assertThat(answer.body()).contains("event: proposal\n", "\"operation\":\"compute.restart_service\"");
        assertThat(server.system.journal.read(id)).hasSize(before);
    }

    @Test
    void aFreshProblemNeedsNoIncident() {
        assertThat(server.as("rob")
                        .post("/api/v1/chat", "{\"question\":\"the shop is slow\"}")
                        .body())
                .contains("This reads like a problem of");
    }

    @Test
    void viewersDoNotAskSinceAnAnswerMayCost() {
        assertThat(server.as("eve")
                        .post("/api/v1/chat", "{\"question\":\"why?\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aQuestionWithoutWordsOrAboutNothingIsRefused() {
        assertThat(server.as("rob").post("/api/v1/chat", "{\"question\":\" \"}").status())
                .isEqualTo(422);
        assertThat(server.as("rob")
                        .post("/api/v1/chat", "{\"question\":\"why?\",\"incident\":\"INC-nope\"}")
                        .status())
                .isEqualTo(404);
    }
}

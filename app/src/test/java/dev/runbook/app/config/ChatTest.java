package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.RiskLevel;
import java.util.regex.Pattern;
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

    @Test
    void whatWaitsForApprovalAlreadyIsNotAskedForAgain() {
        var id = server.system.waitingFor(RiskLevel.HIGH, "rita");

        assertThat(ask("rob", "restart it", id.id())).contains("ap-1 asks for compute.restart_service");
        assertThat(ask("rob", "do it", id.id())).contains("I have offered nothing");
    }

    @Test
    void whatIsWantedIsAskedForInOnesOwnNameOnceOneSaysSo() {
        var id = server.system.waitingFor(RiskLevel.HIGH, "rita");
        server.system.desk.handle(id, new Command.Deny(new Actor.Operator("ann"), new RequestId("ap-1"), "not now"));
        server.system.drive(id);

        var offered = ask("rob", "restart it", id.id());
        assertThat(offered).contains("\"parameters\":{", "Say \\\"do it\\\"");
        assertThat(ask("ann", "do it", id.id())).as("an offer to rob").contains("I have offered nothing");

        assertThat(server.system.journal.read(id).getLast().stamped().event())
                .as("kept by the journal, so also after a restart and on other nodes")
                .isInstanceOfSatisfying(
                        Event.Offered.class, offer -> assertThat(offer.to()).isEqualTo("rob"));
        var asked = ask("rob", "yes, do it!", id.id());
        assertThat(asked).contains("asks for compute.restart_service", "in your name; policy and approval decide");
        var number = Pattern.compile("INC-\\d+")
                .matcher(asked)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        var instruction = server.system.desk.find(new IncidentId(number)).orElseThrow();
        assertThat(instruction.opening().by()).isEqualTo(new Actor.Operator("rob"));
        assertThat(instruction.report().text()).contains("compute.restart_service", id.id());
        assertThat(ask("rob", "do it", id.id())).as("once").contains("I have offered nothing");
    }

    private String ask(String who, String words, String incident) {
        return server.as(who)
                .post("/api/v1/chat", "{\"question\":\"" + words + "\",\"incident\":\"" + incident + "\"}")
                .body();
    }
}

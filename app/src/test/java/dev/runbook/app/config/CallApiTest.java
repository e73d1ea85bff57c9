package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.operation.RiskLevel;
import org.junit.jupiter.api.Test;

/// Operations that are asked for over the API.
class CallApiTest {

    private static final TestServer SERVER = TestServer.shared();

    private static Caller.Answer call(String operator, String body) {
        return SERVER.as(operator).post("/api/v1/calls", body);
    }

    @Test
    void whatIsAskedForIsAnIncidentOfItsOwnAndNothingIsDoneYet() {
        var asked = call("rob", """
            {"operation": "compute.restart_service", "parameters": {"host": "web-1", "service": "checkout"},
             "reason": "as agreed"}
            """);

        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.at("/report/text"))
                .startsWith("An operator asked for compute.restart_service")
                .endsWith("as agreed");
        assertThat(asked.at("/phase")).isEqualTo("investigating");
        assertThat(asked.json().at("/executions").size()).isZero();
    }

    @Test
    void whoMayOnlyLookMayNotAsk() {
        assertThat(call("eve", "{\"operation\": \"chat.post_message\"}").status())
                .isEqualTo(403);
    }

    @Test
    void whatCannotBeAskedForIsNamed() {
        assertThat(call("rob", "{\"operation\": \"compute.explode\"}").body()).contains("compute.explode");
        assertThat(call("rob", "{\"operation\": \"compute.reboot_host\", \"parameters\": {\"hots\": \"a\"}}")
                        .status())
                .isEqualTo(422);
        assertThat(call("rob", "{\"operation\": \"compute.get_resources\"}").body())
                .contains("only looks");
    }

    @Test
    void aPostMortemIsAttachedAsAnIncidentOfItsOwnAndItsIncidentSaysSo() {
        var id = SERVER.system.waitingFor(RiskLevel.HIGH, "rob");
        var attach = "/api/v1/incidents/" + id + "/post-mortem/attachments";
        var ticket = "{\"where\": \"issue_tracking\", \"ticket\": \"OPS-12\"}";
        assertThat(SERVER.as("rob").post(attach, ticket).status()).isEqualTo(404);
        SERVER.as("ann").post("/api/v1/incidents/" + id + "/approvals/ap-1", "{\"decision\": \"deny\"}");
        SERVER.system.drive(id);

        var asked = SERVER.as("rob").post(attach, ticket);

        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.at("/report/text")).startsWith("An operator asked to attach the post-mortem to OPS-12");
        assertThat(asked.at("/report/service")).isEqualTo("checkout");
        assertThat(SERVER.as("rob").get("/api/v1/incidents/" + id + "/timeline").body())
                .contains("attaches the post-mortem to OPS-12; that is " + asked.at("/id"));
        assertThat(SERVER.as("rob")
                        .post(attach, "{\"where\": \"moon\", \"ticket\": \"1\"}")
                        .body())
                .contains("ticketing, issue_tracking");
    }
}

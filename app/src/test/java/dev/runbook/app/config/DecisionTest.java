package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.RiskLevel;
import org.junit.jupiter.api.Test;

/// Decisions that come in over the API.
class DecisionTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final SmallSystem SYSTEM = SERVER.system;

    private static String incident(IncidentId id) {
        return "/api/v1/incidents/" + id;
    }

    private static Caller.Answer approve(String operator, IncidentId id) {
        var hash = SERVER.as(operator).get(incident(id)).at("/openRequest/planHash");
        return decide(operator, id, "approve", hash);
    }

    private static Caller.Answer decide(String operator, IncidentId id, String decision, String hash) {
        return SERVER.as(operator)
                .post(
                        incident(id) + "/approvals/ap-1",
                        "{\"decision\": \"%s\", \"planHash\": \"%s\", \"reason\": \"because\"}"
                                .formatted(decision, hash));
    }

    @Test
    void anApprovedActionRunsAndIsVerified() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");

        var approved = approve("ann", id);
        SYSTEM.driveThroughTimers(id);

        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.at("/phase")).isEqualTo("cleared");
        var end = SERVER.as("eve").get(incident(id));
        assertThat(end.at("/phase")).isEqualTo("resolved");
        assertThat(end.at("/requests/0/state")).isEqualTo("cleared");
        assertThat(end.at("/requests/0/approvals/0/by")).isEqualTo("ann");
        assertThat(end.at("/executions/0/state")).isEqualTo("succeeded");
        assertThat(end.json().at("/verifications/0/confirmed").asBoolean()).isTrue();
        assertThat(end.at("/outcome/kind")).isEqualTo("resolved");
        assertThat(end.at("/postMortem")).startsWith("# " + id);
        assertThat(end.json().at("/stages").findValuesAsString("state")).containsOnly("done");
    }

    @Test
    void aCriticalActionTakesTwoOperatorsWhoDidNotAsk() {
        var id = SYSTEM.waitingFor(RiskLevel.CRITICAL, "ann");

        assertThat(approve("ann", id).at("/type")).isEqualTo("urn:runbook:problem:requester-may-not-approve");
        assertThat(approve("bob", id).at("/openRequest/missingApprovals")).isEqualTo("1");
        assertThat(approve("bob", id).at("/type")).isEqualTo("urn:runbook:problem:already-approved");
        assertThat(SYSTEM.worlds.of(id).ledger())
                .noneMatch(e -> e.operation().method().equals("restart_service"));
    }

    @Test
    void anApprovalOfAnotherPlanDoesNotCount() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");

        var answer = decide("ann", id, "approve", "0".repeat(64));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/type")).isEqualTo("urn:runbook:problem:stale-plan");
    }

    @Test
    void anApprovalNamesItsPlan() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");

        assertThat(decide("ann", id, "approve", "").status()).isEqualTo(422);
        assertThat(decide("ann", id, "maybe", "").at("/detail")).contains("approve, deny or veto");
    }

    @Test
    void aClosedRequestTakesNoDecision() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        decide("ann", id, "deny", "");

        var late = decide("bob", id, "approve", "0".repeat(64));

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.at("/type")).isEqualTo("urn:runbook:problem:request-closed");
        assertThat(SERVER.as("bob")
                        .post(incident(id) + "/approvals/ap-7", "{\"decision\": \"deny\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aVetoStopsWhatWouldHaveRunByItself() {
        var id = SYSTEM.waitingFor(RiskLevel.MEDIUM, "rob");
        assertThat(SERVER.as("ann").get(incident(id)).at("/openRequest/gate/kind"))
                .isEqualTo("unless_vetoed");

        var vetoed = decide("ann", id, "veto", "");

        assertThat(vetoed.at("/phase")).isEqualTo("escalated");
        assertThat(vetoed.at("/requests/0/state")).isEqualTo("vetoed");
    }

    @Test
    void anEscalatedIncidentIsResolvedAndClosedByHand() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var rob = SERVER.as("rob");
        assertThat(rob.post(incident(id) + "/resolve", "{\"how\": \"by hand\"}").at("/type"))
                .isEqualTo("urn:runbook:problem:wrong-phase");
        decide("ann", id, "deny", "");

        var resolved = rob.post(incident(id) + "/resolve", "{\"how\": \"by hand\"}");
        var closed = rob.post(incident(id) + "/close", "{\"note\": \"done\"}");

        assertThat(resolved.at("/outcome/reason")).isEqualTo("rob: by hand");
        assertThat(closed.at("/phase")).isEqualTo("closed");
    }

    @Test
    void aRemarkStandsInTheTimelineWithItsAuthor() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");

        SERVER.as("rob").post(incident(id) + "/comments", "{\"text\": \"I look at it\"}");

        var last = SERVER.as("eve").get(incident(id) + "/timeline").json().values().stream()
                .reduce((_, entry) -> entry)
                .orElseThrow();
        assertThat(last.at("/type").asString()).isEqualTo("commented");
        assertThat(last.at("/actor/name").asString()).isEqualTo("rob");
        assertThat(last.at("/sentence").asString()).contains("I look at it");
        assertThat(last.at("/data/text").asString()).isEqualTo("I look at it");
    }

    @Test
    void whoKnowsBetterCorrectsWhatItIsAndIsAskedAnew() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var correct = "/api/v1/incidents/" + id + "/corrections";

        assertThat(SERVER.as("rob").post(correct, "{\"severity\": \"low\"}").status())
                .isEqualTo(403);
        assertThat(SERVER.as("ann").post(correct, "{\"reason\": \"so\"}").status())
                .isEqualTo(422);
        assertThat(SERVER.as("ann").post(correct, "{\"runbook\": \"none\"}").body())
                .contains("/api/v1/runbooks");
        var corrected = SERVER.as("ann")
                .post(correct, "{\"category\": \"database\", \"severity\": \"critical\", \"reason\": \"no sales\"}");

        assertThat(corrected.status()).isEqualTo(200);
        assertThat(corrected.at("/severity")).isEqualTo("critical");
        assertThat(corrected.at("/category")).isEqualTo("database");
        assertThat(SERVER.as("rob").get("/api/v1/incidents/" + id + "/timeline").body())
                .contains("ann says that it is database, severity critical: no sales");
        SYSTEM.drive(id);
        assertThat(SERVER.as("ann").get("/api/v1/incidents/" + id).at("/openRequest/id"))
                .isEqualTo("ap-2");
    }
}

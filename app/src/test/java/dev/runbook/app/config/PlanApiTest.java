package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.operation.RiskLevel;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Plans that are asked for over the API.
class PlanApiTest {

    private static final TestServer SERVER = TestServer.shared();

    private static final String RUNBOOK = """
            name: Another way
            severity: high
            steps:
              - id: restart
                action: execute
                integration: compute
                method: restart_service
                params: {host: web-1, service: checkout}
            """;

    private static String body(String text) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("file", "another.yaml")
                .put("text", text)
                .toString();
    }

    @Test
    void aPlanForAnIncidentChangesNothing() {
        var id = SERVER.system.waitingFor(RiskLevel.HIGH, "rob");
        var before = SERVER.system.incident(id);

        var plan = SERVER.as("rob").post("/api/v1/incidents/" + id + "/plan", body(RUNBOOK));

        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.at("/runbook")).isEqualTo("another");
        assertThat(plan.at("/steps/0/fate")).isEqualTo("runs");
        assertThat(plan.at("/steps/0/approval/gate/kind")).isEqualTo("unless_vetoed");
        assertThat(plan.at("/steps/0/approval/rules/0")).isEqualTo("medium risk runs unless vetoed");
        assertThat(SERVER.system.incident(id)).isEqualTo(before);
    }

    @Test
    void aRunbookWithAnErrorIsRefusedWithItsPlace() {
        var id = SERVER.system.waitingFor(RiskLevel.HIGH, "rob");

        var refused = SERVER.as("rob")
                .post("/api/v1/incidents/" + id + "/plan", body(RUNBOOK.replace("restart_s", "restrt_s")));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("another.yaml:7:13").contains("restrt_service");
    }

    @Test
    void whoMayOnlyLookMayNotPlan() {
        var id = SERVER.system.waitingFor(RiskLevel.HIGH, "rob");

        assertThat(SERVER.as("eve")
                        .post("/api/v1/incidents/" + id + "/plan", body(RUNBOOK))
                        .status())
                .isEqualTo(403);
    }
}

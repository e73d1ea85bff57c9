package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.core.operation.RiskLevel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The kill switch over the API and on the page.
class KillSwitchTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final SmallSystem SYSTEM = SERVER.system;
    private static final String SWITCH = "/api/v1/kill-switch";

    @AfterEach
    void resume() {
        SERVER.as("ann").post(SWITCH + "/resume", "{}");
    }

    @Test
    void whatIsApprovedWhileEverythingIsStoppedIsHeldUntilItIsResumed() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var stopped = SERVER.as("rob").post(SWITCH + "/stop", "{\"reason\": \"the network is on fire\"}");
        assertThat(stopped.status()).isEqualTo(200);
        assertThat(stopped.at("/stopped")).isEqualTo("true");
        assertThat(stopped.at("/by")).isEqualTo("rob");

        var path = "/api/v1/incidents/" + id;
        var hash = SERVER.as("ann").get(path).at("/openRequest/planHash");
        SERVER.as("ann")
                .post(path + "/approvals/ap-1", "{\"decision\": \"approve\", \"planHash\": \"%s\"}".formatted(hash));
        SYSTEM.drive(id);

        var held = SERVER.as("eve").get(path);
        assertThat(held.at("/phase")).isEqualTo("held");
        assertThat(held.at("/waitingFor")).contains("rob stopped all execution", "the network is on fire");
        assertThat(SERVER.as("eve").get(path + "/timeline").body()).contains("\"rule\":\"stopped\"");

        assertThat(SERVER.as("ann").post(SWITCH + "/resume", "{}").at("/stopped"))
                .isEqualTo("false");
        SYSTEM.clock.advance(Duration.ofMinutes(1));
        SYSTEM.driveThroughTimers(id);
        assertThat(SERVER.as("eve").get(path).at("/phase")).isEqualTo("resolved");
    }

    @Test
    void stoppingTakesAReason() {
        var answer = SERVER.as("rob").post(SWITCH + "/stop", "{\"reason\": \" \"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(SERVER.as("eve").get(SWITCH).at("/stopped")).isEqualTo("false");
    }

    @Test
    void whoMayOnlyRespondCannotResume() {
        SERVER.as("rob").post(SWITCH + "/stop", "{\"reason\": \"enough\"}");

        assertThat(SERVER.as("rob").post(SWITCH + "/resume", "{}").status()).isEqualTo(403);
        assertThat(SERVER.as("eve")
                        .post(SWITCH + "/stop", "{\"reason\": \"me\"}")
                        .status())
                .isEqualTo(403);
    }
}

package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.operation.RiskLevel;
import org.junit.jupiter.api.Test;

/// The REST API on the real server.
class ApiTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final String API = "/api/v1";

    private final Caller ann = SERVER.as("ann");

    @Test
    void aReportBecomesAnIncidentWithAnAddress() {
        var answer = ann.post(API + "/incidents", """
                {"text": "checkout is slow", "host": "web-1", "labels": {"team": "shop"}}""");

        assertThat(answer.status()).isEqualTo(201);
        var id = answer.at("/id");
        assertThat(answer.header("Location")).isEqualTo(API + "/incidents/" + id);
        assertThat(answer.at("/phase")).isEqualTo("reported");
        assertThat(answer.at("/reportedBy")).isEqualTo("ann");
        assertThat(answer.at("/report/labels/team")).isEqualTo("shop");
        assertThat(ann.get(answer.header("Location")).at("/title")).isEqualTo("checkout is slow");
    }

    @Test
    void anIncidentThatWaitsShowsTheExactDecisionAndWhy() {
        var id = SERVER.system.waitingFor(RiskLevel.HIGH, "rob");

        var incident = ann.get(API + "/incidents/" + id);

        assertThat(incident.status()).isEqualTo(200);
        assertThat(incident.at("/phase")).isEqualTo("awaiting_approval");
        var open = "/openRequest";
        assertThat(incident.at(open + "/id")).isEqualTo("ap-1");
        assertThat(incident.at(open + "/plan/operation")).isEqualTo("compute.restart_service");
        assertThat(incident.at(open + "/plan/parameters/service")).isEqualTo("checkout");
        assertThat(incident.at(open + "/planHash")).hasSize(64);
        assertThat(incident.at(open + "/reasons/0")).isEqualTo("high risk needs one operator");
        assertThat(incident.at(open + "/expectedEffect")).isEqualTo("the metrics go back");
        assertThat(incident.json().at(open + "/secondsLeft").asLong()).isEqualTo(3600);
        assertThat(incident.json().at("/diagnosis/hypotheses/0/supportedBy").isEmpty())
                .isFalse();
        assertThat(incident.json().at("/stages").findValuesAsString("state"))
                .containsExactly("done", "done", "done", "done", "current", "to_come", "to_come", "to_come");
    }

    @Test
    void aServerThatCannotWriteSaysSoToEverybody() {
        assertThat(SERVER.caller().get(API + "/health").at("/status")).isEqualTo("up");
        SERVER.system.journal.breakDown(true);
        try {
            var health = SERVER.caller().get(API + "/health");

            assertThat(health.status()).isEqualTo(200);
            assertThat(health.at("/status")).isEqualTo("degraded");
            assertThat(health.at("/problems/0")).contains("cannot be written to");
        } finally {
            SERVER.system.journal.breakDown(false);
        }
    }
}

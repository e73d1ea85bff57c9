package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import org.junit.jupiter.api.Test;

/// Alerts from the socket to the journal, and back to the lists.
class AlertApiTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final String PATH = "/api/v1/alerts";

    private static Caller.Answer send(String body) {
        return SERVER.as("ann").post(PATH, body);
    }

    @Test
    void anAlertOpensAnIncidentAndTheNextOnesOfItsServiceJoin() {
        var first = send("{\"name\": \"HighCpu\", \"service\": \"pay-api\", \"severity\": \"high\", \"key\": \"c1\"}");
        var again = send("{\"name\": \"HighCpu\", \"service\": \"pay-api\", \"severity\": \"high\", \"key\": \"c2\"}");
        var other = send("{\"name\": \"HighLatency\", \"service\": \"pay-api\"}");

        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(first.at("/fate")).isEqualTo("opened");
        assertThat(again.at("/fate")).isEqualTo("deduplicated");
        assertThat(other.at("/fate")).isEqualTo("correlated");
        assertThat(other.at("/incident")).isEqualTo(first.at("/incident"));
        var entries = SERVER.system.journal.read(new IncidentId(first.at("/incident")));
        assertThat(entries.getFirst().stamped().actor()).isEqualTo(new Actor.Operator("ann"));
        assertThat(entries.getLast().stamped().event()).isInstanceOf(Event.AlertJoined.class);
        var listed = SERVER.as("eve").get(PATH + "?q=pay-api&fate=correlated");
        assertThat(listed.json().path("total").asInt()).as(listed.body()).isOne();
        assertThat(listed.at("/items/0/because")).isEqualTo("it is about pay-api, too");
    }

    @Test
    void theSameRequestSentAgainIsNotCounted() {
        var body = "{\"name\": \"DiskFull\", \"host\": \"db-77\"}";

        assertThat(send(body).json().path("counted").asBoolean()).isTrue();
        assertThat(send(body).json().path("counted").asBoolean()).isFalse();
    }

    @Test
    void theEndOfAnAlertIsNotedOnItsIncident() {
        var first = send("{\"name\": \"DiskFull\", \"host\": \"db-78\"}");

        var over = send("{\"name\": \"DiskFull\", \"host\": \"db-78\", \"status\": \"resolved\"}");

        assertThat(over.at("/fate")).isEqualTo("ended");
        assertThat(over.at("/incident")).isEqualTo(first.at("/incident"));
        assertThat(send("{\"name\": \"Nothing\", \"host\": \"db-79\", \"status\": \"resolved\"}")
                        .at("/fate"))
                .isEqualTo("unknown");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        var wrong = send("{\"severity\": \"huge\", \"status\": \"maybe\"}");

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("name", "severity", "status");
        assertThat(SERVER.as("ann").get(PATH + "?fate=lost&limit=0").status()).isEqualTo(422);
    }
}

package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// A webhook from the socket to the journal.
class WebhookTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final String PATH = "/api/v1/webhooks/generic";

    private static Caller.Answer send(String body, String secret) {
        var seconds = Long.toString(SERVER.system.clock.instant().getEpochSecond());
        return SERVER.caller()
                .with("X-Runbook-Timestamp", seconds)
                .with("X-Runbook-Signature", "v1=" + hmac(secret, seconds + "." + body))
                .post(PATH, body);
    }

    private static String hmac(String secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSignalIsInTheJournalBeforeItIsAnsweredAndOnlyOnce() {
        var body = "{\"key\": \"disk-1\", \"title\": \"disk full\", \"host\": \"db-1\", \"severity\": \"high\"}";

        var first = send(body, SmallSystem.WEBHOOK_SECRET);
        var again = send(body, SmallSystem.WEBHOOK_SECRET);

        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(first.json().path("begun").asInt()).isOne();
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("begun").asInt()).isZero();
        assertThat(again.at("/incidents/0")).isEqualTo(first.at("/incidents/0"));
        var entries = SERVER.system.journal.read(new IncidentId(first.at("/incidents/0")));
        assertThat(entries.getFirst().stamped().actor()).isEqualTo(new Actor.Source("generic"));
    }

    @Test
    void whatDoesNotProveItselfIsRefusedAndLearnsNoMore() {
        var refused = send("{\"key\": \"disk-2\", \"title\": \"disk full\"}", "another secret");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).doesNotContain("signature", SmallSystem.WEBHOOK_SECRET);
    }

    @Test
    void whatIsOverBeginsNothing() {
        var over = send("{\"key\": \"d\", \"title\": \"t\", \"status\": \"resolved\"}", SmallSystem.WEBHOOK_SECRET);

        assertThat(over.status()).isEqualTo(200);
        assertThat(over.at("/note")).isEqualTo("nothing of it fires, and it is of no incident here");
    }

    @Test
    void thatAnAlertIsOverIsNotedOnItsIncidentOnce() {
        var began = send("{\"key\": \"disk-9\", \"title\": \"disk full\"}", SmallSystem.WEBHOOK_SECRET);
        var over = "{\"key\": \"disk-9\", \"title\": \"disk full\", \"status\": \"resolved\"}";

        var first = send(over, SmallSystem.WEBHOOK_SECRET);
        var again = send(over, SmallSystem.WEBHOOK_SECRET);

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.at("/incidents/0")).isEqualTo(began.at("/incidents/0"));
        assertThat(again.body()).isEqualTo(first.body());
        var said = SERVER.system.journal.read(new IncidentId(began.at("/incidents/0"))).stream()
                .map(entry -> entry.stamped())
                .filter(one -> one.event() instanceof Event.AlertEnded)
                .toList();
        assertThat(said).singleElement().satisfies(one -> {
            assertThat(one.actor()).isEqualTo(new Actor.Source("generic"));
            assertThat(one.event())
                    .isInstanceOfSatisfying(
                            Event.AlertEnded.class,
                            ended -> assertThat(ended.alert().name()).isEqualTo("disk full"));
        });
    }

    @Test
    void whatCannotBeReadSaysWhatItLacks() {
        var wrong = send("{\"key\": \"disk-3\"}", SmallSystem.WEBHOOK_SECRET);

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.at("/detail")).contains("title");
    }

    @Test
    void aWebhookThatIsNotConfiguredDoesNotExist() {
        assertThat(SERVER.caller().post("/api/v1/webhooks/pagerduty", "{}").status())
                .isEqualTo(404);
    }
}

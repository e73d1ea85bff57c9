package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.web.SmallSystem;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.integrations.inbound.SlackReplies;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// What people do in Slack, from the socket to the journal.
class SlackTest {

    private static final TestServer SERVER = TestServer.shared();
    private static final SmallSystem SYSTEM = SERVER.system;

    private static Caller.Answer send(String form) {
        return send(form, SYSTEM.clock.instant(), SmallSystem.WEBHOOK_SECRET);
    }

    private static Caller.Answer send(String form, Instant at, String secret) {
        var seconds = Long.toString(at.getEpochSecond());
        return SERVER.caller()
                .with("X-Slack-Request-Timestamp", seconds)
                .with("X-Slack-Signature", "v0=" + hmac(secret, "v0:" + seconds + ":" + form))
                .submit("/api/v1/webhooks/slack", form);
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

    /// A button under the notice of the request that is open now.
    private static String pressed(String user, String decision, IncidentId id) {
        var open = SERVER.as("ann").get("/api/v1/incidents/" + id);
        return pressed(user, decision, id, open.at("/openRequest/id"), open.at("/openRequest/planHash"));
    }

    private static String pressed(String user, String decision, IncidentId id, String request, String plan) {
        var payload = """
            {"type": "block_actions", "user": {"id": "%s", "username": "x"}, "trigger_id": "12.34",
             "response_url": "https://hooks.slack.com/actions/T1/2/abc", "channel": {"id": "C1"},
             "message": {"type": "message", "text": "restart &lt;it&gt;?", "ts": "1.2"},
             "actions": [{"type": "button", "block_id": "runbook_decision", "action_id": "runbook_%s",
               "value": "%s %s %s", "action_ts": "1.2"}]}
            """.formatted(user, decision, id, request, plan);
        return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    }

    private static String phase(IncidentId id) {
        return SERVER.as("ann").get("/api/v1/incidents/" + id).at("/phase");
    }

    @Test
    void anApproverApprovesWhereTheyReadIt() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");

        var answer = send(pressed("UANN", "approve", id));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(phase(id)).isNotEqualTo("awaiting_approval");
        assertThat(SYSTEM.told).anySatisfy(said -> {
            assertThat(said.to()).isEqualTo(SlackReplies.To.INSTEAD);
            assertThat(said.text()).startsWith("restart &lt;it&gt;?\nann: approve " + id);
        });
    }

    @Test
    void whoeverMayNotDecideDecidesNothing() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");

        send(pressed("UEVE", "approve", id));
        send(pressed("USTRANGER", "approve", id));

        assertThat(phase(id)).isEqualTo("awaiting_approval");
        assertThat(SYSTEM.told)
                .contains(new SlackReplies.Said("eve lacks the role approver.", SlackReplies.To.PRESSER))
                .anyMatch(said -> said.to() == SlackReplies.To.PRESSER
                        && said.text().contains("USTRANGER=YOUR-NAME to SLACK_OPERATORS"));
    }

    @Test
    void aPlanThatIsNotTheOneUnderTheButtonIsNotApproved() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var request = SERVER.as("ann").get("/api/v1/incidents/" + id).at("/openRequest/id");

        send(pressed("UANN", "approve", id, request, "0".repeat(64)));

        assertThat(phase(id)).isEqualTo("awaiting_approval");
        assertThat(SYSTEM.told)
                .anyMatch(said -> said.to() == SlackReplies.To.PRESSER
                        && said.text().startsWith("approve " + id + " does not count"));
    }

    @Test
    void aButtonThatComesTooLateGivesWayToTheOutcome() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var form = pressed("UANN", "deny", id);

        send(form);
        send(form);

        assertThat(SYSTEM.told)
                .anyMatch(said ->
                        said.to() == SlackReplies.To.INSTEAD && said.text().contains("deny " + id + " does not count"));
    }

    @Test
    void theFirstOfTwoApprovalsLeavesTheButtons() {
        var id = SYSTEM.waitingFor(RiskLevel.CRITICAL, "rob");

        send(pressed("UANN", "approve", id));

        assertThat(phase(id)).isEqualTo("awaiting_approval");
        assertThat(SYSTEM.told)
                .anyMatch(said -> said.to() == SlackReplies.To.ALL
                        && said.text().startsWith("ann: approve " + id)
                        && said.text().endsWith("It needs one more approval."));
    }

    @Test
    void anApproverApprovesByACommand() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var command = "command=%2Frunbook&text=approve+" + id + "&user_id=";

        assertThat(send(command + "UEVE").at("/text")).isEqualTo("eve lacks the role approver.");
        assertThat(phase(id)).isEqualTo("awaiting_approval");
        assertThat(send(command + "UANN").at("/text"))
                .startsWith("approve " + id)
                .contains("is noted");
        assertThat(phase(id)).isNotEqualTo("awaiting_approval");
        assertThat(send(command + "UANN").at("/text")).isEqualTo(id + " waits for no decision.");
        assertThat(send(command.replace(id.id(), "INC-none") + "UANN").at("/text"))
                .contains("does not count");
    }

    @Test
    void whatSlackDidNotSignIsRefused() {
        var id = SYSTEM.waitingFor(RiskLevel.HIGH, "rob");
        var form = pressed("UANN", "approve", id);
        var now = SYSTEM.clock.instant();

        assertThat(send(form, now, "another secret").status()).isEqualTo(401);
        assertThat(send(form, now.minus(Duration.ofMinutes(6)), SmallSystem.WEBHOOK_SECRET)
                        .status())
                .isEqualTo(401);
        assertThat(phase(id)).isEqualTo("awaiting_approval");
    }

    @Test
    void aCommandReportsAndAsks() {
        var reported = send("command=%2Frunbook&text=report+checkout+is+slow&user_id=UANN");
        var id = reported.at("/text").split(" ", 2)[0];

        assertThat(reported.at("/response_type")).isEqualTo("ephemeral");
        assertThat(id).startsWith("INC-");
        assertThat(send("command=%2Frunbook&text=status+" + id + "&user_id=UEVE")
                        .at("/text"))
                .contains("checkout is slow");
        assertThat(send("command=%2Frunbook&text=report+x&user_id=UEVE").at("/text"))
                .isEqualTo("eve lacks the role responder.");
        assertThat(send("command=%2Frunbook&text=help&user_id=UANN").at("/text"))
                .contains("/runbook status");
    }
}

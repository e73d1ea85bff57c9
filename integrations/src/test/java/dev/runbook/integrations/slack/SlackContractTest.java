package dev.runbook.integrations.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Observation.CouldNotLook;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.operation.Occurrence.DidNotHappen;
import dev.runbook.core.operation.Occurrence.Happened;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Dialect;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.stub.LiveContract;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlackContractTest extends LiveContract {

    static final String TOKEN = "xoxb-53cret-T0ken";

    private int channels = 1;

    @Override
    protected VendorStub stub() {
        return new SlackStub(BODY, channels);
    }

    @Override
    protected Map<String, String> variables(String url) {
        return Map.of("SLACK_BASE_URL", url, "SLACK_BOT_TOKEN", TOKEN);
    }

    @Override
    protected Integration client(Variables variables, Outside outside) {
        return Slack.create(variables, outside);
    }

    @Override
    protected Map<String, Value.Fields> good() {
        return Map.of(
                "chat.get_messages", Value.fields("channel", "#ops", "limit", 10),
                "chat.update_message", Value.fields("channel", "#ops", "ts", "1762160000.000200", "text", "it <works>"),
                "chat.upload_file",
                        Value.fields(
                                "channel", "#ops", "name", "log.txt", "text", "größer", "thread", "1762160000.000200"),
                "chat.post_message", Value.fields("channel", "#ops", "text", "hello <!channel>"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(TOKEN);
    }

    @Override
    protected List<String> forgotten() {
        return List.of("chat.upload_file");
    }

    @Test
    void aQuestionComesWithAButtonForEachAnswer() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var card = Value.fields("incident", "INC-1", "request", "A1", "plan", "ab", "runs_unless_vetoed", false);
        var message = Value.fields("channel", "C001", "text", "restart <it>?", "card", card);

        assertThat(stage.act("chat.post_message", message, "key-1")).isInstanceOf(Outcome.Done.class);
        assertThat(stage.stub.seen().getLast().body())
                .contains(
                        "\"action_id\":\"runbook_approve\"",
                        "\"action_id\":\"runbook_deny\"",
                        "\"value\":\"INC-1 A1 ab\"",
                        "\"text\":\"restart &lt;it&gt;?\"");
    }

    @Test
    void anAnswerGoesIntoItsThread() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var answer = Value.fields("channel", "C001", "text", "on it", "thread", "1762160000.000200");

        assertThat(stage.act("chat.post_message", answer, "key-1")).isInstanceOf(Outcome.Done.class);
        assertThat(stage.stub.seen().getLast().body()).contains("\"thread_ts\":\"1762160000.000200\"");
    }

    @Test
    void theSameKeyAnswersOnceInAThread() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var answer = Value.fields("channel", "C001", "text", "on it", "thread", "1762160000.000200");

        var first = stage.act("chat.post_message", answer, "key-1");
        var second = stage.act("chat.post_message", answer, "key-1");

        assertThat(first).isInstanceOf(Outcome.Done.class);
        assertThat(second).isEqualTo(first);
        assertThat(((SlackStub) stage.stub).counts()).containsExactly(2L, 1L);
    }

    @Test
    void aDocumentIsShownAsMarkdownWithinSlacksLimitAndWakesNobody() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var document = "# What happened\n\n<!channel> `a < b`\n" + "x".repeat(12_000);
        var message = Value.fields("channel", "C001", "text", "Post-mortem", "document", document);

        assertThat(stage.act("chat.post_message", message, "key-1")).isInstanceOf(Outcome.Done.class);
        assertThat(stage.stub.seen().getLast().body())
                .contains("\"type\":\"markdown\"", "`a < b`", "(cut)")
                .doesNotContain("<!channel>");
    }

    @Test
    void aMessageThatIsChangedLosesItsButtons() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var change = Value.fields("channel", "C001", "ts", "1762160000.000200", "text", "approved by <ann>");

        assertThat(stage.act("chat.update_message", change, "k")).isInstanceOf(Outcome.Done.class);
        assertThat(stage.stub.seen().getLast().body())
                .contains("\"blocks\":[{\"text\":{\"text\":\"approved by &lt;ann&gt;\",\"type\":\"mrkdwn\"}");
    }

    @Test
    void aMessageInAThreadIsFoundWhenItsChangeWasLost() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var answer = Value.fields("channel", "C001", "text", "restart it?", "thread", "1762160000.000200");
        var posted = (Outcome.Done) stage.act("chat.post_message", answer, "k");
        var ts = ((Value.Fields) posted.result()).get("ts").orElseThrow();
        var change = Value.fields("channel", "C001", "ts", ts, "text", "approved");

        assertThat(stage.occurred("chat.update_message", change, "k2")).isInstanceOf(DidNotHappen.class);
        stage.act("chat.update_message", change, "k2");
        assertThat(stage.occurred("chat.update_message", change, "k2")).isInstanceOf(Happened.class);
    }

    @Test
    void aLongTextIsCutAsSlackCountsItAndNoSignIsCutInTwo() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var card = Value.fields("incident", "INC-1", "request", "A1", "plan", "ab", "runs_unless_vetoed", false);
        var message = Value.fields("channel", "C001", "text", "x" + "<".repeat(30_000), "card", card);

        assertThat(stage.act("chat.post_message", message, "k")).isInstanceOf(Outcome.Done.class);
        assertThat(Slack.escaped("ab<<<", 9)).isEqualTo("ab&lt;...");
        assertThat(Slack.escaped("ab<<<", 10)).isEqualTo("ab&lt;...");
        assertThat(Slack.escaped("ab<<<", 14)).isEqualTo("ab&lt;&lt;&lt;");
    }

    @Test
    void theBaseMayBeGivenWithThePathOfTheMethods() throws InterruptedException {
        var base = stage(Mood.WELL);
        var stage = stage(Map.of("SLACK_BASE_URL", base.stub.url() + "/api/"));

        assertThat(stage.ask("chat.get_messages", Value.fields("channel", "C001")))
                .isInstanceOf(Found.class);
    }

    @Test
    void aFileIsSentWithoutTheToken() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var file = Value.fields("channel", "C001", "name", "log.txt", "text", "one");

        assertThat(stage.act("chat.upload_file", file, "key-1")).isInstanceOf(Outcome.Done.class);
        assertThat(stage.stub.seen())
                .filteredOn(seen -> seen.path().startsWith("/upload"))
                .allSatisfy(seen -> assertThat(seen.headers()).doesNotContainKey("Authorization"));
    }

    @Test
    void messagesComeNewestLastAsTheyWereWritten() throws InterruptedException {
        var found = (Found) stage(Mood.WELL).ask("chat.get_messages", Value.fields("channel", "C001"));

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(
                        Value.fields("author", "U2", "text", "older", "ts", "1762150000.000100"),
                        Value.fields("author", "U1", "text", "it <hangs>", "ts", "1762160000.000200"))));
    }

    @Test
    void aChannelIsFoundByItsNameOnALaterPageAndRemembered() throws InterruptedException {
        channels = 5;
        var stage = stage(Mood.WELL);
        stage.ask("chat.get_messages", Value.fields("channel", "ops"));
        stage.ask("chat.get_messages", Value.fields("channel", "#ops"));

        assertThat(stage.stub.seen().stream().map(VendorStub.Seen::path))
                .containsExactly(
                        "/api/conversations.list",
                        "/api/conversations.list",
                        "/api/conversations.list",
                        "/api/conversations.history",
                        "/api/conversations.history");
    }

    @Test
    void whatIsPostedWakesNobodyByAccident() throws InterruptedException {
        var stage = stage(Mood.WELL);
        stage.act("chat.post_message", Value.fields("channel", "#ops", "text", "<!channel> & co"), "key-1");

        assertThat(stage.stub.seen().getLast().body()).contains("\"text\":\"&lt;!channel&gt; &amp; co\"");
    }

    @Test
    void theSameKeyPostsOnce() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var message = Value.fields("channel", "#ops", "text", "hello");

        var first = stage.act("chat.post_message", message, "key-1");
        var second = stage.act("chat.post_message", message, "key-1");

        assertThat(first).isInstanceOf(Outcome.Done.class);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void whatSlackRefusesWithAStatusOf200IsNotDelivered() throws InterruptedException {
        assertThat(stage(Mood.WELL).act("chat.post_message", Value.fields("channel", "#nowhere", "text", "hello"), "k"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("slack has no channel '#nowhere'"));
    }

    @Test
    void aChannelThatIsNotThereIsNamed() throws InterruptedException {
        assertThat(stage(Mood.WELL).ask("chat.get_messages", Value.fields("channel", "#nowhere")))
                .isEqualTo(new CouldNotLook(
                        "slack has no channel '#nowhere', or our app is not in it; invite the app, or give the"
                                + " channel's id",
                        false));
    }

    @Test
    void theComplaintNamesTheScopeThatIsMissing() {
        var answer = new dev.runbook.integrations.edge.Answer(
                200,
                Map.of(),
                "{}",
                tools.jackson.databind.json.JsonMapper.shared()
                        .readTree("{\"ok\": false, \"error\": \"missing_scope\", \"needed\": \"chat:write\"}"));

        assertThat(new SlackDialect(Map.of()).complaint(answer))
                .isEqualTo(new Dialect.Complaint("missing_scope", "missing_scope, needs chat:write"));
    }
}

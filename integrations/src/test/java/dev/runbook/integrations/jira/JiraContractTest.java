package dev.runbook.integrations.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.evidence.Observation.Found;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.stub.LiveContract;
import dev.runbook.integrations.stub.VendorStub;
import dev.runbook.integrations.stub.VendorStub.Mood;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JiraContractTest extends LiveContract {

    private static final String TOKEN = "53cretToken";

    private int issues = 3;

    @Override
    protected VendorStub stub() {
        return new JiraStub(BODY, issues, 2);
    }

    @Override
    protected Map<String, String> variables(String url) {
        return Map.of(
                "JIRA_BASE_URL", url,
                "JIRA_EMAIL", "ops@example.com",
                "JIRA_API_TOKEN", TOKEN,
                "JIRA_PROJECT", "OPS",
                "JIRA_DEPLOYMENTS", "project = REL AND issuetype = Release");
    }

    @Override
    protected Integration client(Variables variables, Outside outside) {
        return Jira.create(variables, outside);
    }

    @Override
    protected Map<String, Value.Fields> good() {
        return Map.of(
                "deployments.get_recent_deployments", Value.fields("service", "checkout"),
                "issue_tracking.search_issues", Value.fields("query", "checkout alert"),
                "issue_tracking.create_issue", Value.fields("summary", "follow\nup", "description", "# Why\n\n- one"),
                "issue_tracking.transition_issue", Value.fields("issue", "OPS-1", "status", "done"),
                "issue_tracking.link_issues", Value.fields("issue", "OPS-1", "other", "OPS-2"),
                "issue_tracking.add_comment", Value.fields("issue", "OPS-1", "text", "done"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(TOKEN, "b3BzQGV4YW1wbGUuY29tOjUzY3JldFRva2Vu");
    }

    @Test
    void issuesAreReadPageByPage() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var found = (Found) stage.ask("issue_tracking.search_issues", Value.fields("query", "alert \"; DROP"));

        assertThat(((Value.Items) found.output()).items()).hasSize(3);
        assertThat(((Value.Items) found.output()).items().getFirst())
                .isEqualTo(Value.fields(
                        "key", "OPS-1",
                        "summary", "checkout alert 1",
                        "status", "to do",
                        "created", "2025-11-01T09:00:00Z"));
        assertThat(stage.stub.seen())
                .extracting(seen -> seen.parameter("jql").orElse(""))
                .containsOnly("project = \"OPS\" AND text ~ \"alert\" AND text ~ \"DROP\" ORDER BY created DESC");
    }

    @Test
    void aLimitThatIsReachedIsNoGap() throws InterruptedException {
        issues = 30;
        var found = (Found)
                stage(Mood.WELL).ask("issue_tracking.search_issues", Value.fields("query", "alert", "limit", 4));

        assertThat(((Value.Items) found.output()).items()).hasSize(4);
        assertThat(found.gaps()).isEmpty();
    }

    @Test
    void pagesBeyondTheCapAreAGap() throws InterruptedException {
        issues = 30;
        var found = (Found) stage(Mood.WELL).ask("issue_tracking.search_issues", Value.fields("query", "alert"));

        assertThat(found.gaps()).containsExactly("jira has more than the 6 that were read in 3 pages");
    }

    @Test
    void theSameKeyCreatesOnce() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var first = stage.act("issue_tracking.create_issue", Value.fields("summary", "follow up"), "key-1");

        assertThat(stage.act("issue_tracking.create_issue", Value.fields("summary", "follow up"), "key-1"))
                .isEqualTo(first)
                .isEqualTo(new Outcome.Done(Value.fields("key", "OPS-4", "url", stage.stub.url() + "/browse/OPS-4")));
    }

    @Test
    void aStatusThatTheWorkflowDoesNotLeadToIsRefusedWithThoseItDoes() throws InterruptedException {
        assertThat(stage(Mood.WELL)
                        .act(
                                "issue_tracking.transition_issue",
                                Value.fields("issue", "OPS-1", "status", "Shipped"),
                                "k"))
                .isEqualTo(new Outcome.Refused(
                        "jira's workflow does not lead OPS-1 to 'Shipped' in one step; it leads to In Progress, Done",
                        false));
    }

    @Test
    void textBecomesADocumentAndComesBackOutOfIt() {
        var document = AtlassianDocument.of("# Impact\nslow\nvery\n\n- one\n- two\n```\nx = 1\n```\nend");

        assertThat(Json.write(document))
                .isEqualTo("{\"content\":["
                        + "{\"attrs\":{\"level\":1},\"content\":[{\"text\":\"Impact\",\"type\":\"text\"}],"
                        + "\"type\":\"heading\"},"
                        + "{\"content\":[{\"text\":\"slow\",\"type\":\"text\"},{\"type\":\"hardBreak\"},"
                        + "{\"text\":\"very\",\"type\":\"text\"}],\"type\":\"paragraph\"},"
                        + "{\"content\":["
                        + "{\"content\":[{\"content\":[{\"text\":\"one\",\"type\":\"text\"}],\"type\":\"paragraph\"}],"
                        + "\"type\":\"listItem\"},"
                        + "{\"content\":[{\"content\":[{\"text\":\"two\",\"type\":\"text\"}],\"type\":\"paragraph\"}],"
                        + "\"type\":\"listItem\"}],\"type\":\"bulletList\"},"
                        + "{\"content\":[{\"text\":\"x = 1\",\"type\":\"text\"}],\"type\":\"codeBlock\"},"
                        + "{\"content\":[{\"text\":\"end\",\"type\":\"text\"}],\"type\":\"paragraph\"}],"
                        + "\"type\":\"doc\",\"version\":1}");
        assertThat(AtlassianDocument.textOf(JsonMapper.shared().readTree(Json.write(document))))
                .contains("Impact", "slow", "x = 1", "end");
    }

    @Test
    void issuesThatStandForReleasesAreDeployments() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var found = (Found) stage.ask("deployments.get_recent_deployments", Value.fields("service", "checkout"));

        assertThat(found.output())
                .isEqualTo(Value.of(List.of(Value.fields(
                        "service", "checkout",
                        "version", "2.1",
                        "previous_version", "",
                        "time", "2025-11-03T09:40:00Z",
                        "author", "Dee Ployer",
                        "summary", "REL-7 Release checkout"))));
        assertThat(stage.stub.seen().getLast().parameter("jql"))
                .contains("(project = REL AND issuetype = Release) AND updated >= \"-61m\" ORDER BY updated DESC");
    }

    @Test
    void withoutAQueryThereAreNoDeploymentsInJira() {
        assertThat(stage(Map.of("JIRA_DEPLOYMENTS", " "))
                        .client
                        .offers(dev.runbook.core.operation.OperationName.of("deployments.get_recent_deployments")))
                .isFalse();
        assertThatThrownBy(() -> stage(Map.of("JIRA_DEPLOYMENTS", "issuetype = X ORDER BY created")))
                .hasMessageContaining("JIRA_DEPLOYMENTS");
    }

    @Test
    void aTextThatIsTooLongIsCutAndACommentKeepsItsMark() throws InterruptedException {
        var stage = stage(Mood.WELL);
        var comment = Value.fields("issue", "OPS-1", "text", "x".repeat(40_000));

        assertThat(stage.act("issue_tracking.add_comment", comment, "k")).isInstanceOf(Outcome.Done.class);
        assertThat(stage.occurred("issue_tracking.add_comment", comment, "k"))
                .isInstanceOf(dev.runbook.core.operation.Occurrence.Happened.class);
        assertThat(stage.act(
                        "issue_tracking.create_issue",
                        Value.fields("summary", "s", "description", "line\n".repeat(10_000)),
                        "k"))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aLinkTheOtherWayRoundIsAnotherLink() throws InterruptedException {
        var link = Value.fields("issue", "OPS-1", "other", "OPS-3", "kind", "Blocks");

        assertThat(stage(Mood.WELL).occurred("issue_tracking.link_issues", link, "k"))
                .isInstanceOf(dev.runbook.core.operation.Occurrence.DidNotHappen.class);
    }

    @Test
    void aTableStaysATableWithAHeadWhereItHasOne() {
        var document = AtlassianDocument.of("|  |  |\n| --- | --- |\n| Host | web-1 |\n\n"
                + "| Time | What |\n| --- | --- |\n| 10:00 | load \\> 90 \\| more |\nend");

        assertThat(Json.write(document))
                .contains(row("tableCell", "Host", "web-1"))
                .contains(row("tableHeader", "Time", "What"))
                .contains(row("tableCell", "10:00", "load > 90 | more"))
                .endsWith("{\"content\":[{\"text\":\"end\",\"type\":\"text\"}],\"type\":\"paragraph\"}],"
                        + "\"type\":\"doc\",\"version\":1}");
    }

    private static String row(String type, String... cells) {
        return Stream.of(cells)
                .map(cell -> "{\"content\":[{\"content\":[{\"text\":\"" + cell
                        + "\",\"type\":\"text\"}],\"type\":\"paragraph\"}],\"type\":\"" + type + "\"}")
                .collect(Collectors.joining(",", "{\"content\":[", "],\"type\":\"tableRow\"}"));
    }
}

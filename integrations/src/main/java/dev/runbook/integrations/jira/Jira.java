package dev.runbook.integrations.jira;

import dev.runbook.core.capability.Integration;
import dev.runbook.core.capability.IssueTracking;
import dev.runbook.core.capability.Scope;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers;
import dev.runbook.integrations.edge.Cut;
import dev.runbook.integrations.edge.LiveVendor;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.PartialDeployments;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.registry.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Jira Cloud, live. An issue of ours carries a label made of our idempotency key; a comment carries it in
/// its text.
public final class Jira extends LiveVendor implements IssueTracking, PartialDeployments {

    private static final String KEY = "[A-Z][A-Z0-9_]{0,30}-[1-9]\\d{0,18}";
    private static final String DEPLOYMENTS = "JIRA_DEPLOYMENTS";
    private static final int SUMMARY = 255;

    /// A rich text may hold 32,767 characters; breaks and what parts its blocks may count too.
    private static final int TEXT = 32_000;

    private static final String GOES_ON = "\n\n(cut)";

    private final JiraApi api;
    private final Optional<String> project;
    private final String type;
    private final Optional<String> deployments;

    private Jira(JiraApi api, Optional<String> project, String type, Optional<String> deployments) {
        super(api.http().edge());
        this.api = api;
        this.project = project;
        this.type = type;
        this.deployments = deployments;
    }

    /// Makes the client from the variables that `.env.example` lists.
    public static Integration create(Variables variables, Outside outside) {
        var email = variables.required("JIRA_EMAIL");
        var token = variables.secret("JIRA_API_TOKEN");
        var basic = new Secret("Basic "
                + Base64.getEncoder().encodeToString((email + ":" + token.reveal()).getBytes(StandardCharsets.UTF_8)));
        var http = outside.http(
                outside.edge("jira"),
                variables.url("JIRA_BASE_URL", ""),
                new JiraDialect(Map.of("Authorization", basic)),
                new Scrubber(List.of(token, basic)));
        return new Jira(
                new JiraApi(http),
                variables.optional("JIRA_PROJECT"),
                variables.optional("JIRA_ISSUE_TYPE").orElse("Task"),
                variables.optional(DEPLOYMENTS).map(Jira::condition));
    }

    /// The order and the time are ours.
    private static String condition(String jql) {
        if (jql.toLowerCase(Locale.ROOT).contains("order by"))
            throw new ConfigurationException(
                    DEPLOYMENTS + "=" + jql + " orders what it finds; give the condition alone");
        return jql;
    }

    @Override
    public boolean offers(OperationName operation) {
        return operation.capability() == Capability.DEPLOYMENTS
                ? deployments.isPresent() && operation.method().equals("get_recent_deployments")
                : IssueTracking.super.offers(operation);
    }

    /// Issues that stand for releases, where a team keeps them so. A time in a query would be read in the
    /// zone of the user, so the query counts back from now.
    @Override
    public Observation recentDeployments(Scope scope, Duration timeframe, CallContext context)
            throws InterruptedException {
        return look(context, patience -> {
            var now = edge().clock().instant();
            var from = now.minus(timeframe);
            var lately = "(" + deployments.orElse("") + ") AND updated >= \"-" + (timeframe.toMinutes() + 1) + "m\""
                    + " ORDER BY updated DESC";
            var found = api.releases(lately, patience);
            return Answers.releases(
                    found.items().stream()
                            .filter(release -> !release.at().isBefore(from)
                                    && !release.at().isAfter(now))
                            .filter(release -> concerns(release, scope))
                            .map(release -> new Answers.Release(change(release, scope), ""))
                            .toList(),
                    found.gap());
        });
    }

    private static boolean concerns(JiraApi.Release release, Scope scope) {
        return isEverything(scope)
                || release.places().stream().anyMatch(place -> covers(scope, place))
                || words(release.summary()).stream().anyMatch(word -> covers(scope, word));
    }

    private static boolean isEverything(Scope scope) {
        return scope.host().isEmpty() && scope.service().isEmpty();
    }

    private static boolean covers(Scope scope, String name) {
        return Stream.concat(scope.host().stream(), scope.service().stream()).anyMatch(name::equalsIgnoreCase);
    }

    private static Content.ChangeMade change(JiraApi.Release release, Scope scope) {
        var component = scope.service()
                .or(scope::host)
                .or(() -> release.places().stream().findFirst())
                .orElse("unknown");
        return new Content.ChangeMade(
                release.at(),
                "deployment",
                component,
                release.version(),
                release.key() + " " + release.summary(),
                release.author());
    }

    @Override
    public Observation searchIssues(String query, int limit, CallContext context) throws InterruptedException {
        return look(context, patience -> {
            var words = words(query);
            if (words.isEmpty()) throw refused("'" + query + "' holds no word to look for");
            if (limit < 1) return nothing();
            var jql =
                    within(words.stream().map(word -> "text ~ " + quoted(word)).collect(Collectors.joining(" AND ")))
                            + " ORDER BY created DESC";
            var issues = api.search(jql, limit, patience);
            var items = issues.items().stream()
                    .map(issue -> Value.fields(
                            "key", issue.key(),
                            "summary", issue.summary(),
                            "status", issue.status().toLowerCase(Locale.ROOT),
                            "created", issue.created().orElse(null)))
                    .toList();
            return facts(query, "issues", items, issues.gap());
        });
    }

    /// Jira's text search has an operator for nearly every sign, so words alone are sent.
    private static List<String> words(String query) {
        return Arrays.stream(query.split("[^\\p{L}\\p{N}_]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// A condition within the project, where one is set.
    private String within(String condition) {
        return project.map(key -> "project = " + quoted(key) + " AND " + condition)
                .orElse(condition);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public Outcome createIssue(String summary, String description, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            if (project.isEmpty())
                throw refused("jira does not know where to file the issue; set JIRA_PROJECT to the key of a project");
            var existing = byLabel(key, patience);
            if (existing.isPresent()) return new Outcome.Done(result(existing.get()));
            var line = summary.replaceAll("\\s+", " ").strip();
            if (line.isEmpty()) throw refused("'summary' is empty; say in a line what the issue is about");
            var fields = Value.fields(
                    "project", Value.fields("key", project.get()),
                    "issuetype", Value.fields("name", type),
                    "summary", Cut.at(SUMMARY, line),
                    "description",
                            AtlassianDocument.of(Cut.at(TEXT, description.isBlank() ? summary : description, GOES_ON)),
                    "labels", List.of(label(key)));
            return new Outcome.Done(result(api.create(fields, patience)));
        });
    }

    private static String label(IdempotencyKey key) {
        return "runbook-" + Digest.of(key.key()).brief();
    }

    private Optional<String> byLabel(IdempotencyKey key, Patience patience) throws Unanswered, InterruptedException {
        var jql = within("labels = " + quoted(label(key))) + " ORDER BY created DESC";
        return api.search(jql, 1, patience).items().stream()
                .map(JiraApi.Issue::key)
                .findFirst();
    }

    private Value.Fields result(String key) {
        return Value.fields("key", key, "url", api.http().base() + "/browse/" + key);
    }

    @Override
    public Outcome transition(String issue, String status, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var wanted = id("issue", issue, KEY);
            if (!api.status(wanted, patience).equalsIgnoreCase(status)) {
                var ways = api.transitions(wanted, patience);
                var way = ways.stream()
                        .filter(t -> t.to().equalsIgnoreCase(status) || t.name().equalsIgnoreCase(status))
                        .findFirst()
                        .orElseThrow(() -> refused("jira's workflow does not lead " + wanted + " to '" + status
                                + "' in one step; it leads to "
                                + ways.stream().map(JiraApi.Transition::to).collect(Collectors.joining(", "))));
                api.transition(wanted, way.id(), patience);
            }
            return new Outcome.Done(moved(wanted, status));
        });
    }

    private static Value.Fields moved(String issue, String status) {
        return Value.fields("issue", issue, "status", status);
    }

    @Override
    public Outcome link(String issue, String other, String kind, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var from = id("issue", issue, KEY);
            var to = id("issue", other, KEY);
            if (!api.linked(from, to, kind, patience)) api.link(from, to, kind, patience);
            return new Outcome.Done(Value.fields("issue", from, "other", to));
        });
    }

    @Override
    public Outcome addComment(String issue, String text, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return act(context, patience -> {
            var wanted = id("issue", issue, KEY);
            var existing = byMarker(wanted, key, patience);
            if (existing.isPresent()) return new Outcome.Done(comment(wanted, existing.get()));
            var end = "\n\n" + marker(key);
            var document = AtlassianDocument.of(Cut.at(TEXT - end.length(), text, GOES_ON) + end);
            return new Outcome.Done(comment(wanted, api.comment(wanted, document, patience)));
        });
    }

    private Optional<String> byMarker(String issue, IdempotencyKey key, Patience patience)
            throws Unanswered, InterruptedException {
        return api.comments(issue, patience).items().stream()
                .filter(comment -> comment.text().contains(marker(key)))
                .map(JiraApi.Comment::id)
                .findFirst();
    }

    private static Value.Fields comment(String issue, String id) {
        return Value.fields("issue", issue, "comment", id);
    }

    @Override
    public Occurrence occurred(OperationName operation, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException {
        return recall(context, patience -> switch (operation.method()) {
            case "create_issue" -> happened(byLabel(key, patience).map(this::result));
            case "transition_issue" -> {
                var issue = id("issue", arguments.text("issue"), KEY);
                var status = arguments.text("status");
                var reached = api.status(issue, patience).equalsIgnoreCase(status);
                yield happened(reached ? Optional.of(moved(issue, status)) : Optional.empty());
            }
            case "link_issues" -> {
                var issue = id("issue", arguments.text("issue"), KEY);
                var other = id("issue", arguments.text("other"), KEY);
                var linked = api.linked(issue, other, arguments.text("kind"), patience);
                yield happened(linked ? Optional.of(Value.fields("issue", issue, "other", other)) : Optional.empty());
            }
            case "add_comment" -> {
                var issue = id("issue", arguments.text("issue"), KEY);
                yield happened(byMarker(issue, key, patience).map(id -> comment(issue, id)));
            }
            default -> new Occurrence.CannotTell("jira keeps no record of " + operation);
        });
    }

    private static Occurrence happened(Optional<Value.Fields> result) {
        return result.<Occurrence>map(Occurrence.Happened::new).orElseGet(Occurrence.DidNotHappen::new);
    }

    @Override
    public List<Finding> check(Duration timeout) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        findings.add(find("sign in", timeout, patience -> "signed in as " + api.myself(patience)));
        if (project.isPresent())
            findings.add(find(
                    "read project " + project.get(),
                    timeout,
                    patience -> "sees '" + api.project(project.get(), patience) + "'"));
        return findings;
    }
}

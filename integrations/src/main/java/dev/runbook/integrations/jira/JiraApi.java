package dev.runbook.integrations.jira;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Rate;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.VendorHttp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The parts of Jira's REST API that we use, in records of our own. Safe for use by many threads.
record JiraApi(VendorHttp http) {

    /// Jira tells no number for API tokens; this is far below its bursts.
    private static final Rate RATE = Rate.perMinute("rest", 300);

    private static final int PAGE = 100;

    /// An issue.
    record Issue(String key, String summary, String status, Optional<Instant> created) {}

    /// A comment, as plain text.
    record Comment(String id, String text) {}

    /// Issues that a query finds. The index lags a little behind what was just written.
    Harvest<Issue> search(String jql, int most, Patience patience) throws Unanswered, InterruptedException {
        return search(jql, List.of("summary", "status", "created"), most, JiraApi::issue, patience);
    }

    /// Something that was released.
    ///
    /// @param places the names of its components, and its labels
    /// @param version the first version it is fixed in; empty when it has none
    record Release(String key, Instant at, String summary, List<String> places, String version, String author) {}

    /// The releases that a query finds.
    Harvest<Release> releases(String jql, Patience patience) throws Unanswered, InterruptedException {
        var fields = List.of(
                "summary", "created", "resolutiondate", "components", "labels", "fixVersions", "assignee", "reporter");
        return search(jql, fields, Integer.MAX_VALUE, JiraApi::release, patience);
    }

    private static Optional<Release> release(JsonNode node) {
        var fields = node.path("fields");
        var at = Nodes.time(fields, "resolutiondate").or(() -> Nodes.time(fields, "created"));
        var key = Nodes.text(node, "key");
        if (at.isEmpty() || key.isEmpty()) return Optional.empty();
        var places = Stream.concat(
                Nodes.list(fields, "components").stream().flatMap(one -> Nodes.text(one, "name").stream()),
                Nodes.list(fields, "labels").stream().flatMap(one -> Nodes.text(one).stream()));
        return Optional.of(new Release(
                key.get(),
                at.get(),
                Nodes.text(fields, "summary").orElse(""),
                places.toList(),
                Nodes.list(fields, "fixVersions").stream()
                        .flatMap(one -> Nodes.text(one, "name").stream())
                        .findFirst()
                        .orElse(""),
                Nodes.text(fields, "assignee", "displayName")
                        .or(() -> Nodes.text(fields, "reporter", "displayName"))
                        .orElse("")));
    }

    private <T> Harvest<T> search(
            String jql, List<String> fields, int most, Function<JsonNode, Optional<T>> read, Patience patience)
            throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/rest/api/3/search/jql")
                .with("jql", jql)
                .with("maxResults", Math.min(PAGE, most))
                .withEach("fields", fields);
        return Harvest.of("jira", http.edge().limits().pages(), most, (Optional<String> cursor) -> {
            var asked = cursor.isEmpty() ? request : request.with("nextPageToken", cursor.get());
            var body = http.send(asked, patience).body();
            var next = Nodes.isTrue(body, "isLast") ? Optional.<String>empty() : Nodes.text(body, "nextPageToken");
            return new Harvest.Page<>(
                    Nodes.list(body, "issues").stream()
                            .flatMap(node -> read.apply(node).stream())
                            .toList(),
                    next);
        });
    }

    private static Optional<Issue> issue(JsonNode node) {
        return Nodes.text(node, "key")
                .map(key -> new Issue(
                        key,
                        Nodes.text(node, "fields", "summary").orElse(""),
                        Nodes.text(node, "fields", "status", "name").orElse(""),
                        Nodes.time(node, "fields", "created")));
    }

    /// Files an issue.
    ///
    /// @return its key
    String create(Value.Fields fields, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.of("POST", RATE, "/rest/api/3/issue").json(Value.fields("fields", fields));
        return Nodes.text(http.send(request, patience).body(), "key").orElseThrow(() -> without("a key", request));
    }

    /// Comments on an issue.
    ///
    /// @return the comment's id
    String comment(String issue, Value.Fields document, Patience patience) throws Unanswered, InterruptedException {
        var request =
                Request.of("POST", RATE, "/rest/api/3/issue/{}/comment", issue).json(Value.fields("body", document));
        return Nodes.text(http.send(request, patience).body(), "id").orElseThrow(() -> without("an id", request));
    }

    private static Unanswered without(String what, Request request) {
        return new Unanswered(Fault.of(
                Fault.Kind.UNREADABLE,
                "jira answered " + request.method() + " " + request.path() + " without " + what,
                true));
    }

    /// The comments of an issue, newest first.
    Harvest<Comment> comments(String issue, Patience patience) throws Unanswered, InterruptedException {
        var request = Request.get(RATE, "/rest/api/3/issue/{}/comment", issue)
                .with("orderBy", "-created")
                .with("maxResults", PAGE);
        return Harvest.of("jira", http.edge().limits().pages(), Integer.MAX_VALUE, (Optional<Long> cursor) -> {
            long start = cursor.orElse(0L);
            var body = http.send(request.with("startAt", start), patience).body();
            var nodes = Nodes.list(body, "comments");
            long next = start + nodes.size();
            var more = !nodes.isEmpty() && next < Nodes.whole(body, "total").orElse(0L);
            return new Harvest.Page<>(
                    nodes.stream()
                            .map(node -> new Comment(
                                    Nodes.text(node, "id").orElse(""), AtlassianDocument.textOf(node.path("body"))))
                            .toList(),
                    more ? Optional.of(next) : Optional.empty());
        });
    }

    /// The status of an issue.
    String status(String issue, Patience patience) throws Unanswered, InterruptedException {
        var body = http.send(Request.get(RATE, "/rest/api/3/issue/{}", issue).with("fields", "status"), patience)
                .body();
        return Nodes.text(body, "fields", "status", "name").orElse("");
    }

    /// A way from the status that an issue has to another one.
    record Transition(String id, String name, String to) {}

    /// The ways that an issue can go now.
    List<Transition> transitions(String issue, Patience patience) throws Unanswered, InterruptedException {
        var body = http.send(Request.get(RATE, "/rest/api/3/issue/{}/transitions", issue), patience)
                .body();
        return Nodes.list(body, "transitions").stream()
                .flatMap(node -> Nodes.text(node, "id")
                        .map(id -> new Transition(
                                id,
                                Nodes.text(node, "name").orElse(""),
                                Nodes.text(node, "to", "name").orElse("")))
                        .stream())
                .toList();
    }

    /// Lets an issue go one of its ways.
    void transition(String issue, String transition, Patience patience) throws Unanswered, InterruptedException {
        http.send(
                Request.of("POST", RATE, "/rest/api/3/issue/{}/transitions", issue)
                        .json(Value.fields("transition", Value.fields("id", transition))),
                patience);
    }

    /// Whether an issue is linked to another one in this way and direction; a kind that reads the same both
    /// ways has none.
    boolean linked(String issue, String other, String kind, Patience patience) throws Unanswered, InterruptedException {
        var body = http.send(Request.get(RATE, "/rest/api/3/issue/{}", issue).with("fields", "issuelinks"), patience)
                .body();
        return Nodes.list(body, "fields", "issuelinks").stream()
                .filter(node -> Nodes.text(node, "type", "name")
                        .filter(kind::equalsIgnoreCase)
                        .isPresent())
                .anyMatch(node -> Nodes.text(node, "outwardIssue", "key")
                        .or(() -> readsTheSame(node) ? Nodes.text(node, "inwardIssue", "key") : Optional.empty())
                        .filter(other::equals)
                        .isPresent());
    }

    private static boolean readsTheSame(JsonNode link) {
        return Nodes.text(link, "type", "inward").equals(Nodes.text(link, "type", "outward"));
    }

    /// Links two issues: as the first one sees it, with the outward name of the kind.
    void link(String issue, String other, String kind, Patience patience) throws Unanswered, InterruptedException {
        http.send(
                Request.of("POST", RATE, "/rest/api/3/issueLink")
                        .json(Value.fields(
                                "type", Value.fields("name", kind),
                                "inwardIssue", Value.fields("key", issue),
                                "outwardIssue", Value.fields("key", other))),
                patience);
    }

    /// Who we are to Jira.
    String myself(Patience patience) throws Unanswered, InterruptedException {
        var body = http.send(Request.get(RATE, "/rest/api/3/myself"), patience).body();
        return Nodes.text(body, "displayName")
                .or(() -> Nodes.text(body, "accountId"))
                .orElse("nobody");
    }

    /// The name of a project.
    String project(String key, Patience patience) throws Unanswered, InterruptedException {
        var body = http.send(Request.get(RATE, "/rest/api/3/project/{}", key), patience)
                .body();
        return Nodes.text(body, "name").orElse(key);
    }
}

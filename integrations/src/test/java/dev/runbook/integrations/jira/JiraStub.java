package dev.runbook.integrations.jira;

import dev.runbook.integrations.stub.VendorStub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Jira's REST API v3 as its
/// [description](https://developer.atlassian.com/cloud/jira/platform/swagger-v3.v3.json) has it.
public final class JiraStub extends VendorStub {

    private static final Map<String, String> HEADERS =
            Map.of("Authorization", "Basic b3BzQGV4YW1wbGUuY29tOjUzY3JldFRva2Vu", "Accept", "application/json");

    private static final String DOCUMENT = """
            {"type": "object", "required": ["type", "version", "content"], "additionalProperties": false,
             "properties": {"type": {"const": "doc"}, "version": {"const": 1}, "content": {"type": "array",
               "items": {"$ref": "#/$defs/node"}}}}
            """;
    private static final String NODE = """
            {"type": "object", "required": ["type"], "additionalProperties": false, "properties": {
              "type": {"enum": ["paragraph", "text", "hardBreak", "heading", "bulletList", "listItem", "codeBlock",
                "table", "tableRow", "tableHeader", "tableCell"]},
              "text": {"type": "string", "minLength": 1}, "attrs": {"type": "object"},
              "content": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}
            """;
    private static final String CREATE = """
            {"$defs": {"node": %s}, "type": "object", "required": ["fields"], "additionalProperties": false,
             "properties": {"fields": {"type": "object", "required": ["project", "issuetype", "summary"],
               "additionalProperties": false, "properties": {
                 "project": {"type": "object", "additionalProperties": false, "properties": {"key": {"const": "OPS"}}},
                 "issuetype": {"type": "object", "additionalProperties": false,
                   "properties": {"name": {"type": "string"}}},
                 "summary": {"type": "string", "maxLength": 255, "pattern": "^[^\\n]+$"},
                 "description": %s,
                 "labels": {"type": "array", "items": {"type": "string", "pattern": "^\\\\S+$"}}}}}}
            """.formatted(NODE, DOCUMENT);
    private static final String COMMENT = """
            {"$defs": {"node": %s}, "type": "object", "required": ["body"], "additionalProperties": false,
             "properties": {"body": %s}}
            """.formatted(NODE, DOCUMENT);

    private static final String TRANSITION = """
            {"type": "object", "required": ["transition"], "additionalProperties": false, "properties": {
              "transition": {"type": "object", "required": ["id"], "additionalProperties": false,
                "properties": {"id": {"type": "string"}}}}}
            """;
    private static final String LINK = """
            {"$defs": {"issue": {"type": "object", "additionalProperties": false, "minProperties": 1,
               "properties": {"key": {"type": "string"}, "id": {"type": "string"}}}},
             "type": "object", "required": ["type", "inwardIssue", "outwardIssue"], "additionalProperties": false,
             "properties": {"type": {"type": "object", "additionalProperties": false,
                 "properties": {"name": {"type": "string"}}},
               "inwardIssue": {"$ref": "#/$defs/issue"}, "outwardIssue": {"$ref": "#/$defs/issue"},
               "comment": {"type": "object"}}}
            """;

    private record Issue(String key, String summary, String label) {
        String json() {
            return """
            {"id": "1%s", "key": "%s", "self": "https://acme.atlassian.net/rest/api/3/issue/1", "expand": "",
             "fields": {"summary": "%s", "status": {"name": "To Do", "id": "1"},
              "created": "2025-11-01T10:00:00.000+0100"}}
            """.formatted(key.replaceAll("\\D", ""), key, summary);
        }
    }

    private static final String BLOCKED =
            "{\"id\": \"2\", \"type\": {\"name\": \"Blocks\", \"inward\": \"is blocked by\","
                    + " \"outward\": \"blocks\"}, \"inwardIssue\": {\"key\": \"OPS-3\"}}";

    private final List<Issue> issues = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private final int perPage;
    private String status = "To Do";
    private boolean linked;

    public JiraStub(int huge, int count, int perPage) {
        super(huge);
        this.perPage = perPage;
        for (int n = 1; n <= count; n++) issues.add(new Issue("OPS-" + n, "checkout alert " + n, ""));
        route(new Route(
                "GET",
                "/rest/api/3/search/jql",
                Map.of(
                        "!jql", "(?s).*((text ~|labels =) \"|issuetype = ).*",
                        "maxResults", "[1-9]\\d{0,3}",
                        "nextPageToken", ".+",
                        "fields", "[a-zA-Z]+"),
                HEADERS,
                "",
                this::search));
        route(new Route(
                "POST", "/rest/api/3/issue", Map.of("updateHistory", "true|false"), HEADERS, CREATE, this::create));
        route(new Route(
                "GET",
                "/rest/api/3/issue/([A-Z]+-\\d+)/comment",
                Map.of("startAt", "\\d+", "maxResults", "\\d+", "orderBy", "[+-]?created", "expand", "renderedBody"),
                HEADERS,
                "",
                this::comments));
        route(new Route("POST", "/rest/api/3/issue/([A-Z]+-\\d+)/comment", Map.of(), HEADERS, COMMENT, this::comment));
        route(new Route(
                "GET", "/rest/api/3/issue/([A-Z]+-\\d+)", Map.of("fields", "[a-z,]+"), HEADERS, "", this::issue));
        route(new Route(
                "GET",
                "/rest/api/3/issue/([A-Z]+-\\d+)/transitions",
                Map.of("expand", ".*", "transitionId", "\\d+"),
                HEADERS,
                "",
                _ -> Reply.json(200, """
                        {"expand": "transitions", "transitions": [
                          {"id": "11", "name": "Start work", "to": {"name": "In Progress", "id": "3"}},
                          {"id": "21", "name": "Finish", "to": {"name": "Done", "id": "4"}}]}
                        """)));
        route(new Route(
                "POST",
                "/rest/api/3/issue/([A-Z]+-\\d+)/transitions",
                Map.of(),
                HEADERS,
                TRANSITION,
                this::transition));
        route(new Route("POST", "/rest/api/3/issueLink", Map.of(), HEADERS, LINK, this::link));
        route(new Route(
                "GET",
                "/rest/api/3/myself",
                Map.of(),
                HEADERS,
                "",
                _ -> Reply.json(200, "{\"accountId\": \"5b10\", \"displayName\": \"Runbook\", \"active\": true}")));
        route(new Route(
                "GET",
                "/rest/api/3/project/OPS",
                Map.of(),
                HEADERS,
                "",
                _ -> Reply.json(200, "{\"id\": \"10000\", \"key\": \"OPS\", \"name\": \"Operations\"}")));
    }

    @Override
    protected String refusal(String message) {
        return "{\"errorMessages\":[\"" + message + "\"],\"errors\":{}}";
    }

    private static final String RELEASES = """
            {"issues": [
              {"id": "70", "key": "REL-7", "fields": {"summary": "Release checkout", "labels": ["eu"],
                "created": "2025-11-03T10:00:00.000+0100", "resolutiondate": "2025-11-03T10:40:00.000+0100",
                "components": [{"name": "checkout"}], "fixVersions": [{"name": "2.1"}],
                "assignee": {"accountId": "5b", "displayName": "Dee Ployer"}, "reporter": null}},
              {"id": "71", "key": "REL-8", "fields": {"summary": "Release billing", "labels": [], "components": [],
                "created": "2025-11-03T10:30:00.000+0100", "resolutiondate": null, "fixVersions": []}}],
             "isLast": true}
            """;

    private synchronized Reply search(Seen seen) {
        var jql = seen.parameter("jql").orElse("");
        if (jql.contains("issuetype"))
            return Reply.json(200, seen.empty() ? "{\"issues\": [], \"isLast\": true}" : RELEASES);
        var found = issues.stream()
                .filter(_ -> !seen.empty())
                .filter(issue -> jql.contains("labels = ")
                        ? !issue.label().isEmpty() && jql.contains("\"" + issue.label() + "\"")
                        : issue.label().isEmpty())
                .toList();
        int from = seen.parameter("nextPageToken").map(Integer::parseInt).orElse(0);
        int to = Math.min(found.size(), from + perPage);
        var page = found.subList(from, to).stream().map(Issue::json).collect(Collectors.joining(","));
        var last = to == found.size();
        return Reply.json(
                200,
                "{\"issues\": [%s], \"isLast\": %s%s}"
                        .formatted(page, last, last ? "" : ", \"nextPageToken\": \"" + to + "\""));
    }

    private synchronized Reply issue(Seen seen) {
        var links = linked
                ? "[{\"id\": \"1\", \"type\": {\"name\": \"Relates\", \"inward\": \"relates to\", \"outward\": \"relates to\"},"
                        + " \"outwardIssue\": {\"key\": \"OPS-2\"}}, "
                        + BLOCKED + "]"
                : "[" + BLOCKED + "]";
        return Reply.json(
                200,
                "{\"id\": \"1\", \"key\": \"%s\", \"fields\": {\"status\": {\"name\": \"%s\"}, \"issuelinks\": %s}}"
                        .formatted(seen.parts().getFirst(), status, links));
    }

    private synchronized Reply transition(Seen seen) {
        status = seen.body().contains("\"21\"") ? "Done" : "In Progress";
        return new Reply(204, "", Map.of());
    }

    private synchronized Reply link(Seen seen) {
        linked = true;
        return new Reply(201, "", Map.of());
    }

    /// Jira counts the text, not what describes its shape.
    private static boolean isTooLong(JsonNode document) {
        return length(document) > 32_767;
    }

    private static int length(JsonNode node) {
        int length = node.path("text").asString("").length();
        if (node.path("type").asString("").equals("hardBreak")) length++;
        for (var child : node.path("content")) length += length(child);
        return length;
    }

    private Reply tooLong() {
        return Reply.json(
                400, refusal("The entered text is too long. It exceeds the allowed limit of 32,767 characters."));
    }

    private synchronized Reply create(Seen seen) {
        var fields = JsonMapper.shared().readTree(seen.body()).path("fields");
        if (isTooLong(fields.path("description"))) return tooLong();
        var issue = new Issue(
                "OPS-" + (issues.size() + 1),
                fields.path("summary").asString(""),
                fields.path("labels").path(0).asString(""));
        issues.add(issue);
        return Reply.json(
                201,
                "{\"id\": \"10\", \"key\": \"%s\", \"self\": \"https://acme.atlassian.net/rest/api/3/issue/10\"}"
                        .formatted(issue.key()));
    }

    private synchronized Reply comments(Seen seen) {
        var all = comments.stream()
                .map(body -> "{\"id\": \"7\", \"body\": %s}".formatted(body))
                .collect(Collectors.joining(","));
        return Reply.json(
                200,
                "{\"comments\": [%s], \"startAt\": 0, \"maxResults\": 100, \"total\": %d}"
                        .formatted(all, comments.size()));
    }

    private synchronized Reply comment(Seen seen) {
        if (isTooLong(JsonMapper.shared().readTree(seen.body()).path("body"))) return tooLong();
        comments.add(JsonMapper.shared().readTree(seen.body()).path("body").toString());
        return Reply.json(201, "{\"id\": \"7\"}");
    }
}

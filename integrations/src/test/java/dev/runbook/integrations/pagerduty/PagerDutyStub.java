package dev.runbook.integrations.pagerduty;

import dev.runbook.integrations.stub.VendorStub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// PagerDuty's REST API as its [description](https://github.com/PagerDuty/api-schema) has it.
public final class PagerDutyStub extends VendorStub {

    /// The key that it takes.
    public static final String KEY = PagerDutyContractTest.KEY;

    private static final String ID = "([A-Z0-9]+)";
    private static final Map<String, String> READ = Map.of(
            "Authorization", "Token token=" + KEY,
            "Accept", "application/vnd\\.pagerduty\\+json;version=2",
            "Content-Type", "application/json");
    private static final Map<String, String> WRITE = Map.of(
            "Authorization", "Token token=" + KEY,
            "Accept", "application/vnd\\.pagerduty\\+json;version=2",
            "From", "ops@example\\.com");
    private static final String LIMIT = "100|[1-9]\\d?";

    private static final String CREATE = """
            {"type": "object", "required": ["incident"], "additionalProperties": false, "properties": {"incident": {
              "type": "object", "required": ["type", "title", "service"], "additionalProperties": false,
              "properties": {
                "type": {"enum": ["incident"]},
                "title": {"type": "string", "minLength": 1, "maxLength": 1024},
                "service": {"type": "object", "required": ["id", "type"], "additionalProperties": false,
                  "properties": {"id": {"type": "string"}, "type": {"enum": ["service_reference"]}}},
                "urgency": {"enum": ["high", "low"]},
                "incident_key": {"type": "string", "maxLength": 255},
                "body": {"type": "object", "required": ["type"], "additionalProperties": false, "properties": {
                  "type": {"enum": ["incident_body"]}, "details": {"type": "string"}}}}}}}
            """;

    private static final String UPDATE = """
            {"type": "object", "required": ["incident"], "additionalProperties": false, "properties": {"incident": {
              "type": "object", "required": ["type"], "additionalProperties": false, "properties": {
                "type": {"enum": ["incident", "incident_reference"]},
                "status": {"enum": ["resolved", "acknowledged"]},
                "resolution": {"type": "string"}}}}}
            """;

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
    private static final Map<String, String> PAGED = Map.of("limit", LIMIT, "offset", "\\d+");

    /// The events API knows no header for credentials.
    private static final Map<String, String> EVENTS = Map.of("Authorization", "");

    private static final String NOTE = """
            {"type": "object", "required": ["note"], "additionalProperties": false, "properties": {"note": {
              "type": "object", "required": ["content"], "additionalProperties": false,
              "properties": {"content": {"type": "string"}}}}}
            """;
    private static final String STATUS_UPDATE = """
            {"type": "object", "required": ["message"], "additionalProperties": false, "properties": {
              "message": {"type": "string"}, "subject": {"type": "string"}, "html_message": {"type": "string"}}}
            """;
    private static final String EVENT = """
            {"type": "object", "required": ["routing_key", "event_action"], "additionalProperties": false,
             "properties": {
               "routing_key": {"type": "string", "minLength": 32, "maxLength": 32},
               "event_action": {"enum": ["trigger", "acknowledge", "resolve"]},
               "dedup_key": {"type": "string", "minLength": 1, "maxLength": 255}, "client": {"type": "string"},
               "client_url": {"type": "string"}, "links": {"type": "array"}, "images": {"type": "array"},
               "payload": {"type": "object", "required": ["summary", "severity", "source"],
                 "additionalProperties": false, "properties": {
                   "summary": {"type": "string", "maxLength": 1024}, "timestamp": {"type": "string"},
                   "severity": {"enum": ["critical", "warning", "error", "info"]}, "source": {"type": "string"},
                   "component": {"type": "string"}, "group": {"type": "string"}, "class": {"type": "string"},
                   "custom_details": {"type": "object"}}}}}
            """;
    private static final String CHANGE_EVENT = """
            {"type": "object", "required": ["routing_key", "payload"], "additionalProperties": false, "properties": {
               "routing_key": {"type": "string", "minLength": 32, "maxLength": 32},
               "links": {"type": "array"}, "images": {"type": "array"},
               "payload": {"type": "object", "required": ["summary"], "additionalProperties": false, "properties": {
                   "summary": {"type": "string", "maxLength": 1024}, "timestamp": {"type": "string"},
                   "source": {"type": "string"}, "custom_details": {"type": "object"}}}}}
            """;

    private record Page(String id, int number, String key, String status, String title) {
        String json() {
            return """
            {"id": "%s", "type": "incident", "summary": "[#%d] %s", "incident_number": %d, "title": "%s",
             "incident_key": "%s", "status": "%s", "html_url": "https://acme.pagerduty.com/incidents/%s",
             "resolve_reason": null, "created_at": "2025-11-03T09:00:00Z", "service": {"id": "PSVC1", "type": "service_reference", "summary": "checkout"}}
            """.formatted(id, number, title, number, title, key, status, id);
        }
    }

    private final List<Page> pages = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final int services;

    public PagerDutyStub(int huge, int services) {
        super(huge);
        this.services = services;
        pages.add(new Page("PT4KHLK", 1234, "old", "triggered", "The server is on fire."));
        route(new Route(
                "GET",
                "/services",
                Map.of("query", ".*", "limit", LIMIT, "offset", "\\d+", "include[]", "escalation_policies|teams"),
                READ,
                "",
                this::services));
        route(new Route("GET", "/services/" + ID, Map.of("include[]", ".+"), READ, "", this::service));
        route(new Route(
                "GET",
                "/oncalls",
                Map.of(
                        "escalation_policy_ids[]", "[A-Z0-9]+",
                        "earliest", "true|false",
                        "limit", LIMIT,
                        "offset", "\\d+"),
                READ,
                "",
                seen -> page(
                        "oncalls",
                        seen.empty()
                                ? List.of()
                                : List.of(
                                        onCall("Bea Two", 2, "null"), onCall("Ann One", 1, "\"2025-11-04T08:00:00Z\"")),
                        seen)));
        route(new Route(
                "GET",
                "/incidents",
                Map.of(
                        "incident_key", ".+",
                        "date_range", "all",
                        "sort_by", "[a-z_]+:(asc|desc)",
                        "limit", LIMIT,
                        "offset", "\\d+",
                        "statuses[]", "triggered|acknowledged|resolved",
                        "service_ids[]", "[A-Z0-9]+",
                        "since", TIME,
                        "until", TIME),
                READ,
                "",
                this::incidents));
        route(new Route("GET", "/incidents/" + ID, Map.of(), READ, "", this::incident));
        route(new Route("POST", "/incidents", Map.of(), WRITE, CREATE, this::create));
        route(new Route("PUT", "/incidents/" + ID, Map.of(), WRITE, UPDATE, this::update));
        route(new Route("GET", "/incidents/" + ID + "/log_entries", PAGED, READ, "", this::log));
        route(new Route("GET", "/incidents/" + ID + "/alerts", PAGED, READ, "", this::alerts));
        route(new Route("GET", "/incidents/" + ID + "/notes", Map.of(), READ, "", this::notes));
        route(new Route("POST", "/incidents/" + ID + "/notes", Map.of(), WRITE, NOTE, this::note));
        route(new Route(
                "POST",
                "/incidents/" + ID + "/status_updates",
                Map.of(),
                WRITE,
                STATUS_UPDATE,
                _ -> Reply.json(200, "{\"status_update\": {\"id\": \"PWL1\", \"message\": \"m\"}}")));
        route(new Route(
                "GET",
                "/change_events",
                Map.of("limit", LIMIT, "offset", "\\d+", "since", TIME, "until", TIME),
                READ,
                "",
                seen -> page("change_events", seen.empty() ? List.of() : changes, seen)));
        route(new Route(
                "POST",
                "/v2/enqueue",
                Map.of(),
                EVENTS,
                EVENT,
                seen -> Reply.json(
                        202,
                        "{\"status\": \"success\", \"message\": \"Event processed\", \"dedup_key\": %s}"
                                .formatted(JsonMapper.shared()
                                        .readTree(seen.body())
                                        .path("dedup_key")))));
        route(new Route("POST", "/v2/change/enqueue", Map.of(), EVENTS, CHANGE_EVENT, this::change));
    }

    /// With a change that somebody told about.
    PagerDutyStub withChange() {
        changes.add("""
                {"id": "01BT", "type": "change_event", "timestamp": "2025-11-03T09:40:00Z", "summary": "checkout 2.1 is built",
                 "source": "ci", "services": [{"id": "PSVC%d", "type": "service_reference"}], "custom_details": null}
                """.formatted(services));
        return this;
    }

    private static String onCall(String name, int level, String end) {
        return """
        {"escalation_policy": {"id": "PPOL1", "type": "escalation_policy_reference", "summary": "Shop"},
         "user": {"id": "PU%d", "type": "user_reference", "summary": "%s"}, "schedule": null,
         "escalation_level": %d, "start": null, "end": %s}
        """.formatted(level, name, level, end);
    }

    private Reply services(Seen seen) {
        var all = IntStream.rangeClosed(1, services)
                .mapToObj(n -> """
                {"id": "PSVC%d", "type": "service", "summary": "%s", "name": "%s", "status": "active",
                 "escalation_policy": {"id": "PPOL1", "type": "escalation_policy_reference", "summary": "Shop"}}
                """.formatted(n, name(n), name(n)))
                .toList();
        return page("services", seen.empty() ? List.of() : all, seen);
    }

    private Reply service(Seen seen) {
        return seen.parts().getFirst().equals("PSVC" + services)
                ? Reply.json(
                        200,
                        "{\"service\": {\"id\": \"PSVC%d\", \"type\": \"service\", \"name\": \"checkout\"}}"
                                .formatted(services))
                : Reply.json(404, "{\"error\": {\"message\": \"Not Found\", \"code\": 2100}}");
    }

    /// The one that is asked for is the last.
    private String name(int n) {
        return n == services ? "checkout" : "checkout-" + n;
    }

    private static Reply page(String name, List<String> all, Seen seen) {
        int offset = Integer.parseInt(seen.parameter("offset").orElse("0"));
        int limit = Integer.parseInt(seen.parameter("limit").orElse("25"));
        var some = all.stream().skip(offset).limit(limit).collect(Collectors.joining(","));
        return Reply.json(
                200,
                "{\"%s\": [%s], \"limit\": %d, \"offset\": %d, \"total\": null, \"more\": %s}"
                        .formatted(name, some, limit, offset, offset + limit < all.size()));
    }

    private Reply log(Seen seen) {
        return page("log_entries", seen.empty() ? List.of() : List.of("""
                        {"id": "R1", "type": "trigger_log_entry", "summary": "Triggered.",
                         "created_at": "2025-11-03T09:00:00Z", "agent": {"type": "service_reference",
                         "summary": "checkout"}, "channel": {"type": "api"}}
                        """), seen);
    }

    private Reply alerts(Seen seen) {
        return page("alerts", seen.empty() ? List.of() : List.of("""
                        {"id": "PAL1", "type": "alert", "summary": "cpu is high", "status": "triggered",
                         "created_at": "2025-11-03T08:59:00Z", "severity": "critical"}
                        """), seen);
    }

    private synchronized Reply notes(Seen seen) {
        var all = notes.stream()
                .map(content -> "{\"id\": \"PN1\", \"content\": %s, \"created_at\": \"2025-11-03T09:00:00Z\"}"
                        .formatted(content))
                .collect(Collectors.joining(","));
        return Reply.json(200, "{\"notes\": [" + all + "]}");
    }

    private synchronized Reply note(Seen seen) {
        var content = JsonMapper.shared().readTree(seen.body()).path("note").path("content");
        notes.add(content.toString());
        return Reply.json(200, "{\"note\": {\"id\": \"PN1\", \"content\": %s}}".formatted(content));
    }

    private synchronized Reply change(Seen seen) {
        var payload = JsonMapper.shared().readTree(seen.body()).path("payload");
        changes.add(("{\"id\": \"C1\", \"type\": \"change_event\", \"timestamp\": %s, \"summary\": %s, \"source\": %s,"
                        + " \"services\": [], \"custom_details\": %s}")
                .formatted(
                        payload.path("timestamp"),
                        payload.path("summary"),
                        payload.path("source"),
                        payload.path("custom_details")));
        return Reply.json(202, "{\"status\": \"success\", \"message\": \"Change event processed\"}");
    }

    private synchronized Reply incidents(Seen seen) {
        return page(
                "incidents",
                pages.stream()
                        .filter(_ -> !seen.empty())
                        .filter(p -> seen.parameter("incident_key")
                                .map(p.key()::equals)
                                .orElse(true))
                        .map(Page::json)
                        .toList(),
                seen);
    }

    private synchronized Reply incident(Seen seen) {
        return pages.stream()
                .filter(p -> matches(p, seen))
                .findFirst()
                .map(p -> Reply.json(200, "{\"incident\": " + p.json() + "}"))
                .orElseGet(() -> Reply.json(404, "{\"error\": {\"message\": \"Not Found\", \"code\": 2100}}"));
    }

    private static boolean matches(Page page, Seen seen) {
        var wanted = seen.parts().getFirst();
        return page.id().equals(wanted) || Integer.toString(page.number()).equals(wanted);
    }

    private static JsonNode body(Seen seen) {
        return JsonMapper.shared().readTree(seen.body()).path("incident");
    }

    private synchronized Reply create(Seen seen) {
        var incident = body(seen);
        var key = incident.path("incident_key").asString("");
        if (pages.stream().anyMatch(p -> p.key().equals(key) && !p.status().equals("resolved")))
            return Reply.json(400, """
                    {"error": {"message": "Arguments Caused Error", "code": 2002,
                     "errors": ["Open incident with matching dedup key already exists on this service"]}}
                    """);
        var page = new Page(
                "PNEW" + pages.size(),
                1234 + pages.size(),
                key,
                "triggered",
                incident.path("title").asString(""));
        pages.add(page);
        return Reply.json(201, "{\"incident\": " + page.json() + "}");
    }

    private synchronized Reply update(Seen seen) {
        for (int i = 0; i < pages.size(); i++) {
            var page = pages.get(i);
            if (!page.id().equals(seen.parts().getFirst())) continue;
            var moved = new Page(
                    page.id(),
                    page.number(),
                    page.key(),
                    body(seen).path("status").asString(""),
                    page.title());
            pages.set(i, moved);
            return Reply.json(200, "{\"incident\": " + moved.json() + "}");
        }
        return Reply.json(404, "{\"error\": {\"message\": \"Not Found\", \"code\": 2100}}");
    }
}

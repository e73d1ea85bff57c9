package dev.runbook.integrations.datadog;

import dev.runbook.integrations.stub.VendorStub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Datadog as its API v1 and v2 are described, in the parts that we use.
class DatadogStub extends VendorStub {

    private static final Map<String, String> KEYS = Map.of("DD-API-KEY", ".+", "DD-APPLICATION-KEY", ".+");

    private static final String TIMESERIES = """
            {"type": "object", "required": ["data"], "additionalProperties": false, "properties": {"data": {
              "type": "object", "required": ["type", "attributes"], "additionalProperties": false, "properties": {
               "type": {"const": "timeseries_request"},
               "attributes": {"type": "object", "required": ["from", "to", "queries"], "additionalProperties": false,
                "properties": {
                 "from": {"type": "integer", "minimum": 1000000000000}, "to": {"type": "integer", "minimum": 1000000000000},
                 "interval": {"type": "integer", "minimum": 1000},
                 "formulas": {"type": "array", "items": {"type": "object", "required": ["formula"],
                   "additionalProperties": false, "properties": {"formula": {"type": "string"}}}},
                 "queries": {"type": "array", "items": {"type": "object", "required": ["data_source", "query"],
                   "additionalProperties": false, "properties": {"data_source": {"const": "metrics"},
                    "name": {"type": "string"}, "query": {"type": "string"}}}}}}}}}}
            """;
    private static final String SEARCH = """
            {"type": "object", "additionalProperties": false, "properties": {
              "filter": {"type": "object", "additionalProperties": false, "properties": {
                "query": {"type": "string"}, "from": {"type": "string"}, "to": {"type": "string"}}},
              "sort": {"enum": ["timestamp", "-timestamp"]},
              "page": {"type": "object", "additionalProperties": false, "properties": {
                "limit": {"type": "integer", "minimum": 1, "maximum": 1000}, "cursor": {"type": "string"}}},
              "options": {"type": "object"}}}
            """;
    private static final String DOWNTIME = """
            {"type": "object", "required": ["data"], "additionalProperties": false, "properties": {"data": {
              "type": "object", "required": ["type", "attributes"], "additionalProperties": false, "properties": {
               "type": {"const": "downtime"},
               "attributes": {"type": "object", "required": ["scope", "monitor_identifier"],
                "additionalProperties": false, "properties": {
                 "scope": {"type": "string", "minLength": 3}, "message": {"type": "string"},
                 "display_timezone": {"type": "string"}, "mute_first_recovery_notification": {"type": "boolean"},
                 "notify_end_states": {"type": "array"}, "notify_end_types": {"type": "array"},
                 "monitor_identifier": {"oneOf": [
                   {"type": "object", "required": ["monitor_id"], "additionalProperties": false,
                    "properties": {"monitor_id": {"type": "integer"}}},
                   {"type": "object", "required": ["monitor_tags"], "additionalProperties": false,
                    "properties": {"monitor_tags": {"type": "array", "minItems": 1, "items": {"type": "string"}}}}]},
                 "schedule": {"type": "object", "additionalProperties": false, "properties": {
                   "start": {"type": ["string", "null"]}, "end": {"type": ["string", "null"]}}}}}}}}}
            """;
    private static final String EVENT = """
            {"type": "object", "required": ["title", "text"], "additionalProperties": false, "properties": {
              "title": {"type": "string"}, "text": {"type": "string", "maxLength": 4000},
              "aggregation_key": {"type": "string", "maxLength": 100},
              "alert_type": {"enum": ["error", "warning", "info", "success", "user_update", "recommendation", "snapshot"]},
              "date_happened": {"type": "integer"}, "device_name": {"type": "string"}, "host": {"type": "string"},
              "priority": {"enum": ["normal", "low", null]}, "related_event_id": {"type": "integer"},
              "source_type_name": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}}}
            """;

    private record Downtime(String id, String scope, String message, String end, String status) {
        String json() {
            return """
            {"id": "%s", "type": "downtime", "attributes": {"scope": "%s", "message": "%s", "status": "%s",
             "schedule": {"start": "2025-11-03T09:00:00+00:00", "end": "%s"}, "monitor_identifier": {"monitor_tags": ["*"]}}}
            """.formatted(id, scope, message, status, end);
        }
    }

    private final List<Downtime> downtimes = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final int lines;

    /// @param lines how many log lines there are, and nearly as many events
    DatadogStub(int huge, int lines) {
        super(huge);
        this.lines = lines;
        downtimes.add(new Downtime("d-1", "host:web-9", "planned", "2025-11-03T12:00:00+00:00", "active"));
        events.add(event("ev-old", "checkout 2.1 deployed", "\"service:checkout\",\"version:2.1\",\"source:github\""));
        for (int n = 3; n < lines; n++) events.add(event("e" + n, "e", ""));
        route(new Route(
                "GET", "/api/v1/validate", Map.of(), Map.of("DD-API-KEY", ".+"), "", _ -> Reply.json(200, """
                {"valid": true}
                """)));
        route(new Route("POST", "/api/v2/query/timeseries", Map.of(), KEYS, TIMESERIES, this::timeseries));
        route(new Route("POST", "/api/v2/logs/events/search", Map.of(), KEYS, SEARCH, this::logs));
        route(new Route("POST", "/api/v2/events/search", Map.of(), KEYS, SEARCH, this::events));
        route(new Route("POST", "/api/v1/events", Map.of(), Map.of("DD-API-KEY", ".+"), EVENT, this::post));
        route(new Route(
                "GET",
                "/api/v1/monitor",
                Map.of(
                        "group_states", "all|alert|warn|no data",
                        "page", "\\d+",
                        "page_size", "[1-9]\\d{0,2}|1000",
                        "tags", ".*",
                        "name", ".*"),
                KEYS,
                "",
                this::monitors));
        route(new Route(
                "GET",
                "/api/v2/catalog/relation",
                Map.of(
                        "filter[type]", "RelationType[A-Za-z]+",
                        "filter[from_ref]", ".+",
                        "filter[to_ref]", ".+",
                        "page[offset]", "\\d+",
                        "page[limit]", "\\d+"),
                KEYS,
                "",
                this::relations));
        route(new Route(
                "GET",
                "/api/v2/downtime",
                Map.of("current_only", "true|false", "page[offset]", "\\d+", "page[limit]", "\\d+"),
                KEYS,
                "",
                this::downtimes));
        route(new Route("GET", "/api/v2/downtime/([^/]+)", Map.of(), KEYS, "", this::downtime));
        route(new Route("DELETE", "/api/v2/downtime/([^/]+)", Map.of(), KEYS, "", this::cancel));
        route(new Route("POST", "/api/v2/downtime", Map.of(), KEYS, DOWNTIME, this::mute));
    }

    @Override
    protected final boolean reads(Seen request) {
        return request.method().equals("GET") || request.path().matches(".*/(search|timeseries)");
    }

    @Override
    protected final String refusal(String message) {
        return "{\"errors\": [\"" + message + "\"]}";
    }

    static JsonNode body(Seen seen) {
        return JsonMapper.shared().readTree(seen.body());
    }

    static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    Reply timeseries(Seen seen) {
        if (seen.empty()) return chart("", "", "");
        return chart(
                "{\"group_tags\": [\"service:checkout\"], \"query_index\": 0, \"unit\": [{\"name\": \"percent\"}, null]}",
                "1762163940000,1762164000000,1762164060000",
                "[1.5,null,2.5]");
    }

    /// An answer of times and one line of values for each series.
    static Reply chart(String series, String times, String values) {
        return Reply.json(
                200,
                "{\"data\": {\"id\": \"0\", \"type\": \"timeseries_response\", \"attributes\": {\"series\": [" + series
                        + "], \"times\": [" + times + "], \"values\": [" + values + "]}}}");
    }

    Reply logs(Seen seen) {
        int limit = body(seen).path("page").path("limit").asInt(10);
        int from = Integer.parseInt(body(seen).path("page").path("cursor").asString("0"));
        int to = seen.empty() ? 0 : Math.min(lines, from + limit);
        var data = IntStream.range(from, Math.max(from, to))
                .mapToObj(n -> """
                {"id": "l%d", "type": "log", "attributes": {"timestamp": "2025-11-03T09:59:%02d.123Z", "status": "error",
                 "host": "web-1", "service": "checkout", "message": "timeout %d", "tags": ["env:prod"], "attributes": {}}}
                """.formatted(n, 59 - n % 60, n))
                .collect(Collectors.joining(","));
        var after = to < lines && !seen.empty() ? "{\"page\": {\"after\": \"" + to + "\"}}" : "{}";
        return Reply.json(200, "{\"data\": [" + data + "], \"meta\": " + after + "}");
    }

    private static String event(String id, String title, String tags) {
        return """
        {"id": "%s", "type": "event", "attributes": {"timestamp": "2025-11-03T09:30:00.000Z", "message": "m", "tags": [%s],
         "attributes": {"title": %s, "service": "checkout"}}}
        """.formatted(id, tags, quoted(title));
    }

    synchronized Reply events(Seen seen) {
        var query = body(seen).path("filter").path("query").asString("");
        var wanted = events.stream()
                .filter(e -> !query.startsWith("runbook_key:") || e.contains(query))
                .toList();
        int limit = body(seen).path("page").path("limit").asInt(10);
        int from = Integer.parseInt(body(seen).path("page").path("cursor").asString("0"));
        int to = seen.empty() ? 0 : Math.min(wanted.size(), from + limit);
        var page = from < to ? String.join(",", wanted.subList(from, to)) : "";
        var after = from < to && to < wanted.size() ? "{\"page\": {\"after\": \"" + to + "\"}}" : "{}";
        return Reply.json(200, "{\"data\": [" + page + "], \"meta\": " + after + "}");
    }

    private synchronized Reply post(Seen seen) {
        var tags = new ArrayList<String>();
        body(seen).path("tags").forEach(tag -> tags.add(tag.toString()));
        events.add(event("ev-" + events.size(), body(seen).path("title").asString(""), String.join(",", tags)));
        return Reply.json(202, "{\"status\": \"ok\", \"event\": {\"id\": 5577006791947779000, \"title\": \"t\"}}");
    }

    Reply monitors(Seen seen) {
        if (seen.empty() || !seen.parameter("page").orElse("0").equals("0")) return Reply.json(200, "[]");
        return Reply.json(200, """
        [{"id": 7, "name": "HighErrorRate", "type": "query alert", "query": "avg(last_5m):sum:x{service:checkout} > 5",
          "message": "errors of checkout", "priority": 2, "tags": ["team:shop"], "overall_state": "Alert",
          "state": {"groups": {"service:checkout,env:prod": {"name": "service:checkout,env:prod", "status": "Alert",
           "last_triggered_ts": 1762163700, "last_resolved_ts": 0}}}},
         {"id": 8, "name": "DiskFull", "type": "metric alert", "query": "avg(last_5m):max:d{*} by {host} > 90",
          "message": "disk", "priority": null, "tags": [], "overall_state": "OK",
          "state": {"groups": {"host:web-2": {"name": "host:web-2", "status": "OK",
           "last_triggered_ts": 1762162800, "last_resolved_ts": 1762163000}}}},
         {"id": 9, "name": "Quiet", "type": "metric alert", "query": "q", "message": "", "tags": [],
          "overall_state": "OK", "state": {"groups": {}}}]
        """);
    }

    Reply relations(Seen seen) {
        if (seen.empty()) return Reply.json(200, "{\"data\": []}");
        return Reply.json(
                200, "{\"data\": [" + relation("front", "checkout") + "," + relation("other", "thing") + "]}");
    }

    static String relation(String from, String to) {
        return """
        {"id": "r", "type": "relation", "attributes": {"type": "RelationTypeDependsOn",
         "from": {"kind": "service", "name": "%s", "namespace": "default"},
         "to": {"kind": "service", "name": "%s", "namespace": "default"}}}
        """.formatted(from, to);
    }

    private synchronized Reply downtimes(Seen seen) {
        var some = downtimes.stream()
                .filter(d -> !seen.empty() && d.status().equals("active"))
                .map(Downtime::json)
                .collect(Collectors.joining(","));
        return Reply.json(200, "{\"data\": [" + some + "]}");
    }

    private synchronized Reply downtime(Seen seen) {
        return downtimes.stream()
                .filter(d -> d.id().equals(seen.parts().getFirst()))
                .findFirst()
                .map(d -> Reply.json(200, "{\"data\": " + d.json() + "}"))
                .orElseGet(() -> Reply.json(404, refusal("Downtime not found")));
    }

    private synchronized Reply mute(Seen seen) {
        var attributes = body(seen).path("data").path("attributes");
        var downtime = new Downtime(
                "d-" + (downtimes.size() + 1),
                attributes.path("scope").asString(""),
                attributes.path("message").asString(""),
                attributes.path("schedule").path("end").asString(""),
                "active");
        downtimes.add(downtime);
        return Reply.json(200, "{\"data\": " + downtime.json() + "}");
    }

    private synchronized Reply cancel(Seen seen) {
        downtimes.replaceAll(d -> d.id().equals(seen.parts().getFirst())
                ? new Downtime(d.id(), d.scope(), d.message(), d.end(), "canceled")
                : d);
        return new Reply(204, "", Map.of());
    }
}

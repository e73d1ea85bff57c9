package dev.runbook.integrations.servicenow;

import dev.runbook.integrations.stub.VendorStub;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// ServiceNow's Table API as its documentation has it, silent traps included: a condition on a column that
/// the table lacks is left out, and more rows come back.
public final class ServiceNowStub extends VendorStub {

    private static final Map<String, String> HEADERS =
            Map.of("Authorization", "Basic cnVuYm9vazo1M2NyZXRQYXNzdzByZA==", "Accept", "application/json");
    private static final String BOOLEAN = "true|false";
    private static final Map<String, String> READ = Map.of(
            "sysparm_query", ".*",
            "sysparm_fields", "[a-z_,.]+",
            "sysparm_display_value", "true|false|all",
            "sysparm_exclude_reference_link", BOOLEAN,
            "sysparm_limit", "[1-9]\\d{0,3}",
            "sysparm_offset", "\\d+");
    private static final Map<String, String> WRITE = Map.of(
            "sysparm_fields",
            "[a-z_,.]+",
            "sysparm_display_value",
            "true|false|all",
            "sysparm_exclude_reference_link",
            BOOLEAN,
            "sysparm_input_display_value",
            BOOLEAN);

    private static final String COLUMNS = """
            {"type": "object", "additionalProperties": false, "minProperties": 1, "properties": {
              "short_description": {"type": "string", "maxLength": 160}, "description": {"type": "string"},
              "correlation_id": {"type": "string", "maxLength": 100}, "correlation_display": {"type": "string"},
              "caller_id": {"type": "string"}, "assignment_group": {"type": "string"},
              "urgency": {"enum": ["1", "2", "3"]}, "u_runbook": {"type": "string"},
              "work_notes": {"type": "string"}, "state": {"enum": ["1", "2", "3", "6", "7", "8"]},
              "close_code": {"type": "string"}, "close_notes": {"type": "string"}}}
            """;

    private static final String CHANGE = """
            {"type": "object", "additionalProperties": false, "minProperties": 1, "properties": {
              "short_description": {"type": "string"}, "description": {"type": "string"},
              "cmdb_ci": {"const": "i1"}, "correlation_id": {"type": "string", "maxLength": 100},
              "correlation_display": {"type": "string"},
              "state": {"enum": ["-5", "-4", "-3", "-2", "-1", "0", "3", "4"]}}}
            """;

    private final Map<String, List<Map<String, String>>> tables = new TreeMap<>();

    public ServiceNowStub(int huge, int changes) {
        super(huge);
        tables.put("incident", new ArrayList<>());
        tables.put("sys_journal_field", new ArrayList<>());
        tables.put("change_request", new ArrayList<>());
        incident("a1", "INC0010001", "2", "checkout rolled back", "2025-11-01 09:30:00");
        incident("a2", "INC0010002", "6", "mail is slow", "2025-11-02 09:30:00");
        for (int n = 1; n <= changes; n++) change(n, "checkout", "2025-11-03 09:%02d:00".formatted(n % 60));
        change(999, "billing", "2025-11-03 09:40:00");
        tables.put(
                "cmdb_ci",
                new ArrayList<>(List.of(row(
                        "sys_id", "i1",
                        "name", "checkout",
                        "sys_class_name", "Application",
                        "operational_status", "1",
                        "environment", "Production",
                        "support_group", "Shop team",
                        "sys_updated_on", "2025-11-01 00:00:00"))));
        tables.put(
                "cmdb_rel_ci",
                new ArrayList<>(List.of(
                        relation("r1", "checkout", "payments"),
                        relation("r2", "web", "checkout"),
                        relation("r3", "a", "b"))));
        route(new Route("POST", "/api/sn_chg_rest/change/normal", Map.of(), HEADERS, CHANGE, this::createChange));
        route(new Route(
                "GET",
                "/api/sn_chg_rest/change/([a-z0-9]+)/nextstates",
                Map.of(),
                HEADERS,
                "",
                _ -> Reply.json(200, "{\"result\": {\"available_states\": [\"-1\", \"0\", \"4\"]}}")));
        route(new Route("PATCH", "/api/sn_chg_rest/change/([a-z0-9]+)", Map.of(), HEADERS, CHANGE, this::moveChange));
        route(new Route("GET", "/api/now/table/([a-z_]+)", READ, HEADERS, "", this::read));
        route(new Route("POST", "/api/now/table/([a-z_]+)", WRITE, HEADERS, COLUMNS, this::create));
        route(new Route("PATCH", "/api/now/table/([a-z_]+)/([a-z0-9]+)", WRITE, HEADERS, COLUMNS, this::update));
    }

    private void incident(String id, String number, String state, String title, String opened) {
        tables.get("incident")
                .add(row(
                        "sys_id", id,
                        "number", number,
                        "state", state,
                        "short_description", title,
                        "description", "",
                        "urgency", "3",
                        "close_code", "",
                        "close_notes", "",
                        "opened_at", opened,
                        "sys_created_on", opened,
                        "correlation_id", ""));
    }

    private void change(int n, String item, String start) {
        tables.get("change_request")
                .add(row(
                        "sys_id", "c" + n,
                        "number", "CHG%07d".formatted(n),
                        "type", "normal",
                        "category", "Software",
                        "state", "-1",
                        "short_description", "deploy",
                        "cmdb_ci", item,
                        "business_service", "",
                        "assigned_to", "Dee Ployer",
                        "opened_by", "Ann Other",
                        "start_date", start,
                        "work_start", "",
                        "correlation_id", "",
                        "sys_created_on", start));
    }

    private static Map<String, String> relation(String id, String parent, String child) {
        return row("sys_id", id, "parent", parent, "child", child, "type", "Depends on::Used by");
    }

    private synchronized Reply createChange(Seen seen) {
        var row = row(
                "sys_id",
                "c500",
                "number",
                "CHG0000500",
                "state",
                "-5",
                "correlation_id",
                "",
                "sys_created_on",
                "2025");
        row.putAll(columns(seen));
        tables.get("change_request").add(row);
        var shown = json(row, "sys_id,number,state,short_description");
        return Reply.json(
                200,
                "{\"result\": " + shown.substring(0, shown.length() - 1)
                        + ", \"__meta\": {\"ignoredFields\": [\"correlation_display\"]}}}");
    }

    /// The Change API writes numbers where the Table API writes text.
    private synchronized Reply moveChange(Seen seen) {
        var row = tables.get("change_request").stream()
                .filter(r -> seen.parts().getFirst().equals(r.get("sys_id")))
                .findFirst()
                .orElseThrow();
        row.putAll(columns(seen));
        return Reply.json(200, """
                {"result": {"sys_id": {"value": "%s", "display_value": "%s"},
                 "number": {"value": "%s", "display_value": "%s"}, "state": {"value": %s.0, "display_value": "Review"},
                 "__meta": {"ignoredFields": []}}}
                """.formatted(
                        row.get("sys_id"), row.get("sys_id"), row.get("number"), row.get("number"), row.get("state")));
    }

    private static Map<String, String> row(String... namesAndValues) {
        var row = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) row.put(namesAndValues[i], namesAndValues[i + 1]);
        return row;
    }

    private synchronized Reply read(Seen seen) {
        var table = tables.get(seen.parts().getFirst());
        if (table == null) return Reply.json(400, "{\"error\":{\"message\":\"Invalid table\",\"detail\":null}}");
        var query = seen.parameter("sysparm_query").orElse("");
        var rows = seen.empty()
                ? List.<Map<String, String>>of()
                : table.stream().filter(row -> matches(row, query)).toList();
        int offset = Integer.parseInt(seen.parameter("sysparm_offset").orElse("0"));
        int limit = Integer.parseInt(seen.parameter("sysparm_limit").orElse("10000"));
        var columns = seen.parameter("sysparm_fields").orElse("");
        var page = rows.stream()
                .skip(offset)
                .limit(limit)
                .map(row -> json(row, columns))
                .collect(Collectors.joining(","));
        var links = new ArrayList<String>(List.of("<" + url() + "/first>;rel=\"first\""));
        if (offset + limit < rows.size()) links.add("<" + url() + "/next>;rel=\"next\"");
        return new Reply(
                200,
                "{\"result\": [" + page + "]}",
                Map.of(
                        "Content-Type", "application/json;charset=UTF-8",
                        "X-Total-Count", Integer.toString(rows.size()),
                        "Link", String.join(",", links)));
    }

    /// Understands what our client writes: `^` and `^OR`, `=`, `>=`, `LIKE`; it leaves out what it does not
    /// know.
    private static boolean matches(Map<String, String> row, String query) {
        for (var condition : query.split("\\^(?!OR[a-z_])", -1)) {
            if (condition.isEmpty() || condition.startsWith("ORDERBY")) continue;
            var known = Arrays.stream(condition.split("\\^OR", -1))
                    .map(one -> one(row, one))
                    .flatMap(java.util.Optional::stream)
                    .toList();
            if (!known.isEmpty() && known.stream().noneMatch(Boolean::booleanValue)) return false;
        }
        return true;
    }

    private static java.util.Optional<Boolean> one(Map<String, String> row, String condition) {
        var match = java.util.regex.Pattern.compile("([a-z_]+)(?:\\.name)?(=|>=|LIKE)(.*)")
                .matcher(condition);
        if (!match.matches() || !row.containsKey(match.group(1))) return java.util.Optional.empty();
        var has = java.util.Objects.requireNonNull(row.get(match.group(1)));
        var wants = match.group(3);
        return java.util.Optional.of(
                switch (match.group(2)) {
                    case "=" -> has.equalsIgnoreCase(wants);
                    case ">=" -> !has.isEmpty() && has.compareTo(wants) >= 0;
                    default ->
                        has.toLowerCase(java.util.Locale.ROOT).contains(wants.toLowerCase(java.util.Locale.ROOT));
                });
    }

    private static String json(Map<String, String> row, String columns) {
        var shown = new TreeMap<String, Object>();
        for (var column : columns.split(",", -1))
            if (row.containsKey(column)) {
                var value = java.util.Objects.requireNonNull(row.get(column));
                shown.put(column, Map.of("display_value", shown(column, value), "value", value));
            }
        return JsonMapper.shared().writeValueAsString(shown);
    }

    private static String shown(String column, String value) {
        if (!column.equals("state")) return value;
        return switch (value) {
            case "2" -> "In Progress";
            case "6" -> "Resolved";
            case "-1" -> "Implement";
            default -> "New";
        };
    }

    private static Map<String, String> columns(Seen seen) {
        var columns = new LinkedHashMap<String, String>();
        JsonMapper.shared()
                .readTree(seen.body())
                .properties()
                .forEach(field -> columns.put(field.getKey(), field.getValue().asString("")));
        return columns;
    }

    private synchronized Reply create(Seen seen) {
        int n = tables.get("incident").size() + 1;
        var row = row(
                "sys_id", "a" + n,
                "number", "INC%07d".formatted(10_000 + n),
                "state", "1",
                "short_description", "",
                "description", "",
                "opened_at", "2025-11-03 10:00:00",
                "sys_created_on", "2025-11-03 10:00:00",
                "correlation_id", "");
        row.putAll(columns(seen));
        tables.get("incident").add(row);
        return Reply.json(
                201,
                "{\"result\": " + json(row, seen.parameter("sysparm_fields").orElse("sys_id")) + "}");
    }

    private synchronized Reply update(Seen seen) {
        var id = seen.parts().get(1);
        var row = tables.get("incident").stream()
                .filter(r -> id.equals(r.get("sys_id")))
                .findFirst();
        if (row.isEmpty())
            return Reply.json(
                    404, "{\"error\":{\"message\":\"No Record found\",\"detail\":\"ACL\"},\"status\":\"failure\"}");
        var columns = columns(seen);
        var note = columns.remove("work_notes");
        if (note != null)
            tables.get("sys_journal_field")
                    .add(row("sys_id", "j1", "element_id", id, "element", "work_notes", "value", note));
        // What is no column is left out, silently.
        columns.keySet().retainAll(row.get().keySet());
        row.get().putAll(columns);
        return Reply.json(
                200,
                "{\"result\": "
                        + json(row.get(), seen.parameter("sysparm_fields").orElse("sys_id")) + "}");
    }
}

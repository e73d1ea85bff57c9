package dev.runbook.integrations.aws;

import dev.runbook.integrations.stub.VendorStub.Reply;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The logs of CloudWatch: one group, with an empty page in the middle.
final class LogsStub extends AwsServiceStub {

    private static final Map<String, Action> JSON = Map.ofEntries(
            Map.entry(
                    "Logs_20140328.DescribeLogGroups",
                    new Action(
                            "1.1",
                            members(
                                    "limit",
                                    "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 50}",
                                    "nextToken",
                                    S,
                                    "logGroupNamePrefix",
                                    S,
                                    "logGroupNamePattern",
                                    S),
                            "")),
            Map.entry(
                    "Logs_20140328.FilterLogEvents",
                    new Action(
                            "1.1",
                            members(
                                    "logGroupName",
                                    S,
                                    "startTime",
                                    MILLIS,
                                    "endTime",
                                    MILLIS,
                                    "filterPattern",
                                    S,
                                    "limit",
                                    "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 10000}",
                                    "nextToken",
                                    S),
                            "\"logGroupName\"")),
            Map.entry(
                    "Logs_20140328.StartQuery",
                    new Action(
                            "1.1",
                            members(
                                    "logGroupNames",
                                    LIST,
                                    "startTime",
                                    TIME,
                                    "endTime",
                                    TIME,
                                    "queryString",
                                    S,
                                    "limit",
                                    "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 10000}"),
                            "\"startTime\", \"endTime\", \"queryString\"")),
            Map.entry("Logs_20140328.GetQueryResults", new Action("1.1", members("queryId", S), "\"queryId\"")));

    private static final Map<String, Query> QUERY = Map.of();

    private static final String AUDIT = "-audit";

    private int polls;

    LogsStub() {
        super("logs", JSON, QUERY);
    }

    @Override
    synchronized Reply answer(String action, Seen seen, JsonNode body, Cloud cloud) {
        return switch (action) {
            case "DescribeLogGroups" -> groups(body, cloud);
            case "FilterLogEvents" -> lines(body, seen.empty());
            case "StartQuery" -> Reply.json(200, "{\"queryId\": \"q-1\"}");
            default -> results(seen.empty());
        };
    }

    private static Reply groups(JsonNode body, Cloud cloud) {
        var wanted = body.path("logGroupNamePattern").asString("");
        var name = "/ecs/checkout";
        if (!(cloud instanceof SmallCloud small) || !name.contains(wanted))
            return Reply.json(200, "{\"logGroups\": []}");
        var audit = small.audited ? "{\"logGroupName\": \"" + name + AUDIT + "\"}, " : "";
        return Reply.json(200, "{\"logGroups\": [" + audit + "{\"logGroupName\": \"" + name + "\"}]}");
    }

    private static Reply lines(JsonNode body, boolean empty) {
        if (empty) return Reply.json(200, "{\"events\": []}");
        if (body.path("logGroupName").asString("").endsWith(AUDIT))
            return Reply.json(400, "{\"__type\": \"AccessDeniedException\", \"message\": \"not yours\"}");
        // An empty page in the middle, as the real one gives.
        if (body.path("nextToken").isMissingNode()) return Reply.json(200, "{\"events\": [], \"nextToken\": \"n\"}");
        return Reply.json(
                200,
                "{\"events\": [{\"timestamp\": 1762163990000, \"message\": \"ERROR timeout of payments\\n\", \"eventId\": \"1\"}]}");
    }

    private Reply results(boolean empty) {
        if (polls++ == 0) return Reply.json(200, "{\"status\": \"Running\", \"results\": []}");
        return Reply.json(
                200,
                "{\"status\": \"Complete\", \"results\": ["
                        + (empty
                                ? ""
                                : "[{\"field\": \"@timestamp\", \"value\": \"2025-11-03 09:59:00.000\"}, {\"field\": \"@message\","
                                        + " \"value\": \"warn slow\"}, {\"field\": \"@log\", \"value\": \"123:/ecs/checkout\"}]")
                        + "]}");
    }
}

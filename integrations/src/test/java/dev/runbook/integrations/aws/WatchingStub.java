package dev.runbook.integrations.aws;

import dev.runbook.integrations.stub.VendorStub.Reply;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.util.ArrayList;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// CloudWatch: one alarm, and metrics whose first page is empty.
final class WatchingStub extends AwsServiceStub {

    private static final String METRIC = """
            {"type": "array", "minItems": 1, "maxItems": 500, "items": {"type": "object", "required": ["Id"],
              "additionalProperties": false, "properties": {
               "Id": {"type": "string", "pattern": "^[a-z][a-zA-Z0-9_]*$"}, "Expression": {"type": "string"},
               "Label": {"type": "string"}, "ReturnData": {"type": "boolean"}, "Period": {"type": "integer", "minimum": 1},
               "MetricStat": {"type": "object", "required": ["Metric", "Period", "Stat"], "additionalProperties": false,
                "properties": {"Period": {"type": "integer", "minimum": 60}, "Stat": {"type": "string"},
                 "Unit": {"type": "string"},
                 "Metric": {"type": "object", "additionalProperties": false, "properties": {
                  "Namespace": {"type": "string"}, "MetricName": {"type": "string"},
                  "Dimensions": {"type": "array", "maxItems": 30, "items": {"type": "object",
                   "required": ["Name", "Value"], "additionalProperties": false, "properties": {
                    "Name": {"type": "string"}, "Value": {"type": "string"}}}}}}}}}}}
            """;

    private static final Map<String, Action> JSON = Map.ofEntries(
            Map.entry(
                    "GraniteServiceVersion20100801.GetMetricData",
                    new Action(
                            "1.0",
                            members(
                                    "StartTime",
                                    TIME,
                                    "EndTime",
                                    TIME,
                                    "ScanBy",
                                    S,
                                    "MaxDatapoints",
                                    N,
                                    "NextToken",
                                    S,
                                    "MetricDataQueries",
                                    METRIC),
                            "\"StartTime\", \"EndTime\", \"MetricDataQueries\"")),
            Map.entry(
                    "GraniteServiceVersion20100801.DescribeAlarms",
                    new Action(
                            "1.0",
                            members(
                                    "AlarmTypes",
                                    LIST,
                                    "MaxRecords",
                                    N,
                                    "NextToken",
                                    S,
                                    "StateValue",
                                    S,
                                    "AlarmNames",
                                    LIST),
                            "")));

    private static final Map<String, Query> QUERY = Map.of();

    WatchingStub() {
        super("monitoring", JSON, QUERY);
    }

    @Override
    synchronized Reply answer(String action, Seen seen, JsonNode body, Cloud cloud) {
        return action.equals("GetMetricData") ? metrics(body, cloud) : Reply.json(200, alarms(cloud));
    }

    private static Reply metrics(JsonNode body, Cloud cloud) {
        if (!(cloud instanceof SmallCloud)) return Reply.json(200, "{\"MetricDataResults\": []}");
        var results = new ArrayList<String>();
        // The first page holds no value, and is not the last.
        if (body.path("NextToken").isMissingNode())
            return Reply.json(200, "{\"MetricDataResults\": [], \"NextToken\": \"more\"}");
        for (var query : body.path("MetricDataQueries"))
            results.add(
                    "{\"Id\": %s, \"Label\": \"l\", \"StatusCode\": \"Complete\", \"Timestamps\": [1762163940.0, 1762164000.0],"
                                    .formatted(query.path("Id"))
                            + " \"Values\": [12.5, 97.25]}");
        return Reply.json(200, "{\"MetricDataResults\": [" + String.join(",", results) + "]}");
    }

    private static String alarms(Cloud cloud) {
        if (!(cloud instanceof SmallCloud)) return "{\"MetricAlarms\": [], \"CompositeAlarms\": []}";
        return """
        {"MetricAlarms": [{"AlarmName": "cpu-web-1", "AlarmArn": "arn:a", "AlarmDescription": "cpu is high", "StateValue": "ALARM",
          "StateReason": "Threshold Crossed", "StateUpdatedTimestamp": 1762163700.5, "MetricName": "CPUUtilization",
          "Namespace": "AWS/EC2", "Threshold": 90.0, "ComparisonOperator": "GreaterThanThreshold",
          "Dimensions": [{"Name": "InstanceId", "Value": "i-0123456789abcdef0"}]},
         {"AlarmName": "quiet", "StateValue": "INSUFFICIENT_DATA", "Dimensions": []}], "CompositeAlarms": []}
        """;
    }
}

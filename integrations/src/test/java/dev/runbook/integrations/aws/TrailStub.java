package dev.runbook.integrations.aws;

import dev.runbook.integrations.stub.VendorStub.Reply;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// CloudTrail: one change.
final class TrailStub extends AwsServiceStub {

    private static final Map<String, Action> JSON = Map.ofEntries(Map.entry(
            "CloudTrail_20131101.LookupEvents",
            new Action(
                    "1.1",
                    members(
                            "LookupAttributes",
                            "{\"type\": \"array\", \"maxItems\": 1}",
                            "StartTime",
                            TIME,
                            "EndTime",
                            TIME,
                            "NextToken",
                            S,
                            "MaxResults",
                            "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 50}"),
                    "")));

    private static final Map<String, Query> QUERY = Map.of();

    TrailStub() {
        super("cloudtrail", JSON, QUERY);
    }

    @Override
    synchronized Reply answer(String action, Seen seen, JsonNode body, Cloud cloud) {
        return trail(cloud);
    }

    private static Reply trail(Cloud cloud) {
        return Reply.json(200, cloud instanceof SmallCloud ? """
                {"Events": [{"EventId": "e-1", "EventName": "UpdateService", "ReadOnly": "false", "EventTime": 1762162800.0,
                  "EventSource": "ecs.amazonaws.com", "Username": "ann",
                  "Resources": [{"ResourceType": "AWS::ECS::Service", "ResourceName": "checkout"}]}]}
                """ : "{\"Events\": []}");
    }
}

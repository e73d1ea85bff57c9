package dev.runbook.integrations.aws;

import dev.runbook.integrations.stub.VendorStub.Reply;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Systems Manager: commands, which for a moment are not known yet.
final class SystemsStub extends AwsServiceStub {

    private static final Map<String, Action> JSON = Map.ofEntries(
            Map.entry(
                    "AmazonSSM.SendCommand",
                    new Action(
                            "1.1",
                            members(
                                    "DocumentName",
                                    "{\"const\": \"AWS-RunShellScript\"}",
                                    "InstanceIds",
                                    LIST,
                                    "Parameters",
                                    "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"array\","
                                            + " \"items\": {\"type\": \"string\"}}}",
                                    "TimeoutSeconds",
                                    "{\"type\": \"integer\", \"minimum\": 30, \"maximum\": 2592000}",
                                    "Comment",
                                    "{\"type\": \"string\", \"maxLength\": 100}"),
                            "\"DocumentName\"")),
            Map.entry(
                    "AmazonSSM.GetCommandInvocation",
                    new Action("1.1", members("CommandId", S, "InstanceId", S), "\"CommandId\", \"InstanceId\"")),
            Map.entry(
                    "AmazonSSM.ListCommands",
                    new Action(
                            "1.1",
                            members(
                                    "InstanceId",
                                    S,
                                    "CommandId",
                                    S,
                                    "NextToken",
                                    S,
                                    "MaxResults",
                                    "{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 50}"),
                            "")),
            Map.entry(
                    "AmazonSSM.DescribeInstanceInformation",
                    new Action(
                            "1.1",
                            members(
                                    "MaxResults",
                                    "{\"type\": \"integer\", \"minimum\": 5, \"maximum\": 50}",
                                    "NextToken",
                                    S),
                            "")));

    private static final Map<String, Query> QUERY = Map.of();

    private final Cloud account;
    private final Map<String, JsonNode> sent = new LinkedHashMap<>();
    private final Map<String, Optional<String>> outputs = new LinkedHashMap<>();
    private final Map<String, Integer> asked = new LinkedHashMap<>();

    /// @param account where commands run
    SystemsStub(Cloud account) {
        super("ssm", JSON, QUERY);
        this.account = account;
    }

    @Override
    synchronized Reply answer(String action, Seen seen, JsonNode body, Cloud cloud) {
        return switch (action) {
            case "SendCommand" -> send(body);
            case "GetCommandInvocation" -> invocation(body);
            case "ListCommands" -> commands(body);
            default -> Reply.json(200, "{\"InstanceInformationList\": [{\"InstanceId\": \"i-1\"}]}");
        };
    }

    private Reply send(JsonNode body) {
        var id = "c-" + sent.size();
        sent.put(id, body);
        return Reply.json(200, "{\"Command\": {\"CommandId\": \"" + id + "\", \"Status\": \"Pending\"}}");
    }

    private Reply invocation(JsonNode body) {
        var id = body.path("CommandId").asString("");
        var command = sent.get(id);
        // For a moment it is not known yet.
        int times = asked.merge(id, 1, Integer::sum);
        if (times == 1) return fault("InvocationDoesNotExist", "");
        if (times == 2) return Reply.json(200, "{\"Status\": \"InProgress\", \"ResponseCode\": -1}");
        var output = outputs.computeIfAbsent(
                id,
                _ -> account.run(
                        body.path("InstanceId").asString(""),
                        command.path("Parameters").path("commands").path(0).asString("")));
        return Reply.json(
                200,
                "{\"Status\": \"%s\", \"ResponseCode\": %d, \"StandardOutputContent\": %s, \"StandardErrorContent\": \"%s\"}"
                        .formatted(
                                output.isPresent() ? "Success" : "Failed",
                                output.isPresent() ? 0 : 1,
                                JsonMapper.shared().writeValueAsString(output.orElse("")),
                                output.isPresent() ? "" : "no such thing"));
    }

    private Reply commands(JsonNode body) {
        var instance = body.path("InstanceId").asString("");
        var some = sent.entrySet().stream()
                .filter(e ->
                        e.getValue().path("InstanceIds").path(0).asString("").equals(instance))
                .map(e -> "{\"CommandId\": \"%s\", \"Status\": \"Success\", \"Comment\": %s}"
                        .formatted(e.getKey(), e.getValue().path("Comment")))
                .collect(Collectors.joining(","));
        return Reply.json(200, "{\"Commands\": [" + some + "]}");
    }
}

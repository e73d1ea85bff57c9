package dev.runbook.integrations.aws;

import dev.runbook.integrations.stub.VendorStub.Reply;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// ECS: services on machines, their tasks and revisions.
final class ContainersStub extends AwsServiceStub {

    private static final Map<String, Action> JSON = Map.ofEntries(
            ecs("ListClusters", members("maxResults", N, "nextToken", S), ""),
            ecs("ListServices", members("cluster", S, "maxResults", N, "nextToken", S), ""),
            ecs(
                    "DescribeServices",
                    members(
                            "cluster",
                            S,
                            "services",
                            "{\"type\": \"array\", \"minItems\": 1, \"maxItems\": 10, \"items\": {\"type\": \"string\"}}"),
                    "\"services\""),
            ecs(
                    "ListTasks",
                    members(
                            "cluster",
                            S,
                            "serviceName",
                            S,
                            "desiredStatus",
                            "{\"enum\": [\"RUNNING\", \"PENDING\", \"STOPPED\"]}",
                            "maxResults",
                            N,
                            "nextToken",
                            S),
                    ""),
            ecs("DescribeTasks", members("cluster", S, "tasks", LIST), "\"tasks\""),
            ecs("ListContainerInstances", members("cluster", S, "maxResults", N, "nextToken", S), ""),
            ecs(
                    "DescribeContainerInstances",
                    members("cluster", S, "containerInstances", LIST),
                    "\"containerInstances\""),
            ecs("StopTask", members("cluster", S, "task", S, "reason", S), "\"task\""),
            ecs("DescribeTaskDefinition", members("taskDefinition", S), "\"taskDefinition\""),
            ecs(
                    "ListTaskDefinitions",
                    members("familyPrefix", S, "sort", "{\"enum\": [\"ASC\", \"DESC\"]}", "status", S, "maxResults", N),
                    ""),
            ecs(
                    "UpdateService",
                    members(
                            "cluster",
                            S,
                            "service",
                            S,
                            "desiredCount",
                            N,
                            "taskDefinition",
                            S,
                            "forceNewDeployment",
                            "{\"type\": \"boolean\"}"),
                    "\"service\""));

    private final Cloud account;

    /// Stopped tasks, with why.
    private final Map<String, String> stopped = new LinkedHashMap<>();

    /// @param account what is changed
    ContainersStub(Cloud account) {
        super("ecs", JSON, Map.of());
        this.account = account;
    }

    private static Map.Entry<String, Action> ecs(String action, String members, String required) {
        return Map.entry("AmazonEC2ContainerServiceV20141113." + action, new Action("1.1", members, required));
    }

    @Override
    synchronized Reply answer(String action, Seen seen, JsonNode body, Cloud cloud) {
        return switch (action) {
            case "ListClusters" -> Reply.json(200, "{\"clusterArns\": [\"arn:aws:ecs:eu-central-1:1:cluster/main\"]}");
            case "ListServices" -> serviceArns(cloud);
            case "DescribeServices" -> services(body, cloud);
            case "ListTasks" -> taskArns(body, cloud);
            case "DescribeTasks" -> tasks(body);
            case "ListContainerInstances" -> instanceArns(cloud);
            case "DescribeContainerInstances" -> instances(body);
            case "StopTask" -> stop(body);
            case "DescribeTaskDefinition" -> task(body);
            case "ListTaskDefinitions" ->
                Reply.json(
                        200, "{\"taskDefinitionArns\": [\"arn:aws:ecs:eu-central-1:1:task-definition/checkout:42\"]}");
            default -> update(body);
        };
    }

    private static Reply serviceArns(Cloud cloud) {
        return Reply.json(
                200,
                "{\"serviceArns\": ["
                        + cloud.services().stream()
                                .map(s -> "\"arn:aws:ecs:eu-central-1:1:service/main/" + s.name() + "\"")
                                .collect(Collectors.joining(","))
                        + "]}");
    }

    private static Reply instanceArns(Cloud cloud) {
        return Reply.json(
                200,
                "{\"containerInstanceArns\": ["
                        + cloud.machines().stream()
                                .map(m -> "\"arn:aws:ecs:eu-central-1:1:container-instance/" + m.id() + "\"")
                                .collect(Collectors.joining(","))
                        + "]}");
    }

    private static Reply instances(JsonNode body) {
        var all = new ArrayList<String>();
        for (var arn : body.path("containerInstances"))
            all.add("{\"containerInstanceArn\": %s, \"ec2InstanceId\": \"%s\"}"
                    .formatted(arn, arn.asString("").replaceFirst("^.*/", "")));
        return Reply.json(200, "{\"containerInstances\": [" + String.join(",", all) + "]}");
    }

    private static Reply services(JsonNode body, Cloud cloud) {
        var names = new ArrayList<String>();
        body.path("services").forEach(n -> names.add(n.asString("").replaceFirst("^.*/", "")));
        var found =
                cloud.services().stream().filter(s -> names.contains(s.name())).toList();
        return Reply.json(
                200,
                "{\"services\": ["
                        + found.stream().map(ContainersStub::service).collect(Collectors.joining(","))
                        + "], \"failures\": []}");
    }

    private static String service(Cloud.Service s) {
        var task = "arn:aws:ecs:eu-central-1:1:task-definition/" + s.name() + ":" + s.revision();
        return String.format(
                Locale.ROOT,
                """
                {"serviceName": "%s", "serviceArn": "arn:aws:ecs:eu-central-1:1:service/main/%s", "status": "ACTIVE",
                 "desiredCount": %d, "runningCount": %d, "taskDefinition": "%s",
                 "deployments": [{"id": "d", "status": "PRIMARY", "taskDefinition": "%s", "createdAt": %d.0,
                   "rolloutState": "COMPLETED"}],
                 "events": [{"id": "e", "createdAt": %d.5, "message": "(service %s) has reached a steady state."}]}
                """,
                s.name(),
                s.name(),
                s.desired(),
                s.desired(),
                task,
                task,
                s.deployedAt().getEpochSecond(),
                s.deployedAt().getEpochSecond(),
                s.name());
    }

    private Reply taskArns(JsonNode body, Cloud cloud) {
        var wanted = body.path("serviceName").asString("");
        var arns = body.path("desiredStatus").asString("").equals("STOPPED")
                ? stopped.keySet().stream().toList()
                : cloud.services().stream()
                        .flatMap(s -> cloud.placed(s.name()).stream().map(m -> "arn:task/" + s.name() + "@" + m))
                        .toList();
        return Reply.json(
                200,
                "{\"taskArns\": ["
                        + arns.stream()
                                .filter(a -> wanted.isEmpty() || a.startsWith("arn:task/" + wanted + "@"))
                                .map(a -> "\"" + a + "\"")
                                .collect(Collectors.joining(","))
                        + "]}");
    }

    private Reply tasks(JsonNode body) {
        var all = new ArrayList<String>();
        for (var node : body.path("tasks")) {
            var arn = node.asString("");
            var parts = arn.replaceFirst("^arn:task/", "").split("@", 2);
            all.add("""
                    {"taskArn": "%s", "group": "service:%s", "containerInstanceArn": "arn:aws:ecs:eu-central-1:1:container-instance/%s",
                     "stoppedReason": "%s"}
                    """.formatted(arn, parts[0], parts[1], stopped.getOrDefault(arn, "")));
        }
        return Reply.json(200, "{\"tasks\": [" + String.join(",", all) + "], \"failures\": []}");
    }

    private Reply stop(JsonNode body) {
        var arn = body.path("task").asString("");
        var parts = arn.replaceFirst("^arn:task/", "").split("@", 2);
        stopped.put(arn, body.path("reason").asString(""));
        account.stop(parts[0], parts[1]);
        return Reply.json(200, "{\"task\": {\"taskArn\": \"" + arn + "\"}}");
    }

    private Reply task(JsonNode body) {
        var wanted = body.path("taskDefinition").asString("");
        var image = account.services().stream()
                .filter(s -> wanted.startsWith(s.name() + ":"))
                .map(Cloud.Service::image)
                .findFirst()
                .orElse("x:1");
        return Reply.json(
                200,
                "{\"taskDefinition\": {\"containerDefinitions\": [{\"name\": \"main\", \"image\": \"" + image
                        + "\"}]}}");
    }

    private Reply update(JsonNode body) {
        var name = body.path("service").asString("");
        if (body.path("forceNewDeployment").asBoolean(false)) account.renew(name);
        if (body.path("desiredCount").isNumber())
            account.scale(name, body.path("desiredCount").asInt());
        var task = body.path("taskDefinition").asString("");
        if (!task.isEmpty()) account.deploy(name, Integer.parseInt(task.replaceFirst("^.*:", "")));
        return Reply.json(200, "{\"service\": {\"serviceName\": \"" + name + "\"}}");
    }
}

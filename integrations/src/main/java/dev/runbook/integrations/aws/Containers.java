package dev.runbook.integrations.aws;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// ECS: services and their deployments. Safe for use by many threads.
///
/// @param clusters those that are looked into; all when empty
record Containers(AwsClient aws, List<String> clusters) {

    private static final int PAGE = 100;

    /// DescribeServices takes no more.
    private static final int AT_ONCE = 10;

    /// A service.
    ///
    /// @param task the ARN of its task definition
    record Service(
            String name,
            String arn,
            String cluster,
            String status,
            int desired,
            int running,
            String task,
            List<Deployment> deployments,
            List<Happening> events) {

        /// The deployment that shall be.
        Optional<Deployment> primary() {
            return deployments.stream()
                    .filter(d -> d.status().equals("PRIMARY"))
                    .findFirst();
        }
    }

    /// A deployment of a service.
    ///
    /// @param state of the roll-out, such as `IN_PROGRESS`
    record Deployment(String status, String task, Instant created, String state) {}

    /// What ECS says of a service.
    record Happening(Instant at, String message) {}

    private Harvest<String> clusters(Patience patience) throws Unanswered, InterruptedException {
        return clusters.isEmpty()
                ? all("ListClusters", Value.Fields.NONE, "clusterArns", patience)
                : new Harvest<>(clusters, Optional.empty());
    }

    /// ARNs, page by page.
    private Harvest<String> all(String action, Value.Fields input, String name, Patience patience)
            throws Unanswered, InterruptedException {
        var first = input.with(Value.fields("maxResults", PAGE).fields());
        return Harvest.of("aws", aws.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
            var asked = cursor.map(
                            token -> first.with(Value.fields("nextToken", token).fields()))
                    .orElse(first);
            var answer = aws.read(AwsService.ECS, action, asked, patience);
            return new Harvest.Page<>(
                    Nodes.list(answer, name).stream()
                            .flatMap(arn -> Nodes.text(arn).stream())
                            .toList(),
                    Nodes.text(answer, "nextToken"));
        });
    }

    /// Every service of every cluster.
    Harvest<Service> services(Patience patience) throws Unanswered, InterruptedException {
        var services = new ArrayList<Service>();
        var places = clusters(patience);
        var gap = places.gap();
        for (var cluster : places.items()) {
            var listed = all("ListServices", Value.fields("cluster", cluster), "serviceArns", patience);
            var arns = listed.items();
            gap = gap.or(listed::gap);
            for (int i = 0; i < arns.size(); i += AT_ONCE)
                services.addAll(described(cluster, arns.subList(i, Math.min(i + AT_ONCE, arns.size())), patience));
        }
        return new Harvest<>(services, gap);
    }

    /// The service of a name, in the first cluster that has it.
    Optional<Service> service(String name, Patience patience) throws Unanswered, InterruptedException {
        for (var cluster : clusters(patience).items()) {
            var found = described(cluster, List.of(name), patience);
            if (!found.isEmpty()) return Optional.of(found.getFirst());
        }
        return Optional.empty();
    }

    private List<Service> described(String cluster, List<String> names, Patience patience)
            throws Unanswered, InterruptedException {
        var answer = aws.read(
                AwsService.ECS, "DescribeServices", Value.fields("cluster", cluster, "services", names), patience);
        return Nodes.list(answer, "services").stream()
                .filter(node -> !Nodes.text(node, "status").orElse("").equals("INACTIVE"))
                .map(node -> service(cluster, node))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Service> service(String cluster, JsonNode node) {
        return Nodes.text(node, "serviceName")
                .map(name -> new Service(
                        name,
                        Nodes.text(node, "serviceArn").orElse(name),
                        cluster,
                        Nodes.text(node, "status").orElse(""),
                        Nodes.whole(node, "desiredCount").orElse(0L).intValue(),
                        Nodes.whole(node, "runningCount").orElse(0L).intValue(),
                        Nodes.text(node, "taskDefinition").orElse(""),
                        Nodes.list(node, "deployments").stream()
                                .map(d -> new Deployment(
                                        Nodes.text(d, "status").orElse(""),
                                        Nodes.text(d, "taskDefinition").orElse(""),
                                        Times.seconds(d, "createdAt").orElse(Instant.EPOCH),
                                        Nodes.text(d, "rolloutState").orElse("")))
                                .toList(),
                        Nodes.list(node, "events").stream()
                                .flatMap(e -> Times.seconds(e, "createdAt")
                                        .map(at -> new Happening(
                                                at, Nodes.text(e, "message").orElse("")))
                                        .stream())
                                .toList()));
    }

    /// A task that runs, or did.
    ///
    /// @param service whose it is; empty when it is nobody's
    /// @param place the container instance it runs on; empty on Fargate
    /// @param stopped why it was stopped
    record Task(String arn, String cluster, String service, String place, String stopped) {}

    /// The tasks of a cluster, or of one service of it.
    ///
    /// @param status `RUNNING`, or `STOPPED`, which is remembered for an hour
    List<Task> tasks(String cluster, Optional<String> service, String status, Patience patience)
            throws Unanswered, InterruptedException {
        var input = Value.fields("cluster", cluster, "desiredStatus", status);
        if (service.isPresent())
            input = input.with(Value.fields("serviceName", service.get()).fields());
        var arns = all("ListTasks", input, "taskArns", patience).items();
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < arns.size(); i += PAGE) {
            var some = arns.subList(i, Math.min(i + PAGE, arns.size()));
            var answer = aws.read(
                    AwsService.ECS, "DescribeTasks", Value.fields("cluster", cluster, "tasks", some), patience);
            for (var node : Nodes.list(answer, "tasks"))
                tasks.add(new Task(
                        Nodes.text(node, "taskArn").orElse(""),
                        cluster,
                        Nodes.text(node, "group").orElse("").replaceFirst("^service:", ""),
                        Nodes.text(node, "containerInstanceArn").orElse(""),
                        Nodes.text(node, "stoppedReason").orElse("")));
        }
        return tasks;
    }

    /// The machine under each container instance of a cluster, by the instance's ARN.
    Map<String, String> machines(String cluster, Patience patience) throws Unanswered, InterruptedException {
        var arns = all("ListContainerInstances", Value.fields("cluster", cluster), "containerInstanceArns", patience)
                .items();
        var machines = new TreeMap<String, String>();
        for (int i = 0; i < arns.size(); i += PAGE) {
            var some = arns.subList(i, Math.min(i + PAGE, arns.size()));
            var answer = aws.read(
                    AwsService.ECS,
                    "DescribeContainerInstances",
                    Value.fields("cluster", cluster, "containerInstances", some),
                    patience);
            for (var node : Nodes.list(answer, "containerInstances"))
                machines.put(
                        Nodes.text(node, "containerInstanceArn").orElse(""),
                        Nodes.text(node, "ec2InstanceId").orElse(""));
        }
        return machines;
    }

    /// On which machines each service of every cluster runs, by the service's name; none of those on Fargate.
    Map<String, List<String>> placement(Patience patience) throws Unanswered, InterruptedException {
        var placement = new TreeMap<String, List<String>>();
        for (var cluster : clusters(patience).items()) {
            var machines = machines(cluster, patience);
            if (machines.isEmpty()) continue;
            for (var task : tasks(cluster, Optional.empty(), "RUNNING", patience)) {
                var machine = machines.get(task.place());
                if (machine != null && !task.service().isEmpty())
                    placement
                            .computeIfAbsent(task.service(), _ -> new ArrayList<>())
                            .add(machine);
            }
        }
        return placement;
    }

    /// The tasks of a service on one machine.
    List<Task> tasksOn(Service service, String machine, Patience patience) throws Unanswered, InterruptedException {
        var machines = machines(service.cluster(), patience);
        return tasks(service.cluster(), Optional.of(service.name()), "RUNNING", patience).stream()
                .filter(task -> machine.equals(machines.get(task.place())))
                .toList();
    }

    /// Stops a task; its service starts another in its place.
    void stop(Task task, String reason, Patience patience) throws Unanswered, InterruptedException {
        aws.json(
                AwsService.ECS,
                "StopTask",
                Value.fields("cluster", task.cluster(), "task", task.arn(), "reason", reason),
                Request.Effect.CHANGES_ONCE,
                patience);
    }

    /// A task definition as `family:revision`.
    static String brief(String task) {
        return task.replaceFirst("^.*/", "");
    }

    /// The revision of a task definition; empty when its name has none.
    static Optional<Integer> revision(String task) {
        var brief = brief(task);
        var number = brief.substring(brief.lastIndexOf(':') + 1);
        return number.matches("\\d{1,9}") && brief.contains(":")
                ? Optional.of(Integer.valueOf(number))
                : Optional.empty();
    }

    /// The name of the revision before one; empty when it is the first.
    static Optional<String> before(String task) {
        var brief = brief(task);
        return revision(task)
                .filter(number -> number > 1)
                .map(number -> brief.substring(0, brief.lastIndexOf(':')) + ":" + (number - 1));
    }

    /// The version that a task definition runs: the tag of its first image, else its revision.
    String version(String task, Patience patience) throws Unanswered, InterruptedException {
        var answer = aws.read(
                AwsService.ECS, "DescribeTaskDefinition", Value.fields("taskDefinition", brief(task)), patience);
        return Nodes.list(answer, "taskDefinition", "containerDefinitions").stream()
                .flatMap(container -> Nodes.text(container, "image").stream())
                .map(image -> image.replaceFirst("^.*/", ""))
                .filter(image -> image.contains(":"))
                .map(image -> image.substring(image.indexOf(':') + 1))
                .findFirst()
                .orElseGet(() -> brief(task));
    }

    /// The newest revision of the family that a task definition belongs to.
    Optional<String> newest(String task, Patience patience) throws Unanswered, InterruptedException {
        var brief = brief(task);
        var family = brief.contains(":") ? brief.substring(0, brief.lastIndexOf(':')) : brief;
        var answer = aws.read(
                AwsService.ECS,
                "ListTaskDefinitions",
                Value.fields("familyPrefix", family, "sort", "DESC", "status", "ACTIVE", "maxResults", 1),
                patience);
        return Nodes.list(answer, "taskDefinitionArns").stream()
                .flatMap(arn -> Nodes.text(arn).stream())
                .findFirst();
    }

    /// Replaces all tasks of a service by new ones of the same kind.
    void renew(Service service, Patience patience) throws Unanswered, InterruptedException {
        update(service, Value.fields("forceNewDeployment", true), Request.Effect.CHANGES, patience);
    }

    void scale(Service service, int desired, Patience patience) throws Unanswered, InterruptedException {
        update(service, Value.fields("desiredCount", desired), Request.Effect.CHANGES_ONCE, patience);
    }

    /// Runs another task definition from now on.
    void deploy(Service service, String task, Patience patience) throws Unanswered, InterruptedException {
        update(service, Value.fields("taskDefinition", task), Request.Effect.CHANGES_ONCE, patience);
    }

    private void update(Service service, Value.Fields change, Request.Effect effect, Patience patience)
            throws Unanswered, InterruptedException {
        var named = Value.fields("cluster", service.cluster(), "service", service.name());
        aws.json(AwsService.ECS, "UpdateService", named.with(change.fields()), effect, patience);
    }
}

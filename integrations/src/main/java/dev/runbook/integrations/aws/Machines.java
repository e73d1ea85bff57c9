package dev.runbook.integrations.aws;

import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Request.Parameter;
import dev.runbook.integrations.edge.Unanswered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// EC2 and Auto Scaling. Safe for use by many threads.
record Machines(AwsClient aws) {

    /// What EC2 gives at once, and takes in one filter.
    private static final int PAGE = 200;

    /// A machine.
    ///
    /// @param name its tag `Name`, else its private DNS name
    record Instance(String id, String name, String state, String type, String zone) {}

    /// The machines that a host's name means: an id, the tag `Name`, or a private DNS name; ended ones left
    /// out.
    List<Instance> named(String host, Patience patience) throws Unanswered, InterruptedException {
        if (host.matches("i-[0-9a-f]{8,17}")) return instances(List.of(new Parameter("InstanceId.1", host)), patience);
        var byName = filtered("tag:Name", List.of(host), patience).items();
        return byName.isEmpty()
                ? filtered("private-dns-name", List.of(host), patience).items()
                : byName;
    }

    /// All machines that are not ended.
    Harvest<Instance> all(Patience patience) throws Unanswered, InterruptedException {
        return filtered(
                "instance-state-name", List.of("pending", "running", "shutting-down", "stopping", "stopped"), patience);
    }

    /// The machines with these ids; those that are gone are left out.
    List<Instance> byId(List<String> ids, Patience patience) throws Unanswered, InterruptedException {
        var found = new ArrayList<Instance>();
        for (int i = 0; i < ids.size(); i += PAGE)
            found.addAll(filtered("instance-id", ids.subList(i, Math.min(i + PAGE, ids.size())), patience)
                    .items());
        return found;
    }

    private Harvest<Instance> filtered(String filter, List<String> values, Patience patience)
            throws Unanswered, InterruptedException {
        var input = new ArrayList<Parameter>();
        input.add(new Parameter("Filter.1.Name", filter));
        for (int i = 0; i < values.size(); i++) input.add(new Parameter("Filter.1.Value." + (i + 1), values.get(i)));
        input.add(new Parameter("MaxResults", Integer.toString(PAGE)));
        return Harvest.of("aws", aws.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
            var asked = new ArrayList<>(input);
            cursor.ifPresent(token -> asked.add(new Parameter("NextToken", token)));
            var answer = aws.read(AwsService.EC2, "DescribeInstances", asked, patience);
            return new Harvest.Page<>(read(answer), answer.text("nextToken"));
        });
    }

    private List<Instance> instances(List<Parameter> input, Patience patience) throws Unanswered, InterruptedException {
        return read(aws.read(AwsService.EC2, "DescribeInstances", input, patience));
    }

    private static List<Instance> read(Xml answer) {
        var found = new ArrayList<Instance>();
        for (var item : answer.all("reservationSet", "item", "instancesSet", "item")) {
            var id = item.text("instanceId");
            var state = item.text("instanceState", "name").orElse("");
            if (id.isEmpty() || state.equals("terminated")) continue;
            var name = item.all("tagSet", "item").stream()
                    .filter(tag -> tag.text("key").filter("Name"::equals).isPresent())
                    .flatMap(tag -> tag.text("value").stream())
                    .findFirst()
                    .or(() -> item.text("privateDnsName"))
                    .orElse(id.get());
            found.add(new Instance(
                    id.get(),
                    name,
                    state,
                    item.text("instanceType").orElse(""),
                    item.text("placement", "availabilityZone").orElse("")));
        }
        return found;
    }

    /// Restarts a machine. EC2 takes no key for it, and keeps no record that we could read.
    void reboot(String id, Patience patience) throws Unanswered, InterruptedException {
        aws.query(
                AwsService.EC2,
                "RebootInstances",
                List.of(new Parameter("InstanceId.1", id)),
                Request.Effect.CHANGES,
                patience);
    }

    /// An Auto Scaling group.
    record Group(String name, int desired, int min, int max, int healthy) {}

    /// All groups, or the one of a name.
    Harvest<Group> groups(Optional<String> name, Patience patience) throws Unanswered, InterruptedException {
        var input = new ArrayList<Parameter>();
        name.ifPresent(n -> input.add(new Parameter("AutoScalingGroupNames.member.1", n)));
        input.add(new Parameter("MaxRecords", "100"));
        return Harvest.of("aws", aws.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
            var asked = new ArrayList<>(input);
            cursor.ifPresent(token -> asked.add(new Parameter("NextToken", token)));
            var answer = aws.read(AwsService.AUTO_SCALING, "DescribeAutoScalingGroups", asked, patience);
            var groups = answer.all("DescribeAutoScalingGroupsResult", "AutoScalingGroups", "member").stream()
                    .map(Machines::group)
                    .flatMap(Optional::stream)
                    .toList();
            return new Harvest.Page<>(groups, answer.text("DescribeAutoScalingGroupsResult", "NextToken"));
        });
    }

    private static Optional<Group> group(Xml member) {
        return member.text("AutoScalingGroupName")
                .map(name -> new Group(
                        name,
                        number(member, "DesiredCapacity"),
                        number(member, "MinSize"),
                        number(member, "MaxSize"),
                        (int) member.all("Instances", "member").stream()
                                .filter(i -> i.text("HealthStatus")
                                        .filter("Healthy"::equalsIgnoreCase)
                                        .isPresent())
                                .count()));
    }

    private static int number(Xml xml, String name) {
        return xml.text(name)
                .filter(t -> t.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    /// Sets how many machines a group shall have, whatever its cool-down.
    void setDesired(String group, int desired, Patience patience) throws Unanswered, InterruptedException {
        aws.query(
                AwsService.AUTO_SCALING,
                "SetDesiredCapacity",
                List.of(
                        new Parameter("AutoScalingGroupName", group),
                        new Parameter("DesiredCapacity", Integer.toString(desired)),
                        new Parameter("HonorCooldown", "false")),
                Request.Effect.CHANGES_ONCE,
                patience);
    }
}

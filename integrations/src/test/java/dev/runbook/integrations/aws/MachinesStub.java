package dev.runbook.integrations.aws;

import dev.runbook.integrations.stub.VendorStub.Reply;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// EC2: machines, found by their tags and ids.
final class MachinesStub extends AwsServiceStub {

    private static final Map<String, Action> JSON = Map.of();

    private static final Map<String, Query> QUERY = Map.of(
            "DescribeInstances",
                    new Query(
                            "2016-11-15", "Filter\\.\\d+\\.(Name|Value\\.\\d+)|InstanceId\\.\\d+|MaxResults|NextToken"),
            "RebootInstances", new Query("2016-11-15", "InstanceId\\.\\d+"));

    private final Cloud account;

    /// @param account what is changed
    MachinesStub(Cloud account) {
        super("ec2", JSON, QUERY);
        this.account = account;
    }

    @Override
    synchronized Reply answer(String action, Seen seen, JsonNode body, Cloud cloud) {
        if (action.equals("DescribeInstances")) return instances(seen, cloud);
        account.reboot(seen.field("InstanceId.1").orElse(""));
        return text("<RebootInstancesResponse><return>true</return></RebootInstancesResponse>");
    }

    private static Reply instances(Seen seen, Cloud cloud) {
        var filter = seen.field("Filter.1.Name").orElse("");
        var values = new ArrayList<String>();
        for (int i = 1; seen.field("Filter.1.Value." + i).isPresent(); i++)
            values.add(seen.field("Filter.1.Value." + i).orElse(""));
        var items = cloud.machines().stream()
                .filter(m -> switch (filter) {
                    case "tag:Name" -> values.contains(m.name());
                    case "instance-id" -> values.contains(m.id());
                    case "instance-state-name" -> true;
                    case "" -> seen.field("InstanceId.1").orElse("").equals(m.id());
                    default -> false;
                })
                .map(m -> "<item><instancesSet><item><instanceId>" + m.id()
                        + "</instanceId><instanceState><code>16</code><name>running</name></instanceState>"
                        + "<instanceType>m7g.large</instanceType><placement><availabilityZone>" + m.zone()
                        + "</availabilityZone></placement><tagSet><item><key>Name</key><value>" + m.name()
                        + "</value></item></tagSet></item></instancesSet></item>")
                .collect(Collectors.joining());
        return text("<DescribeInstancesResponse><reservationSet>" + items
                + "</reservationSet></DescribeInstancesResponse>");
    }
}

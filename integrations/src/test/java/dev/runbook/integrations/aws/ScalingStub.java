package dev.runbook.integrations.aws;

import dev.runbook.integrations.stub.VendorStub.Reply;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Auto Scaling: one group.
final class ScalingStub extends AwsServiceStub {

    private static final Map<String, Action> JSON = Map.of();

    private static final Map<String, Query> QUERY = Map.of(
            "DescribeAutoScalingGroups",
                    new Query("2011-01-01", "AutoScalingGroupNames\\.member\\.\\d+|MaxRecords|NextToken"),
            "SetDesiredCapacity", new Query("2011-01-01", "AutoScalingGroupName|DesiredCapacity|HonorCooldown"));

    private final Cloud account;
    private int desired = 2;

    /// @param account what is changed
    ScalingStub(Cloud account) {
        super("autoscaling", JSON, QUERY);
        this.account = account;
    }

    @Override
    synchronized Reply answer(String action, Seen seen, JsonNode body, Cloud cloud) {
        if (action.equals("DescribeAutoScalingGroups")) return groups(seen);
        desired = Integer.parseInt(seen.field("DesiredCapacity").orElse("0"));
        return text("<SetDesiredCapacityResponse/>");
    }

    private Reply groups(Seen seen) {
        var wanted = seen.field("AutoScalingGroupNames.member.1");
        var group = seen.empty()
                        || account.machines().isEmpty()
                        || !wanted.map("workers"::equals).orElse(account instanceof SmallCloud)
                ? ""
                : "<member><AutoScalingGroupName>workers</AutoScalingGroupName><DesiredCapacity>" + desired
                        + "</DesiredCapacity><MinSize>1</MinSize><MaxSize>5</MaxSize><Instances><member>"
                        + "<HealthStatus>Healthy</HealthStatus></member></Instances></member>";
        return text("<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups>" + group
                + "</AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>");
    }
}

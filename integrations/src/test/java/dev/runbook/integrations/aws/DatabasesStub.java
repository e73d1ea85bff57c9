package dev.runbook.integrations.aws;

import dev.runbook.integrations.stub.VendorStub.Reply;
import dev.runbook.integrations.stub.VendorStub.Seen;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// RDS: databases and what happened to them.
final class DatabasesStub extends AwsServiceStub {

    private static final Map<String, Action> JSON = Map.of();

    private static final Map<String, Query> QUERY = Map.of(
            "DescribeDBInstances", new Query("2014-10-31", "DBInstanceIdentifier|MaxRecords|Marker"),
            "DescribeEvents",
                    new Query("2014-10-31", "SourceType|SourceIdentifier|StartTime|EndTime|Duration|MaxRecords|Marker"),
            "RebootDBInstance", new Query("2014-10-31", "DBInstanceIdentifier"));

    private final Cloud account;

    /// @param account what is changed
    DatabasesStub(Cloud account) {
        super("rds", JSON, QUERY);
        this.account = account;
    }

    @Override
    synchronized Reply answer(String action, Seen seen, JsonNode body, Cloud cloud) {
        return switch (action) {
            case "DescribeDBInstances" -> databases(seen, cloud);
            case "DescribeEvents" ->
                text("<DescribeEventsResponse><DescribeEventsResult><Events>"
                        + (seen.empty() || cloud.databases().isEmpty()
                                ? ""
                                : "<Event><SourceIdentifier>shop-db</SourceIdentifier><Message>Backing up</Message>"
                                        + "<Date>2025-11-03T09:30:00Z</Date></Event>")
                        + "</Events></DescribeEventsResult></DescribeEventsResponse>");
            default -> {
                account.reboot(seen.field("DBInstanceIdentifier").orElse(""));
                yield text("<RebootDBInstanceResponse/>");
            }
        };
    }

    private static Reply databases(Seen seen, Cloud cloud) {
        var name = seen.field("DBInstanceIdentifier");
        var found = cloud.databases().stream()
                .filter(d -> name.map(d.name()::equals).orElse(true))
                .toList();
        if (name.isPresent() && found.isEmpty())
            return new Reply(
                    404,
                    "<ErrorResponse><Error><Type>Sender</Type><Code>DBInstanceNotFound</Code><Message>DBInstance not found."
                            + "</Message></Error></ErrorResponse>",
                    Map.of());
        return text("<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances>"
                + found.stream()
                        .map(d -> "<DBInstance><DBInstanceIdentifier>" + d.name()
                                + "</DBInstanceIdentifier><DBInstanceStatus>"
                                + d.status() + "</DBInstanceStatus><Engine>postgres</Engine><EngineVersion>17.2"
                                + "</EngineVersion><AvailabilityZone>eu-central-1a</AvailabilityZone></DBInstance>")
                        .collect(Collectors.joining())
                + "</DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>");
    }
}

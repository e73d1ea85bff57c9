package dev.runbook.integrations.aws;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.runbook.core.signing.SignatureV4;
import dev.runbook.integrations.stub.VendorStub;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// AWS behind one endpoint, as its service models are: the signature is computed again, and an action, a
/// member or a parameter that a model lacks is a failed request.
public final class AwsStub extends VendorStub {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Pattern CREDENTIAL = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9]+)/aws4_request, SignedHeaders=([^,]+),"
                    + " Signature=[0-9a-f]{64}");
    private static final String S = "{\"type\": \"string\"}";
    private static final String N = "{\"type\": \"integer\"}";
    private static final String TIME = "{\"type\": \"number\", \"maximum\": 9999999999}";
    private static final String MILLIS = "{\"type\": \"integer\", \"minimum\": 1000000000000}";
    private static final String LIST = "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}";

    /// An action of JSON: the service's name in signatures, the members of its input, those that must be there.
    private record Action(String service, String version, String members, String required) {
        String schema() {
            return "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {" + members
                    + "}, \"required\": [" + required + "]}";
        }
    }

    private static String members(String... namesAndSchemas) {
        var members = new ArrayList<String>();
        for (int i = 0; i < namesAndSchemas.length; i += 2)
            members.add("\"" + namesAndSchemas[i] + "\": " + namesAndSchemas[i + 1]);
        return String.join(",", members);
    }

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
                            "monitoring",
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
                            "monitoring",
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
                            "")),
            Map.entry(
                    "Logs_20140328.DescribeLogGroups",
                    new Action(
                            "logs",
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
                            "logs",
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
                            "logs",
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
            Map.entry("Logs_20140328.GetQueryResults", new Action("logs", "1.1", members("queryId", S), "\"queryId\"")),
            Map.entry(
                    "AmazonSSM.SendCommand",
                    new Action(
                            "ssm",
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
                    new Action(
                            "ssm", "1.1", members("CommandId", S, "InstanceId", S), "\"CommandId\", \"InstanceId\"")),
            Map.entry(
                    "AmazonSSM.ListCommands",
                    new Action(
                            "ssm",
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
                            "ssm",
                            "1.1",
                            members(
                                    "MaxResults",
                                    "{\"type\": \"integer\", \"minimum\": 5, \"maximum\": 50}",
                                    "NextToken",
                                    S),
                            "")),
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
                    "\"service\""),
            Map.entry(
                    "CloudTrail_20131101.LookupEvents",
                    new Action(
                            "cloudtrail",
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

    private static Map.Entry<String, Action> ecs(String action, String members, String required) {
        return Map.entry("AmazonEC2ContainerServiceV20141113." + action, new Action("ecs", "1.1", members, required));
    }

    /// Actions of the query protocol: service and version, and what each parameter's name must match.
    private static final Map<String, List<String>> QUERY = Map.of(
            "DescribeInstances",
                    List.of(
                            "ec2",
                            "2016-11-15",
                            "Filter\\.\\d+\\.(Name|Value\\.\\d+)|InstanceId\\.\\d+|MaxResults|NextToken"),
            "RebootInstances", List.of("ec2", "2016-11-15", "InstanceId\\.\\d+"),
            "DescribeAutoScalingGroups",
                    List.of("autoscaling", "2011-01-01", "AutoScalingGroupNames\\.member\\.\\d+|MaxRecords|NextToken"),
            "SetDesiredCapacity",
                    List.of("autoscaling", "2011-01-01", "AutoScalingGroupName|DesiredCapacity|HonorCooldown"),
            "DescribeDBInstances", List.of("rds", "2014-10-31", "DBInstanceIdentifier|MaxRecords|Marker"),
            "DescribeEvents",
                    List.of(
                            "rds",
                            "2014-10-31",
                            "SourceType|SourceIdentifier|StartTime|EndTime|Duration|MaxRecords|Marker"),
            "RebootDBInstance", List.of("rds", "2014-10-31", "DBInstanceIdentifier"));

    private final Cloud account;
    private final String secret;
    private final Map<String, JsonNode> sent = new LinkedHashMap<>();
    private int polls;
    private int desired = 2;

    /// @param secret of the keys that sign
    public AwsStub(int huge, Cloud account, String secret) {
        super(huge);
        this.account = account;
        this.secret = secret;
        route(new Route("POST", "/", Map.of(), Map.of("X-Amz-Date", "\\d{8}T\\d{6}Z"), "any", this::answer));
    }

    @Override
    protected String refusal(String message) {
        return "<ErrorResponse><Error><Code>AuthFailure</Code><Message>" + message.replace('<', ' ')
                + "</Message></Error></ErrorResponse>";
    }

    @Override
    protected boolean reads(Seen seen) {
        var name = seen.headers().getOrDefault("X-Amz-Target", "");
        var action = name.isEmpty() ? seen.field("Action").orElse("") : name.replaceFirst("^.*\\.", "");
        return action.matches("(Describe|Get|List|Filter|Lookup|StartQuery).*");
    }

    private Reply answer(Seen seen) {
        var target = seen.headers().getOrDefault("X-Amz-Target", "");
        var wrong = new ArrayList<String>();
        var service = target.isEmpty() ? wrongQuery(seen, wrong) : wrongJson(target, seen, wrong);
        wrongSignature(seen, service, wrong);
        if (!wrong.isEmpty()) {
            complaints().add(target + seen.field("Action").orElse("") + ": " + wrong);
            return Reply.json(400, "{\"__type\": \"ValidationException\", \"message\": \"wrong\"}");
        }
        return target.isEmpty() ? query(seen) : json(target.replaceFirst("^.*\\.", ""), body(seen), seen.empty());
    }

    private static JsonNode body(Seen seen) {
        return JsonMapper.shared().readTree(seen.body());
    }

    private static String wrongJson(String target, Seen seen, List<String> wrong) {
        var action = JSON.get(target);
        if (action == null) {
            wrong.add("no such action");
            return "";
        }
        var type = seen.headers().getOrDefault("Content-Type", "");
        if (!type.equals("application/x-amz-json-" + action.version())) wrong.add("content type " + type);
        SCHEMAS.getSchema(action.schema(), InputFormat.JSON)
                .validate(seen.body(), InputFormat.JSON)
                .forEach(error -> wrong.add(error.getInstanceLocation() + " " + error.getMessage()));
        return action.service();
    }

    private static String wrongQuery(Seen seen, List<String> wrong) {
        var type = seen.headers().getOrDefault("Content-Type", "");
        if (!type.startsWith("application/x-www-form-urlencoded")) wrong.add("content type " + type);
        var known = QUERY.get(seen.field("Action").orElse(""));
        if (known == null) {
            wrong.add("no such action");
            return "";
        }
        if (!seen.field("Version").orElse("").equals(known.get(1))) wrong.add("version");
        for (var pair : seen.body().split("&", -1)) {
            var name =
                    java.net.URLDecoder.decode(pair.replaceFirst("=.*", ""), java.nio.charset.StandardCharsets.UTF_8);
            if (!name.matches("Action|Version|" + known.get(2))) wrong.add("no parameter " + name);
        }
        return known.getFirst();
    }

    private void wrongSignature(Seen seen, String service, List<String> wrong) {
        var given = seen.headers().getOrDefault("Authorization", "");
        var parts = CREDENTIAL.matcher(given);
        if (!parts.matches()) {
            wrong.add("authorization " + given);
            return;
        }
        if (!parts.group(4).equals(service)) wrong.add("signed for " + parts.group(4) + ", not " + service);
        var names = List.of(parts.group(5).split(";"));
        if (!names.containsAll(List.of("host", "x-amz-date"))) wrong.add("signed headers " + names);
        if (seen.headers().containsKey("X-Amz-Security-Token") && !names.contains("x-amz-security-token"))
            wrong.add("the session token is not signed");
        var signed = new TreeMap<String, String>();
        names.forEach(name -> signed.put(name, seen.headers().getOrDefault(name, "")));
        var again = new SignatureV4(parts.group(3), service, parts.group(1), secret, Optional.empty())
                .authorization("POST", URI.create("http://any/"), signed, seen.body());
        if (!again.equals(given)) wrong.add("signature");
    }

    private Cloud cloud(boolean empty) {
        return empty ? Cloud.EMPTY : account;
    }

    private static Reply text(String xml) {
        return new Reply(200, xml, Map.of("Content-Type", "text/xml"));
    }

    private static Reply fault(String code, String message) {
        return Reply.json(400, "{\"__type\": \"com.amazonaws#%s\", \"message\": \"%s\"}".formatted(code, message));
    }

    private synchronized Reply query(Seen seen) {
        var cloud = cloud(seen.empty());
        return switch (seen.field("Action").orElse("")) {
            case "DescribeInstances" -> instances(seen, cloud);
            case "RebootInstances" -> {
                account.reboot(seen.field("InstanceId.1").orElse(""));
                yield text("<RebootInstancesResponse><return>true</return></RebootInstancesResponse>");
            }
            case "DescribeAutoScalingGroups" -> groups(seen);
            case "SetDesiredCapacity" -> {
                desired = Integer.parseInt(seen.field("DesiredCapacity").orElse("0"));
                yield text("<SetDesiredCapacityResponse/>");
            }
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

    private synchronized Reply json(String action, JsonNode body, boolean empty) {
        var cloud = cloud(empty);
        return switch (action) {
            case "GetMetricData" -> metrics(body, cloud);
            case "DescribeAlarms" -> Reply.json(200, alarms(cloud));
            case "DescribeLogGroups" -> groups(body, cloud);
            case "FilterLogEvents" -> lines(body, empty);
            case "StartQuery" -> Reply.json(200, "{\"queryId\": \"q-1\"}");
            case "GetQueryResults" -> results(empty);
            case "SendCommand" -> send(body);
            case "GetCommandInvocation" -> invocation(body);
            case "ListCommands" -> commands(body);
            case "DescribeInstanceInformation" ->
                Reply.json(200, "{\"InstanceInformationList\": [{\"InstanceId\": \"i-1\"}]}");
            case "ListClusters" -> Reply.json(200, "{\"clusterArns\": [\"arn:aws:ecs:eu-central-1:1:cluster/main\"]}");
            case "ListServices" ->
                Reply.json(
                        200,
                        "{\"serviceArns\": ["
                                + cloud.services().stream()
                                        .map(s -> "\"arn:aws:ecs:eu-central-1:1:service/main/" + s.name() + "\"")
                                        .collect(Collectors.joining(","))
                                + "]}");
            case "DescribeServices" -> services(body, cloud);
            case "ListTasks" -> taskArns(body, cloud);
            case "DescribeTasks" -> tasks(body);
            case "ListContainerInstances" ->
                Reply.json(
                        200,
                        "{\"containerInstanceArns\": ["
                                + cloud.machines().stream()
                                        .map(m -> "\"arn:aws:ecs:eu-central-1:1:container-instance/" + m.id() + "\"")
                                        .collect(Collectors.joining(","))
                                + "]}");
            case "DescribeContainerInstances" -> {
                var all = new ArrayList<String>();
                for (var arn : body.path("containerInstances"))
                    all.add("{\"containerInstanceArn\": %s, \"ec2InstanceId\": \"%s\"}"
                            .formatted(arn, arn.asString("").replaceFirst("^.*/", "")));
                yield Reply.json(200, "{\"containerInstances\": [" + String.join(",", all) + "]}");
            }
            case "StopTask" -> stop(body);
            case "DescribeTaskDefinition" -> task(body);
            case "ListTaskDefinitions" ->
                Reply.json(
                        200, "{\"taskDefinitionArns\": [\"arn:aws:ecs:eu-central-1:1:task-definition/checkout:42\"]}");
            case "UpdateService" -> update(body);
            default -> trail(cloud);
        };
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

    private static Reply groups(JsonNode body, Cloud cloud) {
        var wanted = body.path("logGroupNamePattern").asString("");
        var name = "/ecs/checkout";
        return Reply.json(
                200,
                cloud instanceof SmallCloud && name.contains(wanted)
                        ? "{\"logGroups\": [{\"logGroupName\": \"" + name + "\"}]}"
                        : "{\"logGroups\": []}");
    }

    private static Reply lines(JsonNode body, boolean empty) {
        if (empty) return Reply.json(200, "{\"events\": []}");
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

    private Reply send(JsonNode body) {
        var id = "c-" + sent.size();
        sent.put(id, body);
        return Reply.json(200, "{\"Command\": {\"CommandId\": \"" + id + "\", \"Status\": \"Pending\"}}");
    }

    private final Map<String, Optional<String>> outputs = new LinkedHashMap<>();
    private final Map<String, Integer> asked = new LinkedHashMap<>();

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

    private static Reply services(JsonNode body, Cloud cloud) {
        var names = new ArrayList<String>();
        body.path("services").forEach(n -> names.add(n.asString("").replaceFirst("^.*/", "")));
        var found =
                cloud.services().stream().filter(s -> names.contains(s.name())).toList();
        return Reply.json(
                200,
                "{\"services\": ["
                        + found.stream().map(AwsStub::service).collect(Collectors.joining(","))
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

    /// Stopped tasks, with why.
    private final Map<String, String> stopped = new LinkedHashMap<>();

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

    private static Reply trail(Cloud cloud) {
        return Reply.json(200, cloud instanceof SmallCloud ? """
                {"Events": [{"EventId": "e-1", "EventName": "UpdateService", "ReadOnly": "false", "EventTime": 1762162800.0,
                  "EventSource": "ecs.amazonaws.com", "Username": "ann",
                  "Resources": [{"ResourceType": "AWS::ECS::Service", "ResourceName": "checkout"}]}]}
                """ : "{\"Events\": []}");
    }
}

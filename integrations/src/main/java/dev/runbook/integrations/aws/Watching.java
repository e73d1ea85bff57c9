package dev.runbook.integrations.aws;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// CloudWatch: metrics and alarms. Times go in seconds. Safe for use by many threads.
record Watching(AwsClient aws) {

    /// A metric of one thing.
    ///
    /// @param component what our domain calls that thing
    /// @param name what our domain calls the metric
    record Wanted(
            String component,
            String name,
            String unit,
            String namespace,
            String metric,
            Map<String, String> dimensions,
            String statistic) {}

    /// The metrics that CloudWatch has of an EC2 instance, the CloudWatch agent's memory included.
    static List<Wanted> ofInstance(String component, String id) {
        var dimensions = Map.of("InstanceId", id);
        return List.of(
                new Wanted(component, "cpu_usage", "percent", "AWS/EC2", "CPUUtilization", dimensions, "Average"),
                new Wanted(component, "memory_usage", "percent", "CWAgent", "mem_used_percent", dimensions, "Average"),
                new Wanted(
                        component,
                        "status_check_failed",
                        "count",
                        "AWS/EC2",
                        "StatusCheckFailed",
                        dimensions,
                        "Maximum"));
    }

    /// The metrics of an ECS service.
    static List<Wanted> ofService(String component, String cluster) {
        var dimensions = Map.of("ClusterName", cluster.replaceFirst("^.*/", ""), "ServiceName", component);
        return List.of(
                new Wanted(component, "cpu_usage", "percent", "AWS/ECS", "CPUUtilization", dimensions, "Average"),
                new Wanted(
                        component, "memory_usage", "percent", "AWS/ECS", "MemoryUtilization", dimensions, "Average"));
    }

    /// The metrics of an RDS database.
    static List<Wanted> ofDatabase(String component) {
        var dimensions = Map.of("DBInstanceIdentifier", component);
        return List.of(
                new Wanted(component, "cpu_usage", "percent", "AWS/RDS", "CPUUtilization", dimensions, "Average"),
                new Wanted(
                        component,
                        "connections_used",
                        "count",
                        "AWS/RDS",
                        "DatabaseConnections",
                        dimensions,
                        "Average"),
                new Wanted(
                        component,
                        "free_storage_bytes",
                        "bytes",
                        "AWS/RDS",
                        "FreeStorageSpace",
                        dimensions,
                        "Minimum"));
    }

    /// The points of metrics over a window; those without any are left out.
    Harvest<Content.MetricSeries> series(List<Wanted> wanted, TimeWindow window, Patience patience)
            throws Unanswered, InterruptedException {
        if (wanted.isEmpty()) return new Harvest<>(List.of(), Optional.empty());
        var queries = new ArrayList<Value>();
        for (int i = 0; i < wanted.size(); i++) {
            var one = wanted.get(i);
            queries.add(Value.fields(
                    "Id",
                    "m" + i,
                    "MetricStat",
                    Value.fields(
                            "Metric",
                            Value.fields(
                                    "Namespace", one.namespace(),
                                    "MetricName", one.metric(),
                                    "Dimensions",
                                            new TreeMap<>(one.dimensions())
                                                    .entrySet().stream()
                                                            .map(d -> Value.fields(
                                                                    "Name", d.getKey(), "Value", d.getValue()))
                                                            .toList()),
                            "Period",
                            period(window.length()).toSeconds(),
                            "Stat",
                            one.statistic()),
                    "ReturnData",
                    true));
        }
        var read = data(queries, window, patience);
        var series = new ArrayList<Content.MetricSeries>();
        read.points().forEach((id, line) -> {
            int number = Integer.parseInt(id.substring(1));
            if (!line.points().isEmpty() && number < wanted.size()) {
                var one = wanted.get(number);
                series.add(new Content.MetricSeries(one.component(), one.name(), one.unit(), line.sorted()));
            }
        });
        return new Harvest<>(series, read.gap());
    }

    /// The points of an expression: metric maths, or a query of Metrics Insights.
    Harvest<Content.MetricSeries> expression(String expression, TimeWindow window, Patience patience)
            throws Unanswered, InterruptedException {
        var query = Value.fields(
                "Id",
                "m0",
                "Expression",
                expression,
                "Period",
                period(window.length()).toSeconds(),
                "ReturnData",
                true);
        var read = data(List.of(query), window, patience);
        return new Harvest<>(
                read.points().values().stream()
                        .map(line -> new Content.MetricSeries(line.label(), expression, "", line.sorted()))
                        .toList(),
                read.gap());
    }

    private static Duration period(Duration length) {
        return length.compareTo(Duration.ofHours(3)) <= 0 ? Duration.ofMinutes(1) : Duration.ofMinutes(5);
    }

    private record Line(String label, List<Content.Point> points) {
        List<Content.Point> sorted() {
            return points.stream()
                    .sorted(java.util.Comparator.comparing(Content.Point::time))
                    .toList();
        }
    }

    /// @param points by the query's id; several of one query by id and label
    private record Data(Map<String, Line> points, Optional<String> gap) {}

    private Data data(List<? extends Value> queries, TimeWindow window, Patience patience)
            throws Unanswered, InterruptedException {
        var input = Value.fields(
                "StartTime",
                window.from().getEpochSecond(),
                "EndTime",
                window.to().getEpochSecond(),
                "ScanBy",
                "TimestampAscending",
                "MetricDataQueries",
                queries);
        var lines = new LinkedHashMap<String, Line>();
        var pages = Harvest.of("aws", aws.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
            var asked = cursor.map(
                            token -> input.with(Value.fields("NextToken", token).fields()))
                    .orElse(input);
            var answer = aws.read(AwsService.CLOUDWATCH, "GetMetricData", asked, patience);
            return new Harvest.Page<>(Nodes.list(answer, "MetricDataResults"), Nodes.text(answer, "NextToken"));
        });
        for (var result : pages.items()) {
            var id = Nodes.text(result, "Id").orElse("m0");
            var label = Nodes.text(result, "Label").orElse(id);
            var key = queries.size() == 1 && lines.containsKey(id) && !label.equals(label(lines, id)) ? label : id;
            lines.computeIfAbsent(key, _ -> new Line(label, new ArrayList<>()))
                    .points()
                    .addAll(points(result));
        }
        return new Data(lines, pages.gap());
    }

    private static String label(Map<String, Line> lines, String id) {
        return Optional.ofNullable(lines.get(id)).map(Line::label).orElse("");
    }

    private static List<Content.Point> points(JsonNode result) {
        var times = Nodes.list(result, "Timestamps");
        var values = Nodes.list(result, "Values");
        var points = new ArrayList<Content.Point>();
        for (int i = 0; i < Math.min(times.size(), values.size()); i++) {
            var time = Times.seconds(times.get(i));
            if (time.isPresent()
                    && values.get(i).isNumber()
                    && Double.isFinite(values.get(i).asDouble()))
                points.add(new Content.Point(time.get(), values.get(i).asDouble()));
        }
        return points;
    }

    /// An alarm.
    ///
    /// @param state `OK`, `ALARM` or `INSUFFICIENT_DATA`
    /// @param rule what it watches, for people
    record Alarm(
            String name,
            String arn,
            String text,
            String state,
            Optional<Instant> changed,
            Map<String, String> dimensions,
            String rule) {}

    /// All alarms, composite ones included.
    Harvest<Alarm> alarms(int most, Patience patience) throws Unanswered, InterruptedException {
        var input =
                Value.fields("AlarmTypes", List.of("MetricAlarm", "CompositeAlarm"), "MaxRecords", Math.min(100, most));
        return Harvest.of("aws", aws.edge().limits().pages(), most, (Optional<String> cursor) -> {
            var asked = cursor.map(
                            token -> input.with(Value.fields("NextToken", token).fields()))
                    .orElse(input);
            var answer = aws.read(AwsService.CLOUDWATCH, "DescribeAlarms", asked, patience);
            var alarms = new ArrayList<Alarm>();
            for (var list : List.of("MetricAlarms", "CompositeAlarms"))
                for (var node : Nodes.list(answer, list)) alarm(node).ifPresent(alarms::add);
            return new Harvest.Page<>(alarms, Nodes.text(answer, "NextToken"));
        });
    }

    private static Optional<Alarm> alarm(JsonNode node) {
        var dimensions = new TreeMap<String, String>();
        for (var dimension : Nodes.list(node, "Dimensions"))
            dimensions.put(
                    Nodes.text(dimension, "Name").orElse(""),
                    Nodes.text(dimension, "Value").orElse(""));
        return Nodes.text(node, "AlarmName")
                .map(name -> new Alarm(
                        name,
                        Nodes.text(node, "AlarmArn").orElse(name),
                        Nodes.text(node, "AlarmDescription")
                                .or(() -> Nodes.text(node, "StateReason"))
                                .orElse(""),
                        Nodes.text(node, "StateValue").orElse(""),
                        Times.seconds(node, "StateTransitionedTimestamp")
                                .or(() -> Times.seconds(node, "StateUpdatedTimestamp")),
                        dimensions,
                        Nodes.text(node, "AlarmRule")
                                .orElseGet(() -> Nodes.text(node, "Namespace").orElse("") + " "
                                        + Nodes.text(node, "MetricName").orElse("") + " "
                                        + Nodes.text(node, "ComparisonOperator").orElse("") + " "
                                        + Nodes.text(node, "Threshold").orElse(""))));
    }
}

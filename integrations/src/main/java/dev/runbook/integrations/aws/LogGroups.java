package dev.runbook.integrations.aws;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Answers.Said;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// CloudWatch Logs. Safe for use by many threads.
///
/// @param names the groups that are looked into; a `*` at the end stands for anything; all when empty
record LogGroups(AwsClient aws, List<String> names) {

    /// StartQuery takes no more.
    private static final int MOST_GROUPS = 50;

    private static final int PAGE = 10_000;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Pattern LEVEL = Pattern.compile(
            "\\b(trace|debug|info|notice|warn|warning|error|fatal|critical)\\b", Pattern.CASE_INSENSITIVE);

    /// The names of the groups that hold a text; all when it is empty.
    ///
    /// @param most how many are wanted at most
    List<String> holding(String text, int most, Patience patience) throws Unanswered, InterruptedException {
        var found = new ArrayList<String>();
        var patterns = new ArrayList<String>();
        for (var name : names)
            if (name.endsWith("*")) patterns.add(name.substring(0, name.length() - 1));
            else if (name.contains(text)) found.add(name);
        if (names.isEmpty()) patterns.add("");
        for (var prefix : patterns) {
            var all = prefix.isEmpty()
                    ? text.isEmpty() ? Value.Fields.NONE : Value.fields("logGroupNamePattern", text)
                    : Value.fields("logGroupNamePrefix", prefix);
            found.addAll(groups(all, most, patience).stream()
                    .filter(name -> name.startsWith(prefix) && name.contains(text))
                    .toList());
        }
        return found.stream().distinct().limit(most).toList();
    }

    private List<String> groups(Value.Fields which, int most, Patience patience)
            throws Unanswered, InterruptedException {
        var input = which.with(Value.fields("limit", Math.min(50, most)).fields());
        return Harvest.of("aws", aws.edge().limits().pages(), most, (Optional<String> cursor) -> {
                    var asked = cursor.map(token ->
                                    input.with(Value.fields("nextToken", token).fields()))
                            .orElse(input);
                    var answer = aws.read(AwsService.LOGS, "DescribeLogGroups", asked, patience);
                    return new Harvest.Page<>(
                            Nodes.list(answer, "logGroups").stream()
                                    .flatMap(group -> Nodes.text(group, "logGroupName").stream())
                                    .toList(),
                            Nodes.text(answer, "nextToken"));
                })
                .items();
    }

    /// The newest lines of a group that hold a text. Times go in milliseconds. A page may be empty and yet
    /// not the last.
    Harvest<Said> lines(
            String group, String component, Optional<String> text, TimeWindow window, int most, Patience patience)
            throws Unanswered, InterruptedException {
        var input = Value.fields(
                "logGroupName",
                group,
                "startTime",
                window.from().toEpochMilli(),
                "endTime",
                window.to().toEpochMilli(),
                "limit",
                PAGE);
        if (text.isPresent())
            input = input.with(Value.fields("filterPattern", quoted(text.get())).fields());
        var first = input;
        var all = Harvest.of("aws", aws.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
            var asked = cursor.map(
                            token -> first.with(Value.fields("nextToken", token).fields()))
                    .orElse(first);
            var answer = aws.read(AwsService.LOGS, "FilterLogEvents", asked, patience);
            return new Harvest.Page<>(
                    Nodes.list(answer, "events").stream()
                            .flatMap(event -> line(event).stream())
                            .toList(),
                    Nodes.text(answer, "nextToken"));
        });
        var lines = all.items();
        return new Harvest<>(
                lines.subList(Math.max(0, lines.size() - most), lines.size()).stream()
                        .map(line -> new Said(component, line))
                        .toList(),
                all.gap());
    }

    /// A filter pattern that is one phrase.
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static Optional<Content.LogLine> line(JsonNode event) {
        var message = Nodes.text(event, "message").orElse("").strip();
        return Nodes.whole(event, "timestamp")
                .map(millis -> new Content.LogLine(Instant.ofEpochMilli(millis), level(message), message));
    }

    /// The first word of a line that is a level.
    private static String level(String message) {
        var found = LEVEL.matcher(message.length() <= 200 ? message : message.substring(0, 200));
        if (!found.find()) return "";
        var level = found.group(1).toLowerCase(Locale.ROOT);
        return level.equals("warning") ? "warn" : level;
    }

    /// The lines that a query of Logs Insights brings; its times go in seconds.
    Harvest<Said> query(String query, TimeWindow window, int most, Patience patience)
            throws Unanswered, InterruptedException {
        var groups = holding("", MOST_GROUPS, patience);
        if (groups.isEmpty()) return new Harvest<>(List.of(), Optional.empty());
        var started = aws.read(
                AwsService.LOGS,
                "StartQuery",
                Value.fields(
                        "logGroupNames", groups,
                        "startTime", window.from().getEpochSecond(),
                        "endTime", window.to().getEpochSecond(),
                        "queryString", query,
                        "limit", Math.clamp(most, 1, PAGE)),
                patience);
        var id = Nodes.text(started, "queryId")
                .orElseThrow(() -> new Unanswered(
                        Fault.of(Fault.Kind.UNREADABLE, "aws answered StartQuery without a query", false)));
        return results(id, groups.size() < MOST_GROUPS, patience);
    }

    private Harvest<Said> results(String query, boolean all, Patience patience)
            throws Unanswered, InterruptedException {
        while (true) {
            aws.edge().pause(POLL, patience);
            var answer = aws.read(AwsService.LOGS, "GetQueryResults", Value.fields("queryId", query), patience);
            var status = Nodes.text(answer, "status").orElse("Unknown");
            switch (status) {
                case "Scheduled", "Running", "Unknown" -> {}
                case "Complete" -> {
                    var rows = Nodes.list(answer, "results").stream()
                            .map(LogGroups::row)
                            .flatMap(Optional::stream)
                            .toList();
                    return new Harvest<>(
                            rows,
                            all
                                    ? Optional.empty()
                                    : Optional.of("aws has more than " + MOST_GROUPS
                                            + " log groups; name those that matter in AWS_LOG_GROUPS"));
                }
                default -> throw new Unanswered(Fault.refused("aws ended the query of the logs as " + status));
            }
        }
    }

    private static Optional<Said> row(JsonNode row) {
        var fields = new java.util.TreeMap<String, String>();
        if (row.isArray())
            for (var cell : row)
                Nodes.text(cell, "field")
                        .ifPresent(name ->
                                fields.put(name, Nodes.text(cell, "value").orElse("")));
        if (fields.isEmpty()) return Optional.empty();
        var message = Optional.ofNullable(fields.get("@message")).orElseGet(() -> {
            fields.remove("@ptr");
            return fields.toString();
        });
        var time = Optional.ofNullable(fields.get("@timestamp"))
                .flatMap(LogGroups::time)
                .orElse(Instant.EPOCH);
        var group = Optional.ofNullable(fields.get("@log")).orElse("logs").replaceFirst("^\\d+:", "");
        return Optional.of(new Said(group, new Content.LogLine(time, level(message), message.strip())));
    }

    /// Insights writes `2025-11-03 09:59:00.000`, in UTC.
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}

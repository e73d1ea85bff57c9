package dev.runbook.integrations.aws;

import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// CloudTrail: who changed what. Safe for use by many threads.
record Trail(AwsClient aws) {

    private static final int PAGE = 50;

    /// A change that somebody made.
    ///
    /// @param service whose action it was, as `ecs`
    /// @param resources the names of what it was done to
    record Change(String id, Instant at, String service, String action, String user, List<String> resources) {}

    /// The changes within a window, newest first.
    Harvest<Change> changes(TimeWindow window, int most, Patience patience) throws Unanswered, InterruptedException {
        var input = Value.fields(
                "LookupAttributes",
                List.of(Value.fields("AttributeKey", "ReadOnly", "AttributeValue", "false")),
                "StartTime",
                window.from().getEpochSecond(),
                "EndTime",
                window.to().getEpochSecond(),
                "MaxResults",
                Math.min(PAGE, most));
        return Harvest.of("aws", aws.edge().limits().pages(), most, (Optional<String> cursor) -> {
            var asked = cursor.map(
                            token -> input.with(Value.fields("NextToken", token).fields()))
                    .orElse(input);
            var answer = aws.read(AwsService.CLOUDTRAIL, "LookupEvents", asked, patience);
            var changes = Nodes.list(answer, "Events").stream()
                    .flatMap(event -> Times.seconds(event, "EventTime")
                            .map(at -> new Change(
                                    Nodes.text(event, "EventId").orElse(""),
                                    at,
                                    Nodes.text(event, "EventSource").orElse("").replaceFirst("\\.amazonaws\\.com$", ""),
                                    Nodes.text(event, "EventName").orElse(""),
                                    Nodes.text(event, "Username").orElse(""),
                                    Nodes.list(event, "Resources").stream()
                                            .flatMap(r -> Nodes.text(r, "ResourceName").stream())
                                            .toList()))
                            .stream())
                    .toList();
            return new Harvest.Page<>(changes, Nodes.text(answer, "NextToken"));
        });
    }
}

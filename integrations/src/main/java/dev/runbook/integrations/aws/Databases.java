package dev.runbook.integrations.aws;

import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Request.Parameter;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// RDS. Safe for use by many threads.
record Databases(AwsClient aws) {

    private static final int PAGE = 100;

    /// RDS keeps events for two weeks.
    private static final Duration REMEMBERED = Duration.ofDays(14);

    /// A database server.
    record Database(String name, String status, String engine, String type, String zone) {}

    /// Something that happened to a database.
    record Happening(Instant at, String database, String message) {}

    /// All databases, or the one of a name.
    Harvest<Database> databases(Optional<String> name, Patience patience) throws Unanswered, InterruptedException {
        var input = new ArrayList<Parameter>();
        name.ifPresent(n -> input.add(new Parameter("DBInstanceIdentifier", n)));
        try {
            return paged(
                    "DescribeDBInstances",
                    input,
                    patience,
                    result -> result.all("DBInstances", "DBInstance").stream()
                            .flatMap(item -> item
                                    .text("DBInstanceIdentifier")
                                    .map(id -> new Database(
                                            id,
                                            item.text("DBInstanceStatus").orElse(""),
                                            item.text("Engine").orElse("") + " "
                                                    + item.text("EngineVersion").orElse(""),
                                            item.text("DBInstanceClass").orElse(""),
                                            item.text("AvailabilityZone").orElse("")))
                                    .stream())
                            .toList());
        } catch (Unanswered unanswered) {
            // A name that RDS does not know is a fault there.
            if (unanswered.fault().kind() == Fault.Kind.ABSENT) return new Harvest<>(List.of(), Optional.empty());
            throw unanswered;
        }
    }

    /// What happened to databases, or to one, since a time.
    Harvest<Happening> events(Optional<String> name, Instant since, Instant now, Patience patience)
            throws Unanswered, InterruptedException {
        var from = since.isBefore(now.minus(REMEMBERED)) ? now.minus(REMEMBERED) : since;
        var input = new ArrayList<Parameter>();
        input.add(new Parameter("SourceType", "db-instance"));
        name.ifPresent(n -> input.add(new Parameter("SourceIdentifier", n)));
        input.add(
                new Parameter("StartTime", from.truncatedTo(ChronoUnit.SECONDS).toString()));
        input.add(new Parameter("EndTime", now.truncatedTo(ChronoUnit.SECONDS).toString()));
        return paged(
                "DescribeEvents",
                input,
                patience,
                result -> result.all("Events", "Event").stream()
                        .flatMap(item -> item
                                .time("Date")
                                .map(at -> new Happening(
                                        at,
                                        item.text("SourceIdentifier").orElse(""),
                                        item.text("Message").orElse("")))
                                .stream())
                        .toList());
    }

    private <T> Harvest<T> paged(
            String action, List<Parameter> input, Patience patience, java.util.function.Function<Xml, List<T>> read)
            throws Unanswered, InterruptedException {
        return Harvest.of("aws", aws.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
            var asked = new ArrayList<>(input);
            asked.add(new Parameter("MaxRecords", Integer.toString(PAGE)));
            cursor.ifPresent(marker -> asked.add(new Parameter("Marker", marker)));
            var result = aws.read(AwsService.RDS, action, asked, patience).all(action + "Result");
            if (result.isEmpty())
                throw new Unanswered(
                        Fault.of(Fault.Kind.UNREADABLE, "aws answered " + action + " without a result", false));
            return new Harvest.Page<>(
                    read.apply(result.getFirst()), result.getFirst().text("Marker"));
        });
    }

    /// Restarts a database server. RDS takes no key for it.
    void reboot(String name, Patience patience) throws Unanswered, InterruptedException {
        aws.query(
                AwsService.RDS,
                "RebootDBInstance",
                List.of(new Parameter("DBInstanceIdentifier", name)),
                Request.Effect.CHANGES,
                patience);
    }
}

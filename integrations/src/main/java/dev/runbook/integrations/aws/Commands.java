package dev.runbook.integrations.aws;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Harvest;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Commands on machines by Systems Manager. Safe for use by many threads.
record Commands(AwsClient aws) {

    private static final Duration POLL = Duration.ofSeconds(1);

    /// How long a command may run; the least that Systems Manager takes for delivery.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /// The longest comment.
    private static final int COMMENT = 100;

    private static final Set<String> OVER =
            Set.of("Success", "Cancelled", "TimedOut", "Failed", "Undeliverable", "Terminated");

    /// How a command ended.
    ///
    /// @param output what it wrote, cut at 24,000 characters by AWS
    record Ending(String status, Optional<Long> exitCode, String output, String errors) {
        boolean succeeded() {
            return status.equals("Success");
        }

        Value.Fields fields() {
            return Value.fields(
                    "status",
                    status.toLowerCase(Locale.ROOT),
                    "exit_code",
                    exitCode.orElse(null),
                    "output",
                    output,
                    "errors",
                    errors);
        }
    }

    /// Runs a command of a shell, and waits for its end.
    ///
    /// @param effect what the command does
    Ending run(String instance, String command, String comment, Request.Effect effect, Patience patience)
            throws Unanswered, InterruptedException {
        var input = Value.fields(
                "DocumentName", "AWS-RunShellScript",
                "InstanceIds", List.of(instance),
                "Parameters",
                        Value.fields(
                                "commands", List.of(command),
                                "executionTimeout", List.of(Long.toString(LONGEST.toSeconds()))),
                "TimeoutSeconds", LONGEST.toSeconds(),
                "Comment", comment.length() <= COMMENT ? comment : comment.substring(0, COMMENT));
        var sent = aws.json(AwsService.SSM, "SendCommand", input, effect, patience);
        var id = Nodes.text(sent, "Command", "CommandId")
                .orElseThrow(() -> new Unanswered(Fault.of(
                        Fault.Kind.UNREADABLE,
                        "aws answered SendCommand without a command",
                        effect != Request.Effect.READS)));
        return end(id, instance, effect != Request.Effect.READS, patience);
    }

    /// Waits for the end of a command.
    private Ending end(String command, String instance, boolean changes, Patience patience)
            throws Unanswered, InterruptedException {
        var input = Value.fields("CommandId", command, "InstanceId", instance);
        while (true) {
            try {
                aws.edge().pause(POLL, patience);
                var invocation = aws.read(AwsService.SSM, "GetCommandInvocation", input, patience);
                var status = Nodes.text(invocation, "Status").orElse("");
                if (OVER.contains(status))
                    return new Ending(
                            status,
                            Nodes.whole(invocation, "ResponseCode").filter(code -> code >= 0),
                            invocation.path("StandardOutputContent").asString(""),
                            invocation.path("StandardErrorContent").asString(""));
            } catch (Unanswered unanswered) {
                // For a moment after it was sent, a command is not known yet.
                if (unanswered.fault().code().equals("InvocationDoesNotExist")) continue;
                throw sent(unanswered.fault(), changes);
            }
        }
    }

    /// The command was sent, whatever becomes of asking for its end.
    private static Unanswered sent(Fault fault, boolean changes) {
        return new Unanswered(
                new Fault(fault.kind(), fault.reason(), fault.status(), fault.code(), fault.pause(), changes));
    }

    /// The status of the command to a machine that carries a comment, among the latest thousand.
    Optional<String> status(String instance, String comment, Patience patience)
            throws Unanswered, InterruptedException {
        var input = Value.fields("InstanceId", instance, "MaxResults", 50);
        return Harvest.of("aws", aws.edge().limits().pages(), Integer.MAX_VALUE, (Optional<String> cursor) -> {
                    var asked = cursor.map(
                                    token -> Value.fields("InstanceId", instance, "MaxResults", 50, "NextToken", token))
                            .orElse(input);
                    var answer = aws.read(AwsService.SSM, "ListCommands", asked, patience);
                    var matching = Nodes.list(answer, "Commands").stream()
                            .filter(c -> Nodes.text(c, "Comment")
                                    .filter(text -> text.contains(comment))
                                    .isPresent())
                            .map(c -> Nodes.text(c, "Status").orElse(""))
                            .toList();
                    return new Harvest.Page<>(
                            matching, matching.isEmpty() ? Nodes.text(answer, "NextToken") : Optional.empty());
                })
                .items()
                .stream()
                .findFirst();
    }

    /// How many machines Systems Manager reaches, of the first few.
    int reached(Patience patience) throws Unanswered, InterruptedException {
        return Nodes.list(
                        aws.read(
                                AwsService.SSM, "DescribeInstanceInformation", Value.fields("MaxResults", 5), patience),
                        "InstanceInformationList")
                .size();
    }
}

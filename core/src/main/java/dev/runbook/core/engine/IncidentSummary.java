package dev.runbook.core.engine;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.RunbookId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// One incident in one line, for lists. It follows from the journal and can be made again from it.
///
/// @param title the first line of the report, or its first sentence if it is long; at most 200 characters
/// @param waitingFor what it waits for, in words; empty when it does not wait
/// @param updatedAt when the last event happened
public record IncidentSummary(
        IncidentId id,
        long seq,
        String title,
        Optional<String> host,
        Optional<String> service,
        String environment,
        Category category,
        Severity severity,
        Phase.Kind phase,
        Optional<String> waitingFor,
        Optional<RunbookId> runbook,
        String reportedBy,
        Instant reportedAt,
        Instant updatedAt) {

    private static final int SHORT_LINE = 80;
    private static final Pattern FIRST_SENTENCE = Pattern.compile("(.{20,}?[.!?])\\s.*");

    /// The line for a state.
    public static IncidentSummary of(Incident incident, Instant updatedAt) {
        var report = incident.report();
        return new IncidentSummary(
                incident.id(),
                incident.seq(),
                titleOf(report),
                report.host(),
                report.service(),
                report.environment(),
                incident.category(),
                incident.severity(),
                incident.phase().kind(),
                waitingFor(incident.phase()),
                incident.run().map(RunbookRun::runbook),
                incident.opening().by().label(),
                incident.opening().at(),
                updatedAt);
    }

    /// The first line of a report, or the first sentence of a long one, cut to 200 characters.
    public static String titleOf(ProblemReport report) {
        var line = report.text().strip().lines().findFirst().orElse("");
        var sentence = line.length() <= SHORT_LINE
                ? line
                : FIRST_SENTENCE.matcher(line).replaceFirst("$1");
        return cut(sentence);
    }

    private static String cut(String firstLine) {
        return firstLine.length() <= 200 ? firstLine : firstLine.substring(0, 199) + "…";
    }

    /// What a phase waits for, in words; empty when it does not wait.
    static Optional<String> waitingFor(Phase phase) {
        return switch (phase) {
            case Phase.AwaitingApproval(var request, var approvals) ->
                Optional.of("approval " + request.id() + " of " + request.plan().operation()
                        + (approvals.isEmpty() ? "" : ", " + approvals.size() + " given"));
            case Phase.AwaitingVeto(var request, var _) ->
                Optional.of(
                        "veto window " + request.id() + " of " + request.plan().operation());
            case Phase.AwaitingAnswer(var question) -> Optional.of("answer " + question.id() + ": " + question.text());
            case Phase.Uncertain(var plan, var _, var _) ->
                Optional.of("word whether " + plan.operation() + " happened");
            case Phase.Held(var cleared, var why, var _) ->
                Optional.of("leave to begin " + cleared.plan().operation() + ": " + why.reason());
            case Phase.Settling _ -> Optional.of("the world to settle");
            case Phase.Watching _ -> Optional.of("the cure to last");
            case Phase.Escalated _ -> Optional.of("a person to take over");
            case Phase.Reported _,
                    Phase.Investigating _,
                    Phase.Cleared _,
                    Phase.Executing _,
                    Phase.Resolved _,
                    Phase.Closed _ -> Optional.empty();
        };
    }
}

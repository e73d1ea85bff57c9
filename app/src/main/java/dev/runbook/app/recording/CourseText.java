package dev.runbook.app.recording;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.journal.Stamped;
import java.util.List;
import java.util.Optional;

/// The course of an incident without times, versions and messages, so that two courses can be held against
/// each other.
final class CourseText {

    private CourseText() {}

    static List<String> of(List<Stamped> events) {
        return events.stream().flatMap(event -> line(event).stream()).toList();
    }

    private static Optional<String> line(Stamped stamped) {
        var who = stamped.actor().label();
        return Optional.ofNullable(
                switch (stamped.event()) {
                    case Event.RunbookSelected(var runbook, var _, var _, var _) -> "follows runbook " + runbook;
                    case Event.RunbookCalled(var step, var runbook, var _, var _, var _) ->
                        step + ": calls runbook " + runbook;
                    case Event.EvidenceGathered(var step, var _, var _, var _) ->
                        Incident.isOwnLook(step) ? null : step + ": looks";
                    case Event.StepSkipped(var step, var reason) -> step + ": is passed over, " + reason;
                    case Event.StepCompleted(var step, var _) -> step + ": is done";
                    case Event.Diagnosed(var step, var diagnosis) ->
                        step + ": "
                                + diagnosis.leading().map(Hypothesis::statement).orElse("finds no cause");
                    case Event.Recommended(var step, var recommendations, var _) ->
                        step + ": recommends "
                                + recommendations.stream()
                                        .findFirst()
                                        .map(r -> r.operation().toString())
                                        .orElse("nothing");
                    case Event.ApprovalRequested(var request) -> request.plan().step() + ": " + asks(request);
                    case Event.Approved _ -> who + " approves";
                    case Event.Denied _ -> who + " denies";
                    case Event.Vetoed _ -> who + " vetoes";
                    case Event.Expired _ -> "nobody decides in time";
                    case Event.Asked(var question) -> question.step() + ": asks: " + question.text();
                    case Event.Answered _ -> who + " answers";
                    case Event.StepStarted(var plan, var _, var _) ->
                        plan.step() + ": does " + plan.operation() + " "
                                + plan.parameters().display();
                    case Event.StepFailed(var step, var reason) -> step + ": fails, " + reason;
                    case Event.StepUncertain(var step, var _, var _) -> step + ": may have happened";
                    case Event.Verified _ -> "verified";
                    case Event.NotVerified _ -> "not verified";
                    case Event.TroubleRemains _ -> "something else is still wrong";
                    case Event.Resolved(var how) -> "resolved: " + how;
                    case Event.Escalated(var reason) -> "a person takes over: " + reason;
                    case Event _ -> null;
                });
    }

    private static String asks(ApprovalRequest request) {
        var plan = request.plan();
        var tier = switch (request.gate()) {
            case Gate.NeedsApprovals(var quorum, var _, var _) ->
                quorum == 1 ? "asks for an approval of " : "asks for " + quorum + " approvals of ";
            case Gate.RunsUnlessVetoed _ -> "announces, unless vetoed, ";
            case Gate.RunsAtOnce _, Gate.Forbidden _ -> "asks about ";
        };
        return tier + plan.operation() + " " + plan.parameters().display();
    }
}

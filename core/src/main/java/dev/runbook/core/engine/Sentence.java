package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.operation.IdempotencyKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Says in one sentence what an event means, for every timeline: terminal, page, API and post-mortem. Plain
/// text, in which words from outside may occur: whoever shows it as markup must escape it.
public final class Sentence {

    private Sentence() {}

    /// The sentence, without the time.
    public static String of(Stamped stamped) {
        var who = stamped.actor().label();
        return switch (stamped.event()) {
            case Event.Reported(var report) -> who + " reports: " + IncidentSummary.titleOf(report);
            case Event.Triaged(var c, var matches) ->
                "classified as " + lower(c.category()) + ", severity " + lower(c.severity()) + ", confidence "
                        + percent(c.confidence())
                        + (matches.isEmpty()
                                ? ""
                                : "; closest runbook: " + matches.getFirst().runbook());
            case Event.EvidenceGathered(var step, var evidence, var gaps, var _) ->
                step + ": " + count(evidence.size(), "piece") + " of evidence"
                        + (evidence.isEmpty()
                                ? ""
                                : " (" + evidence.getFirst().id()
                                        + (evidence.size() > 1
                                                ? " to " + evidence.getLast().id()
                                                : "") + ")")
                        + (gaps.isEmpty() ? "" : "; " + count(gaps.size(), "gap"));
            case Event.RunbookSelected(var runbook, var digest, var _, var reason) ->
                "follows runbook " + runbook + " (version " + digest.brief() + "): " + reason;
            case Event.StepSkipped(var step, var reason) -> "passes over " + step + ": " + reason;
            case Event.StepCompleted(var step, var output) -> step + " is done: " + output.display();
            case Event.StepDelayed(var step, var _, var until, var reason) ->
                step + " waits until " + seconds(until) + ": " + reason;
            case Event.LoopStarted(var step, var items) -> step + " runs for " + count(items.size(), "value");
            case Event.RunbookCalled(var step, var runbook, var digest, var _, var _) ->
                step + " runs runbook " + runbook + " (version " + digest.brief() + ")";
            case Event.RunbookReturned(var step, var failure, var _) ->
                step + failure.map(reason -> " failed: " + reason).orElse(" is done");
            case Event.Asked(var question) -> question.id() + ": " + question.text();
            case Event.Answered(var question, var answers) -> who + " answers " + question + ": " + answers.display();
            case Event.Diagnosed(var _, var diagnosis) -> diagnosed(diagnosis);
            case Event.Reclassified(var category, var severity, var reason) ->
                who + " says that it is " + lower(category) + ", severity " + lower(severity) + because(reason);
            case Event.CauseRuledOut(var kind, var component, var reason) ->
                who + " rules out: " + kind.description() + " (" + component + ")" + because(reason);
            case Event.CauseBelieved(var kind, var component, var reason) ->
                who + " goes by: " + kind.description() + " (" + component + "), which was ruled out" + because(reason);
            case Event.SeverityCorrected(var before, var found) ->
                "the severity is " + lower(found.severity()) + " instead of " + lower(before) + ": " + found.reason();
            case Event.Recommended(var _, var recommendations, var _) ->
                recommendations.isEmpty()
                        ? "recommends nothing"
                        : "recommends " + recommendations.getFirst().operation() + " ("
                                + recommendations.getFirst().risk().key() + " risk): "
                                + recommendations.getFirst().reason();
            case Event.ModelConsulted(var consultation) -> consulted(consultation);
            case Event.AnswerChecked(var task, var standing, var remarks) -> checked(task, standing, remarks);
            case Event.ApprovalRequested(var request) -> asked(request);
            case Event.Approved(var request, var _, var comment) ->
                who + " approves " + request + (comment.isBlank() ? "" : ": " + comment);
            case Event.Denied(var request, var reason) -> who + " denies " + request + ": " + reason;
            case Event.Vetoed(var request, var reason) -> who + " vetoes " + request + ": " + reason;
            case Event.Expired(var request) -> request + " expires: nobody decided in time";
            case Event.ApprovalVoided(var request, var differences) ->
                request.map(id -> id + " is").orElse("the clearance is") + " void, because the plan changed: "
                        + String.join("; ", differences);
            case Event.ActionCleared(var plan, var _, var how) -> "may run " + what(plan) + ": " + how;
            case Event.ActionHeld(var step, var why, var _) -> step + " is held back: " + why.reason();
            case Event.ActionRefused(var step, var why) -> step + " is refused: " + why.reason();
            case Event.NoticeStarted(var notice) -> "sends a notice: " + lower(notice.about());
            case Event.NoticeDelivered(var key, var _) -> notice(key) + " was delivered";
            case Event.NoticeFailed(var key, var reason) -> notice(key) + " was not delivered: " + reason;
            case Event.StepStarted(var plan, var key, var _) -> "runs " + what(plan) + " (" + key + ")";
            case Event.StepSucceeded(var step, var _, var result) -> step + " is done: " + result.display();
            case Event.StepFailed(var step, var reason) -> step + " failed: " + reason;
            case Event.StepUncertain(var step, var _, var reason) ->
                "nobody knows whether " + step + " happened: " + reason;
            case Event.UndoBegun(var reason) -> "takes back what was changed: " + reason;
            case Event.Undone(var step, var _, var result) -> step + " is undone: " + result.display();
            case Event.UndoFailed(var step, var reason) -> step + " could not be undone: " + reason;
            case Event.StartedOver(var reason) -> "begins the investigation anew: " + reason;
            case Event.SettleStarted(var until) -> "gives the world time until " + seconds(until);
            case Event.Verified(var verification) -> "verified: " + judged(verification, Verification.Answer.GOOD);
            case Event.TroubleRemains(var cured, var verification) ->
                "cured is that " + cured.statement() + "; looks for what else is wrong: "
                        + judged(verification, Verification.Answer.BAD);
            case Event.WatchStarted(var until) -> "looks again at " + seconds(until) + " whether it lasts";
            case Event.CureDecayed(var verification) ->
                "it did not last: " + judged(verification, Verification.Answer.BAD);
            case Event.NotVerified(var verification) ->
                "not verified: " + judged(verification, Verification.Answer.BAD);
            case Event.Resolved(var how) -> "resolved: " + how;
            case Event.Escalated(var reason) -> "escalated: " + reason;
            case Event.Documented _ -> "the post-mortem is written";
            case Event.Closed(var note) -> who + " closes the incident" + (note.isBlank() ? "" : ": " + note);
            case Event.Remembered(var lesson) ->
                who + " confirms what was learned: " + lesson.cause().description() + " on " + lesson.component()
                        + lesson.attempts().stream()
                                .map(PastCase.Attempt::display)
                                .collect(Collectors.joining(
                                        ", ", lesson.attempts().isEmpty() ? "" : "; ", ""))
                        + (lesson.note().isBlank() ? "" : "; " + lesson.note());
            case Event.Forgotten(var reason) ->
                who + " takes back what was learned" + (reason.isBlank() ? "" : ": " + reason);
            case Event.Offered(var to, var call) ->
                "offers " + to + " to ask for " + call.operation() + " "
                        + call.parameters().display();
            case Event.OfferTaken(var call) ->
                who + " has it ask for " + call.operation() + " "
                        + call.parameters().display();
            case Event.AlertJoined(var alert, var because) ->
                who + " raises " + alert.name() + " of " + alert.component() + ", which joins this incident: "
                        + because;
            case Event.AlertsCounted(var joined) ->
                joined + " alerts have joined this incident by now; those after the first " + JoinedAlerts.MOST
                        + " are in the list of alerts, and not here";
            case Event.SeverityRaised(var before, var severity, var because) ->
                "takes it for " + lower(severity) + ", not " + lower(before) + ", since " + because;
            case Event.AlertEnded(var alert) ->
                "the alert " + alert.name()
                        + alert.place().map(place -> " of " + place).orElse("") + " is over";
            case Event.Commented(var text) ->
                stamped.actor() instanceof Actor.Engine ? "answers: " + opening(text) : who + " remarks: " + text;
        };
    }

    /// The first line of an answer.
    private static String opening(String text) {
        var lines = text.strip().lines().toList();
        return lines.isEmpty() ? "" : lines.getFirst() + (lines.size() > 1 ? " …" : "");
    }

    private static String notice(IdempotencyKey key) {
        return Notice.isBulletin(key) ? "the bulletin" : "the notice";
    }

    private static String diagnosed(Diagnosis diagnosis) {
        return switch (diagnosis.verdict()) {
            case FAULT ->
                diagnosis
                        .leading()
                        .map(h -> "diagnosis: " + h.statement() + " (confidence " + percent(h.confidence()) + ", "
                                + h.supportedBy().stream().map(Object::toString).collect(Collectors.joining(" ")) + ")")
                        .orElse("diagnosis: a fault");
            case HEALTHY -> "diagnosis: nothing is broken";
            case INCONCLUSIVE -> "diagnosis: the evidence does not tell";
        };
    }

    private static String consulted(Consultation consultation) {
        var asked = "asks model " + consultation.model() + " to " + lower(consultation.task()) + " ("
                + consultation.prompt() + ")";
        return switch (consultation.outcome()) {
            case Consultation.Outcome.Failed(var reason) -> asked + ": no answer: " + reason;
            case Consultation.Outcome.Answered _ ->
                asked + ": " + count(consultation.usage().total(), "token") + ", " + dollars(consultation.costMicros())
                        + ", " + consultation.latency().toMillis() + " ms";
        };
    }

    private static String checked(Consultation.Task task, Investigation.Standing standing, List<String> remarks) {
        var said = remarks.isEmpty() ? "" : ": " + String.join("; ", remarks);
        return switch (standing) {
            case OFFLINE -> "the offline engine answers instead of the model (" + lower(task) + ")" + said;
            case AGREED -> "the model's answer agrees with the offline engine (" + lower(task) + ")" + said;
            case MODEL_ALONE ->
                switch (task) {
                    case DIAGNOSE, RECOMMEND ->
                        "the model's answer stands alone (" + lower(task) + "), so a person must approve what follows"
                                + said;
                    case CLASSIFY, REFUTE, SUMMARIZE, CHAT -> "of the model's answer (" + lower(task) + ")" + said;
                };
        };
    }

    private static String dollars(long micros) {
        return String.format(Locale.ROOT, "$%.4f", micros / 1e6);
    }

    private static String asked(ApprovalRequest request) {
        var what = what(request.plan());
        return switch (request.gate()) {
            case Gate.RunsUnlessVetoed(var window) ->
                request.id() + ": " + what + " runs " + Durations.display(window)
                        + " after its notice is delivered, unless vetoed (" + rules(request.reasons()) + ")";
            case Gate.NeedsApprovals(var quorum, var _, var _) ->
                request.id() + ": " + what + " needs " + count(quorum, "approval") + " (" + rules(request.reasons())
                        + ")";
            case Gate.RunsAtOnce _, Gate.Forbidden _ -> request.id() + ": " + what;
        };
    }

    private static String rules(List<String> reasons) {
        return String.join("; ", reasons);
    }

    private static String judged(Verification verification, Verification.Answer wanted) {
        var signals = verification.signals().stream()
                .filter(s -> wanted == Verification.Answer.GOOD || s.answer() != Verification.Answer.GOOD)
                .map(Verification.Signal::said)
                .limit(4)
                .collect(Collectors.joining("; "));
        return percent(verification.score()) + " of the signals are good: " + signals;
    }

    /// What a plan does, as a sentence names it.
    static String what(Plan plan) {
        return (plan.undoes() ? "the undo of " + plan.step() + ", " : "") + plan.operation() + " "
                + plan.parameters().display();
    }

    private static String count(long n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    private static String because(String reason) {
        return reason.isBlank() ? "" : ": " + reason;
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package dev.runbook.app.web.view;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.engine.Event;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of an event, as the timeline's `data`. Raw points and the texts of runbooks are left out:
/// evidence and runbooks have their own addresses.
final class EntryData {

    private EntryData() {}

    static Map<String, Object> of(Event event) {
        return switch (event) {
            case Event.Reported(var report) -> fields("report", ReportView.of(report));
            case Event.Triaged(var classification, var matches) ->
                fields(
                        "classification", ClassificationView.of(classification),
                        "runbooks", matches.stream().map(MatchView::of).toList());
            case Event.EvidenceGathered(var step, var evidence, var gaps, var _) ->
                fields(
                        "step",
                        step.id(),
                        "evidence",
                        evidence.stream().map(EvidenceLine::of).toList(),
                        "gaps",
                        gaps);
            case Event.RunbookSelected(var runbook, var digest, var _, var reason) ->
                fields("runbook", runbook.id(), "version", digest.hex(), "reason", reason);
            case Event.StepSkipped(var step, var reason) -> fields("step", step.id(), "reason", reason);
            case Event.StepCompleted(var step, var output) -> fields("step", step.id(), "output", output.plain());
            case Event.StepDelayed(var step, var attempt, var until, var reason) ->
                fields("step", step.id(), "attempt", attempt, "until", until, "reason", reason);
            case Event.LoopStarted(var step, var items) ->
                fields(
                        "step",
                        step.id(),
                        "items",
                        items.stream().map(Value::plain).toList());
            case Event.RunbookCalled(var step, var runbook, var digest, var _, var inputs) ->
                fields("step", step.id(), "runbook", runbook.id(), "version", digest.hex(), "inputs", inputs.plain());
            case Event.RunbookReturned(var step, var failure, var output) ->
                fields("step", step.id(), "failure", failure.orElse(null), "output", output.plain());
            case Event.Asked(var question) -> fields("question", QuestionView.of(question));
            case Event.Answered(var question, var answers) ->
                fields("question", question.id(), "answers", answers.plain());
            case Event.Diagnosed(var step, var diagnosis) ->
                fields("step", step.id(), "diagnosis", DiagnosisView.of(diagnosis));
            case Event.SeverityCorrected(var before, var found) ->
                fields(
                        "before", Names.of(before),
                        "severity", Names.of(found.severity()),
                        "reason", found.reason(),
                        "evidence",
                                found.evidence().stream().map(EvidenceId::id).toList());
            case Event.Reclassified(var category, var severity, var reason) ->
                fields("category", Names.of(category), "severity", Names.of(severity), "reason", reason);
            case Event.CauseRuledOut(var kind, var component, var reason) ->
                fields("cause", Names.of(kind), "component", component, "reason", reason);
            case Event.CauseBelieved(var kind, var component, var reason) ->
                fields("cause", Names.of(kind), "component", component, "reason", reason);
            case Event.Recommended(var step, var recommendations, var _) ->
                fields(
                        "step",
                        step.id(),
                        "recommendations",
                        recommendations.stream().map(RecommendationView::of).toList());
            case Event.ModelConsulted(var consultation) -> consulted(consultation);
            case Event.AnswerChecked(var task, var standing, var remarks) ->
                fields("task", Names.of(task), "standing", Names.of(standing), "remarks", remarks);
            case Event.ApprovalRequested(var request) ->
                fields(
                        "request", request.id().id(),
                        "plan", PlanView.of(request.plan()),
                        "gate", GateView.of(request.gate()),
                        "reasons", request.reasons(),
                        "why", request.why(),
                        "expiresAt", request.expiresAt());
            case Event.Approved(var request, var hash, var comment) ->
                fields("request", request.id(), "planHash", hash.hex(), "comment", comment);
            case Event.Denied(var request, var reason) -> fields("request", request.id(), "reason", reason);
            case Event.Vetoed(var request, var reason) -> fields("request", request.id(), "reason", reason);
            case Event.Expired(var request) -> fields("request", request.id());
            case Event.ApprovalVoided(var request, var differences) ->
                fields("request", request.map(RequestId::id).orElse(null), "differences", differences);
            case Event.ActionCleared(var plan, var ruling, var how) ->
                fields("plan", PlanView.of(plan), "rules", ruling.reasons(), "how", how);
            case Event.ActionHeld(var step, var why, var until) ->
                fields("step", step.id(), "rule", Names.of(why.rule()), "reason", why.reason(), "until", until);
            case Event.ActionRefused(var step, var why) ->
                fields("step", step.id(), "rule", Names.of(why.rule()), "reason", why.reason());
            case Event.NoticeStarted(var notice) ->
                fields(
                        "notice", notice.key().key(),
                        "about", Names.of(notice.about()),
                        "operation", notice.call().operation().toString(),
                        "parameters", notice.call().parameters().plain());
            case Event.NoticeDelivered(var notice, var receipt) ->
                fields("notice", notice.key(), "receipt", receipt.plain());
            case Event.NoticeFailed(var notice, var reason) -> fields("notice", notice.key(), "reason", reason);
            case Event.StepStarted(var plan, var key, var attempt) ->
                fields("plan", PlanView.of(plan), "key", key.key(), "attempt", attempt);
            case Event.StepSucceeded(var step, var key, var result) ->
                fields("step", step.id(), "key", key.key(), "result", result.plain());
            case Event.StepFailed(var step, var reason) -> fields("step", step.id(), "reason", reason);
            case Event.StepUncertain(var step, var key, var reason) ->
                fields("step", step.id(), "key", key.key(), "reason", reason);
            case Event.UndoBegun(var reason) -> fields("reason", reason);
            case Event.Undone(var step, var key, var result) ->
                fields("step", step.id(), "key", key.key(), "result", result.plain());
            case Event.UndoFailed(var step, var reason) -> fields("step", step.id(), "reason", reason);
            case Event.StartedOver(var reason) -> fields("reason", reason);
            case Event.SettleStarted(var until) -> fields("until", until);
            case Event.Verified(var verification) -> fields("verification", SignalsView.of(verification));
            case Event.TroubleRemains(var cured, var verification) ->
                fields("cured", cured.statement(), "verification", SignalsView.of(verification));
            case Event.WatchStarted(var until) -> fields("until", until);
            case Event.CureDecayed(var verification) -> fields("verification", SignalsView.of(verification));
            case Event.NotVerified(var verification) -> fields("verification", SignalsView.of(verification));
            case Event.Resolved(var how) -> fields("how", how);
            case Event.Escalated(var reason) -> fields("reason", reason);
            case Event.Documented(var markdown) -> fields("markdown", markdown);
            case Event.Closed(var note) -> fields("note", note);
            case Event.Remembered(var lesson) ->
                fields(
                        "cause", lesson.cause(),
                        "component", lesson.component(),
                        "attempts",
                                lesson.attempts().stream().map(a -> a.display()).toList(),
                        "note", lesson.note());
            case Event.Forgotten(var reason) -> fields("reason", reason);
            case Event.Commented(var text) -> fields("text", text);
            case Event.AlertJoined(var alert, var because) ->
                fields(
                        "alert", alert.name(),
                        "component", alert.component(),
                        "severity", Names.of(alert.severity()),
                        "text", alert.text(),
                        "startedAt", alert.startedAt(),
                        "because", because);
            case Event.AlertsCounted(var joined) -> fields("joined", joined);
            case Event.SeverityRaised(var before, var severity, var because) ->
                fields("before", Names.of(before), "severity", Names.of(severity), "reason", because);
            case Event.AlertEnded(var alert) ->
                fields(
                        "alert", alert.name(),
                        "component", alert.component(),
                        "startedAt", alert.startedAt());
            case Event.Offered(var to, var call) ->
                fields(
                        "to",
                        to,
                        "operation",
                        call.operation().toString(),
                        "parameters",
                        call.parameters().plain());
            case Event.OfferTaken(var call) ->
                fields(
                        "operation",
                        call.operation().toString(),
                        "parameters",
                        call.parameters().plain());
        };
    }

    private static Map<String, Object> consulted(Consultation consultation) {
        var usage = consultation.usage();
        var outcome = consultation.outcome();
        return fields(
                "task", Names.of(consultation.task()),
                "model", consultation.model(),
                "prompt", consultation.prompt(),
                "input", consultation.input(),
                "output", outcome instanceof Consultation.Outcome.Answered(var output, var _) ? output : null,
                "stop", outcome instanceof Consultation.Outcome.Answered(var _, var stop) ? stop : null,
                "failure", outcome instanceof Consultation.Outcome.Failed(var reason) ? reason : null,
                "inputTokens", usage.input(),
                "outputTokens", usage.output(),
                "cacheReadTokens", usage.cacheRead(),
                "cacheWrittenTokens", usage.cacheWritten(),
                "costMicros", consultation.costMicros(),
                "latencyMillis", consultation.latency().toMillis());
    }

    /// Fields from names and values in turn; those without a value are left out.
    private static Map<String, Object> fields(@Nullable Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            var value = namesAndValues[i + 1];
            if (value != null) fields.put(String.valueOf(namesAndValues[i]), value);
        }
        return fields;
    }
}

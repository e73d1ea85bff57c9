package dev.runbook.cli;

import dev.runbook.app.assembly.ScenarioRun;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Sentence;
import dev.runbook.core.journal.JournalEntry;
import java.util.Locale;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a rehearsal came to, as text and as JSON.
final class DemoReport {

    private DemoReport() {}

    /// The stage an entry belongs to, in a column of its own.
    static String heading(JournalEntry entry) {
        return String.format(Locale.ROOT, "%-14s", stage(entry.stamped().event()));
    }

    static String time(JournalEntry entry) {
        return entry.stamped().at().toString().substring(11, 19);
    }

    private static String stage(Event event) {
        return switch (event) {
            case Event.Reported _ -> "report";
            case Event.Triaged _ -> "triage";
            case Event.EvidenceGathered _,
                    Event.RunbookSelected _,
                    Event.Diagnosed _,
                    Event.SeverityCorrected _,
                    Event.Reclassified _,
                    Event.CauseRuledOut _,
                    Event.CauseBelieved _,
                    Event.StepSkipped _,
                    Event.StepCompleted _,
                    Event.StepDelayed _,
                    Event.LoopStarted _,
                    Event.RunbookCalled _,
                    Event.RunbookReturned _,
                    Event.Asked _,
                    Event.Answered _,
                    Event.ModelConsulted _,
                    Event.AnswerChecked _ -> "diagnosis";
            case Event.Recommended _ -> "recommendation";
            case Event.ApprovalRequested _,
                    Event.Approved _,
                    Event.Denied _,
                    Event.Vetoed _,
                    Event.Expired _,
                    Event.ApprovalVoided _,
                    Event.ActionCleared _,
                    Event.NoticeStarted _,
                    Event.NoticeDelivered _,
                    Event.NoticeFailed _ -> "approval";
            case Event.ActionHeld _,
                    Event.ActionRefused _,
                    Event.StepStarted _,
                    Event.StepSucceeded _,
                    Event.StepFailed _,
                    Event.StepUncertain _,
                    Event.UndoBegun _,
                    Event.Undone _,
                    Event.UndoFailed _ -> "execution";
            case Event.StartedOver _ -> "diagnosis";
            case Event.SettleStarted _,
                    Event.Verified _,
                    Event.NotVerified _,
                    Event.WatchStarted _,
                    Event.TroubleRemains _,
                    Event.CureDecayed _ -> "verification";
            case Event.Resolved _,
                    Event.Escalated _,
                    Event.Documented _,
                    Event.Closed _,
                    Event.Remembered _,
                    Event.Forgotten _,
                    Event.Offered _,
                    Event.OfferTaken _,
                    Event.AlertJoined _,
                    Event.AlertsCounted _,
                    Event.AlertEnded _,
                    Event.SeverityRaised _,
                    Event.Commented _ -> "resolution";
        };
    }

    private static String changes(int count) {
        return switch (count) {
            case 0 -> "nothing was changed";
            case 1 -> "1 change was made";
            default -> count + " changes were made";
        };
    }

    static String text(ScenarioRun run) {
        var text = new StringJoiner("\n");
        run.journal().stream()
                .map(entry -> entry.stamped().event())
                .mapMulti((Event event, java.util.function.Consumer<String> out) -> {
                    if (event instanceof Event.Documented(var markdown)) out.accept(markdown);
                })
                .reduce((_, last) -> last)
                .ifPresent(markdown -> text.add("\n" + markdown.strip()));
        text.add("\n" + run.incident().phase().kind().name().toLowerCase(Locale.ROOT) + "; the world is "
                + (run.healthy() ? "well" : "still sick") + "; "
                + changes(run.changes().size()));
        text.add(
                run.differences().isEmpty()
                        ? "As the scenario expects."
                        : "Not as the scenario expects: " + String.join("; ", run.differences()));
        return text.toString();
    }

    static JsonNode json(ScenarioRun run) {
        var json = JsonMapper.shared().createObjectNode();
        var incident = run.incident();
        json.put("scenario", run.scenario().name())
                .put("category", lower(incident.category()))
                .put("severity", lower(incident.severity()))
                .put("phase", lower(incident.phase().kind()))
                .put("worldHealthy", run.healthy())
                .put("cured", run.cured())
                .put("asExpected", run.differences().isEmpty());
        var differences = json.putArray("differences");
        run.differences().forEach(differences::add);
        incident.cause().ifPresent(cause -> json.set("rootCause", json(cause)));
        var causes = json.putArray("rootCauses");
        incident.causes().forEach(cause -> causes.add(json(cause)));
        var actions = json.putArray("actions");
        for (var effect : run.changes())
            actions.addObject()
                    .put("operation", effect.operation().toString())
                    .set(
                            "parameters",
                            JsonMapper.shared().valueToTree(effect.parameters().plain()));
        var timeline = json.putArray("timeline");
        for (var entry : run.journal())
            timeline.addObject()
                    .put("seq", entry.seq())
                    .put("at", entry.stamped().at().toString())
                    .put("actor", entry.stamped().actor().label())
                    .put("type", entry.stamped().event().getClass().getSimpleName())
                    .put("sentence", Sentence.of(entry.stamped()))
                    .put("hash", entry.hash().hex());
        return json;
    }

    private static JsonNode json(Hypothesis cause) {
        var json = JsonMapper.shared()
                .createObjectNode()
                .put("statement", cause.statement())
                .put("kind", lower(cause.kind()))
                .put("component", cause.component())
                .put("confidence", cause.confidence());
        var evidence = json.putArray("evidence");
        cause.supportedBy().forEach(id -> evidence.add(id.id()));
        return json;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

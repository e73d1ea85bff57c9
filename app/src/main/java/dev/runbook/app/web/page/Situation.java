package dev.runbook.app.web.page;

import dev.runbook.app.web.view.DiagnosisView;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.app.web.view.OpenRequestView;
import dev.runbook.app.web.view.OutcomeView;
import dev.runbook.app.web.view.PlanView;
import dev.runbook.core.engine.IncidentDesk;
import java.time.Instant;
import java.util.Optional;

/// An incident in four sentences for one reader: what is wrong, since when, what is being done, what is needed.
///
/// @param tone how it stands, for style sheets: `working`, `waiting`, `good` or `bad`
/// @param wrong what is wrong
/// @param since when it began, as far as that is known
/// @param sinceWhat what began then
/// @param doing what is being done now
/// @param needed what this reader should do
/// @param yours whether it waits for this reader
public record Situation(
        String tone,
        String wrong,
        Optional<Instant> since,
        String sinceWhat,
        String doing,
        String needed,
        boolean yours) {

    private static final String CALL = IncidentDesk.INSTRUCTION.id();

    private record Now(String tone, String doing, String needed, boolean yours) {}

    /// What is wrong, in its first words.
    public String headline() {
        int colon = wrong.indexOf(": ");
        return colon < 0 ? wrong : wrong.substring(0, colon);
    }

    /// What is wrong, after its first words; may be empty.
    public String detail() {
        int colon = wrong.indexOf(": ");
        return colon < 0 ? "" : capital(wrong.substring(colon + 2));
    }

    static Situation of(IncidentView incident, Viewer viewer) {
        var now = now(incident, viewer);
        var onset = incident.diagnosis().flatMap(Situation::onset);
        return new Situation(
                now.tone,
                wrong(incident),
                onset.or(() -> Optional.of(incident.line().reportedAt())),
                onset.isPresent() ? "the cause began" : "reported",
                now.doing,
                now.needed,
                now.yours);
    }

    private static Optional<Instant> onset(DiagnosisView diagnosis) {
        return diagnosis.verdict().equals("fault")
                ? diagnosis.hypotheses().getFirst().onset()
                : Optional.empty();
    }

    private static String wrong(IncidentView incident) {
        var diagnosis = incident.diagnosis();
        if (diagnosis.isEmpty())
            return incident.run().filter(run -> run.runbook().equals(CALL)).isPresent()
                    ? "Nothing is wrong: an operator asked for one operation."
                    : "The cause is not known yet.";
        return switch (diagnosis.get().verdict()) {
            case "fault" -> diagnosis.get().hypotheses().getFirst().statement();
            case "healthy" -> "Nothing is broken, as far as can be seen.";
            default -> "The evidence does not tell the cause.";
        };
    }

    private static Now now(IncidentView incident, Viewer viewer) {
        var line = incident.line();
        return switch (line.phase()) {
            case "reported" -> new Now("working", "The report is being classified.", "Nothing yet.", false);
            case "investigating" ->
                new Now(
                        "working",
                        incident.run()
                                .map(run -> "Evidence is being gathered with the runbook " + run.runbook() + ".")
                                .orElse("Evidence is being gathered; then a runbook is chosen."),
                        "Nothing yet.",
                        false);
            case "awaiting_approval", "awaiting_veto" ->
                incident.openRequest()
                        .map(open -> open(open, line.reportedBy(), viewer))
                        .orElseGet(Situation::waits);
            case "awaiting_answer" ->
                viewer.mayDecide()
                        ? new Now("waiting", "The runbook asks a question.", "Answer the question below.", true)
                        : new Now("waiting", "The runbook asks a question.", "An approver answers it.", false);
            case "cleared", "executing" -> new Now("working", acting(incident), "Nothing. Watch it.", false);
            case "held" ->
                new Now(
                        "waiting",
                        line.waitingFor()
                                .map(what -> "It is held back: " + what + ".")
                                .orElse("It is held back."),
                        "Nothing, unless it must go on sooner.",
                        false);
            case "uncertain" ->
                new Now(
                        "bad",
                        "Nobody knows whether the last action happened.",
                        viewer.mayDecide()
                                ? "Find out whether it happened, and say so below."
                                : "An approver must say whether it happened.",
                        viewer.mayDecide());
            case "settling" ->
                new Now(
                        "working",
                        "The action is done. The world is given time to settle, then it is looked at again.",
                        "Nothing. Watch the charts.",
                        false);
            case "watching" ->
                new Now(
                        "good",
                        "The problem is gone. Whether that lasts is looked at once more.",
                        "Nothing. It is resolved when the cure has lasted.",
                        false);
            case "escalated" ->
                new Now(
                        "bad",
                        incident.outcome().map(OutcomeView::reason).orElse("A person must take over."),
                        viewer.mayRespond()
                                ? "Take over: solve it by hand, then say below how it was resolved."
                                : "A responder must take over.",
                        viewer.mayRespond());
            case "resolved" -> new Now("good", over(incident), "Read the post-mortem, and close the incident.", false);
            case "closed" -> new Now("good", over(incident), "Nothing. It is closed.", false);
            default -> waits();
        };
    }

    private static Now waits() {
        return new Now("waiting", "It waits.", "Nothing yet.", false);
    }

    private static Now open(OpenRequestView open, String reporter, Viewer viewer) {
        var what = what(open.request().plan());
        if (open.request().gate().kind().equals("unless_vetoed"))
            return new Now(
                    "waiting",
                    what + " runs when the veto window ends.",
                    viewer.mayDecide() ? "Veto it below if it is wrong." : "An approver can veto it.",
                    viewer.mayDecide());
        var doing = what + " waits for " + open.needs(reporter) + " to approve.";
        if (!viewer.mayDecide()) return new Now("waiting", doing, "An approver decides.", false);
        return open.mayApprove(viewer.name(), reporter)
                ? new Now("waiting", doing, "Approve or deny it below.", true)
                : new Now("waiting", doing, "Another operator must approve; you can deny.", false);
    }

    private static String acting(IncidentView incident) {
        return incident.executions().isEmpty()
                ? "The approved action is about to run."
                : what(incident.executions().getLast().plan()) + " runs now.";
    }

    private static String what(PlanView plan) {
        return plan.operation() + plan.target().map(on -> " on " + on).orElse("");
    }

    private static String over(IncidentView incident) {
        return incident.outcome()
                .map(outcome -> outcome.reason().isBlank() ? "It is over." : capital(outcome.reason()) + ".")
                .orElse("It is over.");
    }

    /// A name such as `cpu_usage` stays as it is.
    private static String capital(String text) {
        return text.matches("\\w*_.*") ? text : upper(text);
    }

    private static String upper(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

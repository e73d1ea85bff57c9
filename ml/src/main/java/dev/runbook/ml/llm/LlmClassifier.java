package dev.runbook.ml.llm;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.ml.llm.answer.Shape;
import dev.runbook.ml.llm.guard.Faithfulness;
import dev.runbook.ml.llm.guard.Ground;
import dev.runbook.ml.llm.prompt.CaseText;
import dev.runbook.ml.llm.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Has a language model classify. It may call a problem worse than the offline engine does, never more
/// harmless: a report's own words must not talk its severity down. Safe for use by many threads.
final class LlmClassifier implements Classifier {

    private static final Shape.Parts ANSWER = new Shape.Parts(
            Map.of(
                    "category",
                    Shape.Choice.of("the part of the system in trouble", Category.class),
                    "severity",
                    Shape.Choice.of("how bad the harm is", Severity.class),
                    "confidence",
                    new Shape.Amount("how sure of the category, from 0 to 1", 0, 1),
                    "reasons",
                    new Shape.Many("why", new Shape.Words("a few words of the report", 200), 5)),
            Set.of("reasons"));

    private final Consultant consultant;
    private final Classifier offline;

    LlmClassifier(Consultant consultant, Classifier offline) {
        this.consultant = consultant;
        this.offline = offline;
    }

    @Override
    public Classification classify(ProblemReport report) {
        return offline.classify(report);
    }

    @Override
    public Classification classify(ProblemReport report, Investigation investigation) {
        var floor = offline.classify(report);
        try {
            var answer = consultant
                    .about(
                            Task.CLASSIFY,
                            Prompt.CLASSIFICATION,
                            investigation,
                            consultant.spending(),
                            consultant.masking())
                    .conclude(
                            Prompt.CLASSIFICATION.user(Map.of("report", CaseText.report(report))),
                            ANSWER,
                            Toolbox.EMPTY);
            return checked(report, floor, answer, investigation);
        } catch (NoAnswer none) {
            investigation.checked(Task.CLASSIFY, Standing.OFFLINE, List.of(none.reason()));
            return floor;
        }
    }

    /// What was measured is the offline engine's to judge.
    @Override
    public Optional<Reassessment> reassess(CaseFile caseFile, Diagnosis diagnosis) {
        return offline.reassess(caseFile, diagnosis);
    }

    private static Classification checked(
            ProblemReport report, Classification floor, JsonNode answer, Investigation investigation) {
        var remarks = new ArrayList<String>();
        var category = Category.valueOf(constant(answer, "category"));
        var severity = Severity.valueOf(constant(answer, "severity"));
        if (!severity.isAtLeast(floor.severity())) {
            remarks.add(
                    "severity " + answer.path("severity").stringValue("") + " was not taken over: the offline engine"
                            + " says " + floor.severity().name().toLowerCase(Locale.ROOT));
            severity = floor.severity();
        }
        var ground = Ground.of(List.of()).and(CaseText.report(report));
        var reasons = new ArrayList<String>();
        for (var reason : answer.path("reasons")) {
            var checked = Faithfulness.check(reason.stringValue(""), ground);
            remarks.addAll(checked.removed());
            if (!checked.text().isEmpty()) reasons.add(checked.text());
        }
        if (!remarks.isEmpty())
            investigation.checked(
                    Task.CLASSIFY, category == floor.category() ? Standing.AGREED : Standing.MODEL_ALONE, remarks);
        return new Classification(category, severity, answer.path("confidence").doubleValue(), reasons);
    }

    private static String constant(JsonNode answer, String member) {
        return answer.path(member).stringValue("").toUpperCase(Locale.ROOT);
    }
}

package dev.runbook.ml.llm;

import dev.runbook.core.diagnosis.Consultation.Task;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Investigation.Standing;
import dev.runbook.core.diagnosis.Summarizer;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Stamped;
import dev.runbook.ml.llm.answer.Shape;
import dev.runbook.ml.llm.guard.Faithfulness;
import dev.runbook.ml.llm.guard.Ground;
import dev.runbook.ml.llm.prompt.Prompt;
import dev.runbook.ml.llm.prompt.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Has a language model write the opening of the post-mortem. The post-mortem itself is the offline
/// engine's, and the opening may say nothing that it does not hold. Safe for use by many threads.
final class LlmSummarizer implements Summarizer {

    private static final int LONGEST_ACCOUNT = 40_000;

    private static final Shape.Parts ANSWER = new Shape.Parts(
            Map.of(
                    "summary", new Shape.Words("three to six sentences", 3000),
                    "lessons", new Shape.Many("at most four", new Shape.Words("one sentence", 400), 6)),
            Set.of("lessons"));

    private final Consultant consultant;
    private final Summarizer offline;

    LlmSummarizer(Consultant consultant, Summarizer offline) {
        this.consultant = consultant;
        this.offline = offline;
    }

    @Override
    public String postMortem(IncidentId incident, List<Stamped> journal) {
        return offline.postMortem(incident, journal);
    }

    @Override
    public String postMortem(IncidentId incident, List<Stamped> journal, Investigation investigation) {
        var own = offline.postMortem(incident, journal);
        try {
            var told = offline.postMortem(incident, withoutConsultations(journal));
            var account = told.substring(0, Math.min(LONGEST_ACCOUNT, told.length()));
            var answer = consultant
                    .about(
                            Task.SUMMARIZE,
                            Prompt.SUMMARIZATION,
                            investigation,
                            consultant.spending(),
                            consultant.masking())
                    .conclude(
                            Prompt.SUMMARIZATION.user(Map.of("account", Quoted.data("account", account))),
                            ANSWER,
                            Toolbox.EMPTY);
            return opened(own, answer, investigation);
        } catch (NoAnswer none) {
            investigation.checked(Task.SUMMARIZE, Standing.OFFLINE, List.of(none.reason()));
            return own;
        }
    }

    /// How long a model took is another time each time it is asked, so the same incident would be another
    /// question.
    private static List<Stamped> withoutConsultations(List<Stamped> journal) {
        return journal.stream()
                .filter(stamped -> !(stamped.event() instanceof Event.ModelConsulted))
                .toList();
    }

    private static String opened(String own, JsonNode answer, Investigation investigation) {
        var ground = Ground.of(List.of()).and(own.replace("\\", ""));
        var remarks = new ArrayList<String>();
        var summary = kept(answer.path("summary").stringValue(""), ground, remarks);
        var lessons = new ArrayList<String>();
        for (var lesson : answer.path("lessons")) {
            var kept = kept(lesson.stringValue(""), ground, remarks);
            if (!kept.isEmpty()) lessons.add("- " + kept);
        }
        if (!remarks.isEmpty()) investigation.checked(Task.SUMMARIZE, Standing.MODEL_ALONE, remarks);
        if (summary.isEmpty()) return own;
        var opening = "\n## In short\n\n" + summary + "\n"
                + (lessons.isEmpty() ? "" : "\n" + String.join("\n", lessons) + "\n")
                + "\n_Written by a language model; every figure, time and name was checked against the account below._\n";
        int title = own.indexOf('\n');
        return title < 0 ? own + "\n" + opening : own.substring(0, title + 1) + opening + own.substring(title + 1);
    }

    private static String kept(String text, Ground ground, List<String> remarks) {
        var checked = Faithfulness.check(text, ground);
        remarks.addAll(checked.removed());
        return checked.text().replaceAll("([\\\\`*_\\[\\]<>#|])", "\\\\$1").replace("\n", " ");
    }
}

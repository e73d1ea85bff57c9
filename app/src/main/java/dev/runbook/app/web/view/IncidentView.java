package dev.runbook.app.web.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.runbook.app.web.Pace;
import dev.runbook.core.engine.Engine;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.journal.JournalEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One incident with everything that is known about it.
public record IncidentView(
        @JsonUnwrapped IncidentLine line,

        @Schema(description = "How far each of the eight stages has come")
        List<StageView> stages,

        ReportView report,

        @Schema(description = "What the triage said; absent before it")
        Optional<ClassificationView> classification,

        @Schema(description = "The runbooks that the triage found, best first")
        List<MatchView> runbooks,

        @Schema(description = "The runbook that is followed; absent until one is chosen")
        Optional<RunView> run,

        @Schema(description = "The latest diagnosis") Optional<DiagnosisView> diagnosis,

        @Schema(description = "What could not be looked at so far, one sentence each")
        List<String> gaps,

        @Schema(description = "The latest recommendations, best first")
        List<RecommendationView> recommendations,

        @Schema(description = "The decision that people are asked for now")
        Optional<OpenRequestView> openRequest,

        @Schema(description = "The question that a step asks people now")
        Optional<QuestionView> question,

        @Schema(description = "Every decision that people were asked for, in order")
        List<RequestView> requests,

        @Schema(description = "A change of which nobody knows whether it happened")
        Optional<DoubtView> doubt,

        @Schema(description = "Every attempt to change the world, in order")
        List<ExecutionView> executions,

        @Schema(description = "Every look at the world after acting, in order")
        List<VerificationView> verifications,

        @Schema(description = "How it ended; absent while it goes on")
        Optional<OutcomeView> outcome,

        @Schema(description = "Incidents of the past that were like it, the most alike first")
        List<SimilarView> similar,

        @Schema(
                description =
                        "Pages that people wrote and that are about it, the best first; nothing in them is carried out")
        List<ReadingView> reading,

        @Schema(description = "What it taught, once a person has confirmed it")
        Optional<LessonView> lesson,

        @Schema(description = "What language models have taken so far; absent when none was asked")
        Optional<OutlayView> model,

        @Schema(description = "The post-mortem in Markdown; absent until it is written")
        Optional<String> postMortem) {

    /// The view that a journal gives; empty when it has no entries.
    public static Optional<IncidentView> of(List<JournalEntry> entries, Pace pace) {
        return Evolution.replay(entries).map(incident -> of(incident, entries, pace));
    }

    private static IncidentView of(Incident incident, List<JournalEntry> entries, Pace pace) {
        var requests = RequestHistory.of(entries);
        var findings = incident.findings();
        return new IncidentView(
                IncidentLine.of(
                        IncidentSummary.of(incident, entries.getLast().stamped().at())),
                StageView.of(incident, entries),
                ReportView.of(incident.report()),
                incident.classification().map(ClassificationView::of),
                incident.matches().stream().map(MatchView::of).toList(),
                RunView.of(incident, entries),
                incident.diagnosis().map(DiagnosisView::of),
                Stream.concat(
                                findings.gaps().stream(),
                                findings.diagnosis().stream().flatMap(diagnosis -> diagnosis.gaps().stream()))
                        .distinct()
                        .toList(),
                findings.recommendations().stream().map(RecommendationView::of).toList(),
                requests.isEmpty() ? Optional.empty() : OpenRequestView.of(incident, requests.getLast(), pace),
                Engine.openQuestion(incident).map(QuestionView::of),
                requests,
                DoubtView.of(incident),
                ExecutionView.of(entries),
                VerificationView.of(entries),
                OutcomeView.of(entries),
                SimilarView.of(findings.evidence()),
                ReadingView.of(findings.evidence()),
                LessonView.of(entries),
                OutlayView.of(entries),
                postMortem(entries));
    }

    private static Optional<String> postMortem(List<JournalEntry> entries) {
        Optional<String> latest = Optional.empty();
        for (var entry : entries)
            if (entry.stamped().event() instanceof Event.Documented(var markdown)) latest = Optional.of(markdown);
        return latest;
    }
}

package dev.runbook.core.testkit;

import dev.runbook.core.diagnosis.Candidate;
import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.Recommender;
import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.diagnosis.Summarizer;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.value.Value;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An ML engine that says what a test wants. Unless told otherwise it blames a runaway process of the reported
/// service on all metrics seen, and recommends every action that cures such a thing and was not tried.
public final class ScriptedMinds {

    private Classifier classifier =
            _ -> new Classification(Category.COMPUTE, Severity.HIGH, 0.9, List.of("the test says so"));
    private final Map<String, Double> fits = new HashMap<>();
    private Diagnoser diagnoser = ScriptedMinds::runaway;
    private Recommender recommender = ScriptedMinds::untried;
    private Summarizer summarizer = (incident, _) -> "# " + incident + "\n";

    public ScriptedMinds classifying(Classifier other) {
        classifier = other;
        return this;
    }

    /// Finds this runbook with this score; runbooks not spoken of score 0.
    public ScriptedMinds finding(String runbook, double score) {
        fits.put(runbook, score);
        return this;
    }

    public ScriptedMinds diagnosing(Diagnoser other) {
        diagnoser = other;
        return this;
    }

    public ScriptedMinds concluding(Diagnosis.Verdict verdict) {
        return diagnosing(_ -> new Diagnosis(verdict, List.of(), List.of()));
    }

    public ScriptedMinds recommending(Recommender other) {
        recommender = other;
        return this;
    }

    public ScriptedMinds summarizing(Summarizer other) {
        summarizer = other;
        return this;
    }

    public Minds minds() {
        RunbookFinder finder = (_, _, library) -> library.stream()
                .map(r -> new RunbookFinder.Match(r.id(), fits.getOrDefault(r.id().id(), 0.0), "the test says so"))
                .sorted(Comparator.comparingDouble(RunbookFinder.Match::score).reversed())
                .toList();
        return new Minds(classifier, finder, diagnoser, recommender, summarizer);
    }

    private static Diagnosis runaway(CaseFile file) {
        var metrics = file.evidence().stream()
                .filter(e -> e.content() instanceof Content.MetricSeries)
                .map(Evidence::id)
                .collect(Collectors.toSet());
        if (metrics.isEmpty()) return new Diagnosis(Diagnosis.Verdict.INCONCLUSIVE, List.of(), List.of("no metrics"));
        var service = file.report().service().orElse("checkout");
        return new Diagnosis(
                Diagnosis.Verdict.FAULT,
                List.of(new Hypothesis(
                        service + " uses up the processor",
                        CauseKind.RUNAWAY_PROCESS,
                        service,
                        Optional.of(HighCpu.ONSET),
                        0.8,
                        metrics,
                        Set.<EvidenceId>of(),
                        Optional.empty())),
                file.gaps());
    }

    private static List<Recommendation> untried(CaseFile file, Diagnosis diagnosis, List<Candidate> candidates) {
        var leading = diagnosis.leading();
        if (leading.isEmpty()) return List.of();
        var tried = file.tried().stream().map(TriedAction::operation).collect(Collectors.toSet());
        return candidates.stream()
                .filter(c -> c.operation().remedies().contains(leading.get().kind()))
                .filter(c -> !tried.contains(c.operation().name()))
                .map(c -> recommendation(c, leading.get()))
                .toList();
    }

    /// The recommendation of one candidate against one cause.
    public static Recommendation recommendation(Candidate candidate, Hypothesis cause) {
        return new Recommendation(
                candidate.runbook(),
                candidate.step(),
                candidate.operation().name(),
                Value.fields("target_service", cause.component(), "target_host", "web-1"),
                candidate.risk(),
                cause.confidence(),
                candidate.operation().name() + " against " + cause.statement(),
                "the metrics go back",
                cause.supportedBy());
    }
}

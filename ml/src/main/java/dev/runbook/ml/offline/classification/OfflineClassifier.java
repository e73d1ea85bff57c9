package dev.runbook.ml.offline.classification;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.ml.facts.Condition;
import dev.runbook.ml.facts.Conditions;
import dev.runbook.ml.offline.scene.SceneReader;
import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.Vector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Classifies by nearness to described problems and by cue words. Without the embedded model the cue words
/// decide alone, and the reasons say so. Safe for use by many threads.
public final class OfflineClassifier implements Classifier {

    /// Below this probability the classifier abstains.
    static final double ABSTAIN_BELOW = 0.4;

    /// How much one unit of cosine, and one strong cue, add to the log odds; chosen on the train half of the
    /// test texts.
    private static final double NEARNESS = 32;

    private static final double CUE = 1.5;

    /// Without the model, what a strong cue adds, and what it takes to say anything at all.
    private static final double CUE_ALONE = 2.5;

    private static final double NOTHING_SAID = 1.5;

    private final Embedder embedder;
    private final Prototypes prototypes;
    private final Cues cues = new Cues();
    private final SeverityJudge severity = new SeverityJudge();
    private final List<Condition> conditions = Conditions.standard();

    public OfflineClassifier(Embedder embedder) {
        this.embedder = embedder;
        this.prototypes = new Prototypes(embedder);
    }

    @Override
    public Classification classify(ProblemReport report) {
        var text = text(report);
        var asked = embedder.meaning(text);
        var probabilities = softmax(logits(text, asked));
        var best = probabilities.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        var known = best.getKey() != Category.UNKNOWN && best.getValue() >= ABSTAIN_BELOW;
        var reasons = new ArrayList<String>();
        if (known) reasons.addAll(reasons(text, asked, best.getKey()));
        else reasons.add("no category fits well enough");
        var judged = severity.judge(report);
        // What is about nothing we know, and does not sound bad, can wait.
        var level = known || judged.reason().isPresent() ? judged.severity() : Severity.LOW;
        judged.reason().ifPresent(reasons::add);
        embedder.trouble().ifPresent(trouble -> reasons.add("by words alone: " + trouble));
        return new Classification(known ? best.getKey() : Category.UNKNOWN, level, best.getValue(), reasons);
    }

    @Override
    public Optional<Reassessment> reassess(CaseFile caseFile, Diagnosis diagnosis) {
        return HarmJudge.judge(
                SceneReader.read(caseFile, conditions),
                diagnosis,
                caseFile.classification().severity(),
                severity.elsewhere(caseFile.report()).isPresent(),
                caseFile.gaps().isEmpty());
    }

    private Map<Category, Double> logits(String text, Optional<Vector> asked) {
        var weights = cues.weigh(text);
        var logits = new EnumMap<Category, Double>(Category.class);
        for (var category : Category.values()) {
            double said = weights.getOrDefault(category, 0.0);
            logits.put(
                    category,
                    asked.map(vector -> NEARNESS * prototypes.nearness(vector, category) + CUE * said)
                            .orElse(category == Category.UNKNOWN ? NOTHING_SAID : CUE_ALONE * said));
        }
        return logits;
    }

    private static Map<Category, Double> softmax(Map<Category, Double> logits) {
        double highest = logits.values().stream().mapToDouble(d -> d).max().orElseThrow();
        double sum = logits.values().stream()
                .mapToDouble(logit -> Math.exp(logit - highest))
                .sum();
        var probabilities = new EnumMap<Category, Double>(Category.class);
        logits.forEach((category, logit) -> probabilities.put(category, Math.exp(logit - highest) / sum));
        return probabilities;
    }

    private List<String> reasons(String text, Optional<Vector> asked, Category category) {
        var reasons = new ArrayList<String>();
        var words = cues.words(text, category);
        if (!words.isEmpty())
            reasons.add("it speaks of " + words.stream().limit(4).collect(Collectors.joining(", ")));
        asked.flatMap(vector -> prototypes.nearest(vector, category))
                .ifPresent(prototype -> reasons.add("it reads like \"" + prototype.text() + "\""));
        return reasons;
    }

    /// The report's words and those of its alerts.
    private static String text(ProblemReport report) {
        return report.text()
                + report.alerts().stream()
                        .map(alert -> "\n" + alert.name() + ": " + alert.text())
                        .collect(Collectors.joining());
    }
}

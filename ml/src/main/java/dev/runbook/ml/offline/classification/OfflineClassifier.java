package dev.runbook.ml.offline.classification;

import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.ml.offline.text.Embedder;
import java.util.ArrayList;
import java.util.Map;

/// Classifies by nearness to described problems and by cue words. Without the embedded model the cue words and the
/// words of the descriptions decide, and the reasons say so.
public final class OfflineClassifier implements Classifier {

    /// Below this probability the classifier abstains.
    static final double ABSTAIN_BELOW = 0.35;

    private final CategoryScorer scorer;
    private final SeverityJudge severity = new SeverityJudge();
    private final Embedder embedder;

    public OfflineClassifier(Embedder embedder) {
        this.embedder = embedder;
        this.scorer = new CategoryScorer(embedder);
    }

    @Override
    public Classification classify(ProblemReport report) {
        var judged = severity.judge(report);
        var probabilities = scorer.probabilities(report);
        var best = probabilities.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        var reasons = new ArrayList<String>();
        var sure = best.getKey() != Category.UNKNOWN && best.getValue() >= ABSTAIN_BELOW;
        if (sure) reasons.addAll(scorer.reasons(report, best.getKey()));
        else reasons.add("no category fits well enough");
        judged.reason().ifPresent(reasons::add);
        embedder.trouble().ifPresent(trouble -> reasons.add("by words alone: " + trouble));
        return new Classification(sure ? best.getKey() : Category.UNKNOWN, judged.severity(), best.getValue(), reasons);
    }
}

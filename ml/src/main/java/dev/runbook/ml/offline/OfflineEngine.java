package dev.runbook.ml.offline;

import dev.runbook.core.diagnosis.Classifier;
import dev.runbook.core.diagnosis.Diagnoser;
import dev.runbook.core.diagnosis.Recommender;
import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.diagnosis.Summarizer;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.ml.offline.classification.OfflineClassifier;
import dev.runbook.ml.offline.diagnosis.OfflineDiagnoser;
import dev.runbook.ml.offline.recommendation.OfflineRecommender;
import dev.runbook.ml.offline.retrieval.HybridRunbookFinder;
import dev.runbook.ml.offline.summary.PostMortem;
import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.offline.text.Embedder;

/// The five parts of the engine that needs no key and no network. All are safe for use by many threads.
public record OfflineEngine(
        Classifier classifier,
        RunbookFinder runbookFinder,
        Diagnoser diagnoser,
        Recommender recommender,
        Summarizer summarizer) {

    /// The engine with the embedded language model, which is loaded at first use or by [#warmUp()].
    public static OfflineEngine create() {
        return create(BgeEmbedder.standard());
    }

    /// The engine with another model, or with none.
    public static OfflineEngine create(Embedder embedder) {
        return new OfflineEngine(
                new OfflineClassifier(embedder),
                new HybridRunbookFinder(embedder),
                new OfflineDiagnoser(),
                new OfflineRecommender(),
                new PostMortem());
    }

    /// Loads what is loaded once, in about a second. Nobody has to call it: the first report would pay otherwise.
    public void warmUp() {
        classifier.classify(ProblemReport.of("CPU usage is high"));
    }
}

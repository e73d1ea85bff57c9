package dev.runbook.ml.evaluation;

import dev.runbook.ml.anomaly.AnomalyDetector;
import dev.runbook.ml.anomaly.AnomalyScore;
import dev.runbook.ml.evaluation.NabCorpus.Series;
import dev.runbook.ml.evaluation.NabScorer.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The anomaly detector on the Numenta Anomaly Benchmark, standard profile, one threshold for every series.
///
/// ```
/// scripts/mvn -q -pl ml -am test-compile
/// java -Dnab.data=FOLDER -cp core/target/classes:ml/target/classes:ml/target/test-classes \
///     dev.runbook.ml.evaluation.NabEvaluation
/// ```
///
/// `FOLDER` is what [NabCorpus] reads. `-Dnab.detector=knncad` scores KNN-CAD instead and compares each series with its
/// published score, which shows that the scorer is right; it takes a minute. `-Dnab.series=true` prints every series.
public final class NabEvaluation {

    private NabEvaluation() {}

    public static void main(String[] args) throws IOException {
        var corpus = new NabCorpus(Path.of(System.getProperty("nab.data", ".")));
        boolean knn = System.getProperty("nab.detector", "ours").equals("knncad");
        var published = knn ? corpus.published("knncad") : Map.<String, Double>of();
        Map<String, Score> categories = new TreeMap<>();
        int equal = 0;
        for (var series : corpus.series()) {
            var score = knn
                    ? NabScorer.score(knnScores(series), series.windows(), 1)
                    : NabScorer.score(scores(series), series.windows(), AnomalyScore.ONSET);
            if (Boolean.getBoolean("nab.series")) print(series.name(), score);
            categories.merge(series.category(), score, Score::plus);
            if (Math.abs(published.getOrDefault(series.name(), Double.NaN) - score.raw()) < 1e-6) equal++;
        }
        categories.forEach(NabEvaluation::print);
        print("all", categories.values().stream().reduce(Score::plus).orElseThrow());
        if (knn) System.out.printf("equal to the published score: %d of %d series%n", equal, published.size());
    }

    private static void print(String name, Score score) {
        System.out.printf(
                "%-56s %6.1f  raw %7.2f  found %d of %d, false alarms %d%n",
                name, score.normalised(), score.raw(), score.found(), score.windows(), score.falseAlarms());
    }

    private static double[] scores(Series series) {
        var detector = new AnomalyDetector();
        return IntStream.range(0, series.values().size())
                .mapToDouble(i -> detector.next(
                                series.times().get(i), series.values().get(i))
                        .score())
                .toArray();
    }

    private static double[] knnScores(Series series) {
        var detector = new KnnCad(NabScorer.probation(series.values().size()));
        return series.values().stream().mapToDouble(detector::next).toArray();
    }
}

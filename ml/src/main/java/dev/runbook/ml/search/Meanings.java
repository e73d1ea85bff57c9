package dev.runbook.ml.search;

import dev.runbook.ml.offline.text.Vector;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/// How near pages are to a question in meaning: by their best passage, and by all of their passages
/// together. Safe for use by many threads; it never changes.
final class Meanings {

    private final List<float[]> passages;
    private final int[] owner;
    private final float[] spread;
    private final Optional<Whitening> whitening;

    /// Two looks at all pages, each in `[-1, 1]`, about zero for what has nothing to do with the question.
    ///
    /// @param best of the best passage
    /// @param whole of all passages together
    @SuppressWarnings("ArrayRecordComponent") // handed over once, inside of this package
    record Look(double[] best, double[] whole) {}

    /// @param vectors the vectors of each page's passages, in the order of the pages; a page may have none
    Meanings(List<List<Vector>> vectors) {
        var raw = vectors.stream().flatMap(List::stream).map(Vector::toArray).toList();
        whitening = raw.size() < Whitening.FEWEST ? Optional.empty() : Optional.of(Whitening.of(raw));
        passages = whitening
                .map(turn -> raw.parallelStream().map(turn::of).toList())
                .orElse(raw);
        owner = IntStream.range(0, vectors.size())
                .flatMap(page ->
                        IntStream.generate(() -> page).limit(vectors.get(page).size()))
                .toArray();
        spread = new float[vectors.size()];
        for (int i = 0, page = 0; page < spread.length; i += vectors.get(page++).size())
            spread[page] = length(passages.subList(i, i + vectors.get(page).size()));
    }

    /// The length of the sum of vectors; one when there is none.
    private static float length(List<float[]> vectors) {
        if (vectors.isEmpty()) return 1;
        var sum = new float[vectors.getFirst().length];
        for (var vector : vectors) for (int i = 0; i < sum.length; i++) sum[i] += vector[i];
        float squares = VectorUtil.dotProduct(sum, sum);
        return squares > 0 ? (float) Math.sqrt(squares) : 1;
    }

    /// How near each page is to the question.
    Look near(Vector question) {
        var asked = whitening.map(turn -> turn.of(question.toArray())).orElseGet(question::toArray);
        var look = new Look(new double[spread.length], new double[spread.length]);
        Arrays.fill(look.best, -1);
        for (int i = 0; i < passages.size(); i++) {
            double near = VectorUtil.dotProduct(asked, passages.get(i));
            look.best[owner[i]] = Math.max(look.best[owner[i]], near);
            look.whole[owner[i]] += near / spread[owner[i]];
        }
        if (whitening.isEmpty()) for (var part : List.of(look.best, look.whole)) aboveUnrelated(part);
        return look;
    }

    /// Cosines as the model gives them are high for all texts.
    private static void aboveUnrelated(double[] cosines) {
        for (int i = 0; i < cosines.length; i++) cosines[i] -= Vector.UNRELATED;
    }
}

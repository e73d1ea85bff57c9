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

    /// The coordinates of all passages, one row for each dimension: rows are added up many passages at a time.
    private final float[][] coordinates;

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
        var passages = whitening
                .map(turn -> raw.parallelStream().map(turn::of).toList())
                .orElse(raw);
        owner = IntStream.range(0, vectors.size())
                .flatMap(page ->
                        IntStream.generate(() -> page).limit(vectors.get(page).size()))
                .toArray();
        spread = new float[vectors.size()];
        for (int i = 0, page = 0; page < spread.length; i += vectors.get(page++).size())
            spread[page] = length(passages.subList(i, i + vectors.get(page).size()));
        coordinates = new float[passages.isEmpty() ? 0 : passages.getFirst().length][passages.size()];
        for (int i = 0; i < owner.length; i++)
            for (int d = 0; d < coordinates.length; d++) coordinates[d][i] = passages.get(i)[d];
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
        var products = products(asked);
        for (int i = 0; i < owner.length; i++) {
            look.best[owner[i]] = Math.max(look.best[owner[i]], products[i]);
            look.whole[owner[i]] += products[i] / spread[owner[i]];
        }
        if (whitening.isEmpty()) for (var part : List.of(look.best, look.whole)) aboveUnrelated(part);
        return look;
    }

    /// The scalar product of a vector with each passage.
    private float[] products(float[] vector) {
        var products = new float[owner.length];
        for (int d = 0; d < coordinates.length; d++) addTo(products, vector[d], coordinates[d]);
        return products;
    }

    private static void addTo(float[] sums, float factor, float[] row) {
        for (int i = 0; i < sums.length; i++) sums[i] += factor * row[i];
    }

    /// Cosines as the model gives them are high for all texts.
    private static void aboveUnrelated(double[] cosines) {
        for (int i = 0; i < cosines.length; i++) cosines[i] -= Vector.UNRELATED;
    }
}

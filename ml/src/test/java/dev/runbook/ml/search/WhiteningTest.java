package dev.runbook.ml.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;

class WhiteningTest {

    private final Random random = new Random(7);

    /// Vectors that have nearly all in common: only the last coordinate tells them apart.
    private List<float[]> alike() {
        return IntStream.range(0, 500)
                .mapToObj(_ ->
                        new float[] {10, (float) (5 * random.nextGaussian()), (float) (0.5 * random.nextGaussian())})
                .toList();
    }

    @Test
    void whatVectorsShareCountsLess() {
        var whitening = Whitening.of(alike());

        var up = whitening.of(new float[] {10, 4, 1});
        var down = whitening.of(new float[] {10, 4, -1});

        assertThat(VectorUtil.cosine(new float[] {10, 4, 1}, new float[] {10, 4, -1}))
                .isGreaterThan(0.98f);
        assertThat(VectorUtil.dotProduct(up, down)).isLessThan(0.8f);
    }

    @Test
    void aTurnedVectorHasLengthOneAndTheMeanHasNone() {
        var same = IntStream.range(0, 100).mapToObj(i -> new float[] {i % 2, 1}).toList();
        var whitening = Whitening.of(same);

        var turned = whitening.of(new float[] {3, 2});

        assertThat(VectorUtil.dotProduct(turned, turned)).isCloseTo(1, within(1e-5f));
        assertThat(whitening.of(new float[] {0.5f, 1})).containsOnly(0);
    }
}

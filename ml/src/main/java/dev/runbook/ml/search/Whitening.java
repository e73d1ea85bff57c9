package dev.runbook.ml.search;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/// Turns vectors so that a collection of them points in all directions alike: the mean is taken away, and
/// what most of them share counts less. Pages about one system are all near each other in an embedding, so
/// that the little that tells them apart is lost in what they have in common; afterwards it is all that is
/// left.
///
/// The coordinates are multiplied by the inverse of the Cholesky factor of the covariance, to which its
/// mean variance is added on the diagonal. Any other root of the inverse gives the same cosines
/// ([whitening](https://en.wikipedia.org/wiki/Whitening_transformation)). Safe for use by many threads.
final class Whitening {

    /// With fewer vectors the covariance says nothing.
    static final int FEWEST = 100;

    /// The covariance is estimated from at most so many.
    private static final int SAMPLE = 5_000;

    private final float[] mean;
    private final float[][] factor;

    private Whitening(float[] mean, float[][] factor) {
        this.mean = mean;
        this.factor = factor;
    }

    /// What makes these vectors point in all directions alike.
    ///
    /// @param vectors at least [#FEWEST], of the same size
    static Whitening of(List<float[]> vectors) {
        if (vectors.size() < FEWEST) throw new IllegalArgumentException("only " + vectors.size() + " vectors");
        int step = (vectors.size() + SAMPLE - 1) / SAMPLE;
        var sample = IntStream.range(0, vectors.size())
                .filter(i -> i % step == 0)
                .mapToObj(vectors::get)
                .toList();
        var mean = mean(sample);
        return new Whitening(mean, cholesky(covariance(sample, mean)));
    }

    private static float[] mean(List<float[]> vectors) {
        var sums = new double[vectors.getFirst().length];
        for (var vector : vectors) for (int i = 0; i < sums.length; i++) sums[i] += vector[i];
        var mean = new float[sums.length];
        for (int i = 0; i < sums.length; i++) mean[i] = (float) (sums[i] / vectors.size());
        return mean;
    }

    private static double[][] covariance(List<float[]> vectors, float[] mean) {
        int size = mean.length;
        var columns = new float[size][vectors.size()];
        for (int k = 0; k < vectors.size(); k++)
            for (int i = 0; i < size; i++) columns[i][k] = vectors.get(k)[i] - mean[i];
        var covariance = new double[size][];
        IntStream.range(0, size).parallel().forEach(i -> {
            covariance[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
                covariance[i][j] = VectorUtil.dotProduct(columns[i], columns[j]) / vectors.size();
        });
        double trace = 0;
        for (int i = 0; i < size; i++) trace += covariance[i][i];
        for (int i = 0; i < size; i++) covariance[i][i] += trace / size;
        return covariance;
    }

    /// The lower triangle `L` of a positive definite matrix `L * transposed L`.
    private static float[][] cholesky(double[][] matrix) {
        int size = matrix.length;
        for (int i = 0; i < size; i++)
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) rest -= matrix[i][k] * matrix[j][k];
                matrix[i][j] = i == j ? Math.sqrt(Math.max(rest, 1e-12)) : rest / matrix[j][j];
            }
        var factor = new float[size][];
        for (int i = 0; i < size; i++) {
            factor[i] = new float[i + 1];
            for (int j = 0; j <= i; j++) factor[i][j] = (float) matrix[i][j];
        }
        return factor;
    }

    /// The vector turned, with length one; zeros when it is the mean.
    float[] of(float[] vector) {
        var turned = new float[vector.length];
        double squares = 0;
        for (int i = 0; i < turned.length; i++) {
            float rest = vector[i] - mean[i];
            var row = factor[i];
            for (int k = 0; k < i; k++) rest -= row[k] * turned[k];
            turned[i] = rest / row[i];
            squares += (double) turned[i] * turned[i];
        }
        if (squares == 0) return turned;
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < turned.length; i++) turned[i] /= length;
        return turned;
    }
}

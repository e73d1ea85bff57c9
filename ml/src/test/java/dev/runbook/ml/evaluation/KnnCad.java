package dev.runbook.ml.evaluation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// KNN-CAD, after [Burnaev and Ishimtsev 2016](https://arxiv.org/abs/1608.04585), with the constants it has in the
/// Numenta benchmark. It shows that [NabScorer] gives the published scores, and is what to compare with.
final class KnnCad {

    private static final int NEIGHBOURS = 27;
    private static final int LENGTH = 19;
    private static final double ALARM = 0.9965;

    private final int probation;
    private final List<Double> series = new ArrayList<>();
    private final Deque<double[]> training = new ArrayDeque<>();
    private final Deque<double[]> calibration = new ArrayDeque<>();
    private final Deque<Double> distances = new ArrayDeque<>();
    private double[][] metric = identity();
    private int quiet;

    /// @param probation how many rows to train on
    KnnCad(int probation) {
        this.probation = probation;
    }

    double next(double value) {
        series.add(value);
        int row = series.size();
        if (row < LENGTH) return 0;
        var piece = IntStream.range(row - LENGTH, row).mapToDouble(series::get).toArray();
        if (row < probation) {
            training.add(piece);
            return 0;
        }
        int phase = row % probation;
        if (phase == 0 || phase == probation / 2)
            metric = inverse(moments(training)).orElse(metric);
        if (distances.isEmpty()) training.forEach(t -> distances.add(distance(t, NEIGHBOURS + 1)));
        double distance = distance(piece, NEIGHBOURS);
        double share = (double) distances.stream().filter(d -> d < distance).count() / distances.size();
        if (row >= 2 * probation) {
            training.remove();
            training.add(calibration.remove());
        }
        distances.remove();
        distances.add(distance);
        calibration.add(piece);
        if (quiet > 0) {
            quiet--;
            return 0.5;
        }
        if (share >= ALARM) quiet = probation / 5;
        return share;
    }

    private double distance(double[] piece, int neighbours) {
        return training.stream()
                .mapToDouble(t -> squared(t, piece))
                .sorted()
                .limit(neighbours)
                .sum();
    }

    private double squared(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            double product = 0;
            for (int j = 0; j < LENGTH; j++) product += (a[j] - b[j]) * metric[j][i];
            sum += product * (a[i] - b[i]);
        }
        return sum;
    }

    private static double[][] moments(Collection<double[]> pieces) {
        var moments = new double[LENGTH][LENGTH];
        for (var piece : pieces)
            for (int i = 0; i < LENGTH; i++) for (int j = 0; j < LENGTH; j++) moments[i][j] += piece[i] * piece[j];
        return moments;
    }

    private static double[][] identity() {
        var identity = new double[LENGTH][LENGTH];
        for (int i = 0; i < LENGTH; i++) identity[i][i] = 1;
        return identity;
    }

    /// By Gauss and Jordan; empty when the matrix is singular.
    private static Optional<double[][]> inverse(double[][] matrix) {
        var left = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        var right = identity();
        for (int c = 0; c < LENGTH; c++) {
            var pivot = pivot(left, c);
            if (pivot.isEmpty()) return Optional.empty();
            swap(left, c, pivot.getAsInt());
            swap(right, c, pivot.getAsInt());
            double by = left[c][c];
            for (int j = 0; j < LENGTH; j++) {
                left[c][j] /= by;
                right[c][j] /= by;
            }
            for (int r = 0; r < LENGTH; r++) {
                double factor = left[r][c];
                if (r == c || factor == 0) continue;
                for (int j = 0; j < LENGTH; j++) {
                    left[r][j] -= factor * left[c][j];
                    right[r][j] -= factor * right[c][j];
                }
            }
        }
        return Optional.of(right);
    }

    private static OptionalInt pivot(double[][] matrix, int column) {
        int best = column;
        for (int r = column; r < LENGTH; r++)
            if (Math.abs(matrix[r][column]) > Math.abs(matrix[best][column])) best = r;
        return matrix[best][column] == 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private static void swap(double[][] matrix, int a, int b) {
        var row = matrix[a];
        matrix[a] = matrix[b];
        matrix[b] = row;
    }
}

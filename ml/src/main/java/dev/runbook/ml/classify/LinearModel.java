package dev.runbook.ml.classify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// One line between each class and the rest: support vector machines with squared loss, trained by
/// coordinate descent in the dual ([Hsieh et al. 2008](https://doi.org/10.1145/1390156.1390208)).
///
/// The same examples in the same order give the same weights. Safe for use by many threads; it never changes.
final class LinearModel {

    /// How much a mistake costs beside large weights; the usual choice for texts of length one.
    private static final double COST = 0.5;

    private static final int ROUNDS = 60;
    private static final double SMALL = 0.01;
    private static final long SEED = 42;

    private final float[][] weights;
    private final float[] offsets;

    LinearModel(float[][] weights, float[] offsets) {
        this.weights = weights;
        this.offsets = offsets;
    }

    /// @param classes the class of each text, from 0
    /// @param count how many classes there are
    /// @param start where to start, so that what was learned before is kept as far as the texts do not speak
    ///     against it
    static LinearModel train(List<SparseText> texts, List<Integer> classes, int count, LinearModel start) {
        var weights = new float[count][];
        var offsets = new float[count];
        for (int c = 0; c < count; c++) {
            weights[c] = c < start.weights.length ? start.weights[c].clone() : new float[TextFeatures.SIZE];
            boolean first = start.weights.length == 0;
            // A few more examples say nothing about how frequent a class is; one that is new is rare.
            offsets[c] = c < start.offsets.length ? start.offsets[c] : first ? 0 : -1;
            offsets[c] = descend(texts, classes, c, weights[c], offsets[c], first);
        }
        return new LinearModel(weights, offsets);
    }

    static LinearModel empty() {
        return new LinearModel(new float[0][], new float[0]);
    }

    private static float descend(
            List<SparseText> texts,
            List<Integer> classes,
            int wanted,
            float[] weights,
            float start,
            boolean moveOffset) {
        double offset = start;
        var duals = new double[texts.size()];
        var lengths = texts.stream()
                .mapToDouble(t -> t.squaredLength() + (moveOffset ? 1 : 0) + 1 / (2 * COST))
                .toArray();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) order.add(i);
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(order, random);
            double largest = 0;
            for (int i : order) {
                double sign = classes.get(i) == wanted ? 1 : -1;
                double gradient = sign * (texts.get(i).dot(weights) + offset) - 1 + duals[i] / (2 * COST);
                double projected = duals[i] == 0 ? Math.min(gradient, 0) : gradient;
                largest = Math.max(largest, Math.abs(projected));
                if (Math.abs(projected) < 1e-9) continue;
                double before = duals[i];
                duals[i] = Math.max(0, before - gradient / lengths[i]);
                double step = (duals[i] - before) * sign;
                texts.get(i).addTo(weights, step);
                if (moveOffset) offset += step;
            }
            if (largest < SMALL) break;
        }
        return (float) offset;
    }

    int classes() {
        return weights.length;
    }

    /// How far the text lies on each class's side.
    double[] margins(SparseText text) {
        var margins = new double[weights.length];
        for (int c = 0; c < margins.length; c++) margins[c] = text.dot(weights[c]) + offsets[c];
        return margins;
    }

    float weight(int ofClass, int feature) {
        return weights[ofClass][feature];
    }

    float offset(int ofClass) {
        return offsets[ofClass];
    }
}

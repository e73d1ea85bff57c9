package dev.runbook.ml.classify;

/// A text as numbers: which features it has, and how strongly. Its length is one.
///
/// It holds its arrays itself and never gives them away to be changed.
final class SparseText {

    private final int[] features;
    private final float[] strengths;

    /// @param features ascending, each once
    SparseText(int[] features, float[] strengths) {
        this.features = features;
        this.strengths = strengths;
    }

    double dot(float[] weights) {
        double sum = 0;
        for (int i = 0; i < features.length; i++) sum += strengths[i] * weights[features[i]];
        return sum;
    }

    void addTo(float[] weights, double factor) {
        for (int i = 0; i < features.length; i++) weights[features[i]] += (float) (factor * strengths[i]);
    }

    double squaredLength() {
        double sum = 0;
        for (float s : strengths) sum += s * s;
        return sum;
    }

    int[] features() {
        return features.clone();
    }
}

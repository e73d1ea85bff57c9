package dev.runbook.ml.classify;

/// What a text is taken for.
///
/// @param column what was predicted, such as `severity`
/// @param label the most probable label
/// @param confidence its probability, in `[0, 1]`
public record Prediction(String column, String label, double confidence) {

    /// Below this the model had better not be believed.
    static final double ABSTAIN_BELOW = 0.3;

    /// Whether the label is too uncertain to act on.
    public boolean abstains() {
        return confidence < ABSTAIN_BELOW;
    }
}

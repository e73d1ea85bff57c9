package dev.runbook.ml.offline.text;

import java.util.Optional;

/// Turns text into vectors: texts of like meaning point in like directions. Safe for use by many threads.
public interface Embedder {

    /// The vector of a text as such, for comparing like with like; empty when there is no model.
    Optional<Vector> meaning(String text);

    /// The vector of a text that looks for passages; empty when there is no model.
    Optional<Vector> question(String text);

    /// Why there is no model, one sentence; empty when there is one.
    Optional<String> trouble();

    /// An embedder without a model.
    static Embedder none(String reason) {
        return new Embedder() {
            @Override
            public Optional<Vector> meaning(String text) {
                return Optional.empty();
            }

            @Override
            public Optional<Vector> question(String text) {
                return Optional.empty();
            }

            @Override
            public Optional<String> trouble() {
                return Optional.of(reason);
            }
        };
    }
}

package dev.runbook.ml.offline.text;

import java.util.List;
import java.util.Optional;

/// Turns text into vectors: texts of like meaning point in like directions. Safe for use by many threads.
public interface Embedder {

    /// The vector of a text as such, for comparing like with like; empty when there is no model.
    Optional<Vector> meaning(String text);

    /// The vectors of many texts as such, in their order, made on all cores and not remembered; empty when
    /// there is no model.
    ///
    /// @param texts none of them blank
    List<Vector> meanings(List<String> texts);

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
            public List<Vector> meanings(List<String> texts) {
                return List.of();
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

package dev.runbook.ml.offline.text;

import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The embedded model bge-small-en-v1.5. It is loaded once, at first use; when that fails, there are no vectors
/// and [#trouble()] says why. Safe for use by many threads; one text is embedded at a time, since the model
/// itself already keeps a core busy.
public final class BgeEmbedder implements Embedder {

    /// What the model was trained to see before a text that looks for passages, from
    /// [its page](https://huggingface.co/BAAI/bge-small-en-v1.5).
    static final String QUESTION_PREFIX = "Represent this sentence for searching relevant passages: ";

    /// More text than this adds seconds, not meaning: the model reads 512 tokens at once.
    static final int MAX_CHARACTERS = 1_600;

    private final Supplier<EmbeddingModel> loader;
    private final Map<String, Vector> cache;
    private State state = new State.Unloaded();

    private sealed interface State {
        record Unloaded() implements State {}

        record Loaded(EmbeddingModel model) implements State {}

        record Unavailable(String reason) implements State {}
    }

    /// @param loader loads the model; whatever it throws means that there is none
    /// @param cacheSize how many vectors are remembered
    public BgeEmbedder(Supplier<EmbeddingModel> loader, int cacheSize) {
        this.loader = loader;
        this.cache = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Vector> eldest) {
                return size() > cacheSize;
            }
        };
    }

    /// The model that comes with the engine. It remembers a thousand vectors, about 2 MiB.
    public static BgeEmbedder standard() {
        return new BgeEmbedder(BgeModel::load, 1_000);
    }

    @Override
    public Optional<Vector> meaning(String text) {
        return embed(text);
    }

    @Override
    public Optional<Vector> question(String text) {
        return embed(QUESTION_PREFIX + text);
    }

    @Override
    public synchronized Optional<String> trouble() {
        return load() instanceof State.Unavailable(var reason) ? Optional.of(reason) : Optional.empty();
    }

    private synchronized Optional<Vector> embed(String text) {
        var read = text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS);
        var known = cache.get(read);
        if (known != null) return Optional.of(known);
        if (read.isBlank() || !(load() instanceof State.Loaded(var model))) return Optional.empty();
        var vector = Vector.of(model.embed(read).content().vector());
        cache.put(read, vector);
        return Optional.of(vector);
    }

    private State load() {
        if (state instanceof State.Unloaded) {
            try {
                state = new State.Loaded(loader.get());
            } catch (RuntimeException | LinkageError e) {
                state = new State.Unavailable("the embedded language model could not be loaded: " + e);
            }
        }
        return state;
    }
}

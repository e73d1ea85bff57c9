package dev.runbook.ml.offline.text;

import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The embedded model bge-small-en-v1.5. It is loaded once, at first use; when that fails, there are no vectors
/// and [#trouble()] says why. Safe for use by many threads; single texts are embedded one at a time, since
/// the model itself keeps a core busy, many at once on all cores.
public final class BgeEmbedder implements Embedder {

    /// What the model was trained to see before a text that looks for passages, from
    /// [its page](https://huggingface.co/BAAI/bge-small-en-v1.5).
    static final String QUESTION_PREFIX = "Represent this sentence for searching relevant passages: ";

    /// The model and how it is used; vectors of another name are not to be compared with these.
    public static final String NAME = "bge-small-en-v1.5-q";

    /// How many coordinates its vectors have.
    public static final int SIZE = 384;

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
    public List<Vector> meanings(List<String> texts) {
        return loaded().map(model -> texts.parallelStream()
                        .map(text -> vector(model, shortened(text)))
                        .toList())
                .orElse(List.of());
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
        var read = shortened(text);
        var known = cache.get(read);
        if (known != null) return Optional.of(known);
        if (read.isBlank() || !(load() instanceof State.Loaded(var model))) return Optional.empty();
        var vector = vector(model, read);
        cache.put(read, vector);
        return Optional.of(vector);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS);
    }

    private static Vector vector(EmbeddingModel model, String text) {
        return Vector.of(model.embed(text).content().vector());
    }

    private synchronized Optional<EmbeddingModel> loaded() {
        return load() instanceof State.Loaded(var model) ? Optional.of(model) : Optional.empty();
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

package dev.runbook.ml.offline.classification;

import dev.runbook.core.incident.Category;
import dev.runbook.core.value.Digest;
import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.Sections;
import dev.runbook.ml.offline.text.Vector;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What problems of each category sound like. Their vectors are kept in a file beside the texts, so that the
/// first report need not wait for two hundred of them; a text that the file lacks is embedded when it is
/// needed. Safe for use by many threads.
final class Prototypes {

    static final String TEXTS = "prototypes.txt";
    static final String VECTORS = "prototypes.vectors";

    /// So many nearest prototypes of a category speak for it.
    private static final int NEAREST = 3;

    private final List<Prototype> all;
    private final Map<String, Vector> kept;
    private final Embedder embedder;

    record Prototype(Category category, String text) {}

    Prototypes(Embedder embedder) {
        this.embedder = embedder;
        this.all = texts();
        this.kept = vectors();
    }

    private static List<Prototype> texts() {
        var texts = new ArrayList<Prototype>();
        Sections.read(Prototypes.class, TEXTS).forEach((section, lines) -> {
            var category = Category.valueOf(section.toUpperCase(Locale.ROOT));
            lines.forEach(line -> texts.add(new Prototype(category, line)));
        });
        return List.copyOf(texts);
    }

    private static Map<String, Vector> vectors() {
        var vectors = new HashMap<String, Vector>();
        for (var line : Sections.read(Prototypes.class, VECTORS).getOrDefault("vectors", List.of())) {
            var parts = line.split(" ", 2);
            vectors.put(parts[0], Vector.ofBytes(Base64.getDecoder().decode(parts[1])));
        }
        return Map.copyOf(vectors);
    }

    List<Prototype> all() {
        return all;
    }

    /// The kept vector of a prototype; empty when the file has none.
    Optional<Vector> kept(Prototype prototype) {
        return Optional.ofNullable(kept.get(Digest.of(prototype.text()).brief()));
    }

    /// The line of the vector file for a prototype.
    static String line(Prototype prototype, Vector vector) {
        return Digest.of(prototype.text()).brief() + " " + Base64.getEncoder().encodeToString(vector.toBytes());
    }

    /// How near a text is to a category: the mean cosine to its nearest prototypes.
    double nearness(Vector asked, Category category) {
        return all.stream()
                .filter(p -> p.category() == category)
                .mapToDouble(p -> -cosine(asked, p))
                .sorted()
                .limit(NEAREST)
                .map(c -> -c)
                .average()
                .orElse(0);
    }

    Optional<Prototype> nearest(Vector asked, Category category) {
        return all.stream()
                .filter(p -> p.category() == category)
                .max(Comparator.comparingDouble(p -> cosine(asked, p)));
    }

    private double cosine(Vector asked, Prototype prototype) {
        return kept(prototype)
                .or(() -> embedder.meaning(prototype.text()))
                .map(asked::cosine)
                .orElse(0.0);
    }
}

package dev.runbook.ml.offline.classification;

import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.LexicalIndex;
import dev.runbook.ml.offline.text.Sections;
import dev.runbook.ml.offline.text.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How probable each category is for a report. Safe for use by many threads.
final class CategoryScorer {

    private record Prototype(Category category, String text) {}

    private static final double MEANING_WEIGHT = 24;
    private static final double WORD_WEIGHT = 5;
    private static final double WORDS_ALONE_WEIGHT = 30;
    private static final int NEAREST = 3;

    private final Embedder embedder;
    private final List<Prototype> prototypes;
    private final LexicalIndex words;

    CategoryScorer(Embedder embedder) {
        this.embedder = embedder;
        this.prototypes = Sections.read(CategoryScorer.class, "prototypes.txt").entrySet().stream()
                .flatMap(section -> section.getValue().stream()
                        .map(line ->
                                new Prototype(Category.valueOf(section.getKey().toUpperCase(Locale.ROOT)), line)))
                .toList();
        var pages = new ArrayList<LexicalIndex.Page>();
        for (int i = 0; i < prototypes.size(); i++)
            pages.add(new LexicalIndex.Page(
                    Integer.toString(i), "", prototypes.get(i).text()));
        this.words = LexicalIndex.of(pages);
    }

    /// The probability of each category, over all of them; it sums to one.
    Map<Category, Double> probabilities(ProblemReport report) {
        var logits = new EnumMap<Category, Double>(Category.class);
        var text = text(report);
        var coverage = words.coverage(text);
        var asked = embedder.meaning(text);
        for (var category : Category.values()) {
            double meaning = asked.map(vector -> nearness(vector, category)).orElse(0.0);
            double covered = 0;
            for (int i = 0; i < prototypes.size(); i++)
                if (prototypes.get(i).category() == category)
                    covered = Math.max(covered, coverage.getOrDefault(Integer.toString(i), 0.0));
            logits.put(
                    category,
                    asked.isPresent()
                            ? MEANING_WEIGHT * meaning + WORD_WEIGHT * covered
                            : WORDS_ALONE_WEIGHT * covered);
        }
        return softmax(logits);
    }

    /// Why a category fits, in a few phrases.
    List<String> reasons(ProblemReport report, Category category) {
        var asked = embedder.meaning(text(report));
        return asked.flatMap(vector -> nearest(vector, category))
                .map(prototype -> List.of("reads like \"" + prototype.text() + "\""))
                .orElse(List.of());
    }

    private Optional<Prototype> nearest(Vector asked, Category category) {
        return prototypes.stream()
                .filter(p -> p.category() == category)
                .max(Comparator.comparingDouble(p -> cosine(asked, p)));
    }

    private double nearness(Vector asked, Category category) {
        return prototypes.stream()
                .filter(p -> p.category() == category)
                .mapToDouble(p -> cosine(asked, p))
                .map(c -> -c)
                .sorted()
                .limit(NEAREST)
                .map(c -> -c)
                .average()
                .orElse(0);
    }

    private double cosine(Vector asked, Prototype prototype) {
        return embedder.meaning(prototype.text()).map(asked::cosine).orElse(0.0);
    }

    private static Map<Category, Double> softmax(Map<Category, Double> logits) {
        double highest = logits.values().stream().mapToDouble(d -> d).max().orElse(0);
        double sum = logits.values().stream()
                .mapToDouble(logit -> Math.exp(logit - highest))
                .sum();
        var probabilities = new EnumMap<Category, Double>(Category.class);
        logits.forEach((category, logit) -> probabilities.put(category, Math.exp(logit - highest) / sum));
        return probabilities;
    }

    static String text(ProblemReport report) {
        return report.text()
                + report.alerts().stream().map(CategoryScorer::text).collect(Collectors.joining("\n", "\n", ""));
    }

    private static String text(Alert alert) {
        return alert.name() + ": " + alert.text();
    }
}

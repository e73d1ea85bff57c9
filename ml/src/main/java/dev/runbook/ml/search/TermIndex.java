package dev.runbook.ml.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Which text has which terms how often. Safe for use by many threads; it never changes.
final class TermIndex {

    /// One more than the logarithm, of small counts.
    private static final double[] LOGS = new double[256];

    static {
        for (int i = 1; i < LOGS.length; i++) LOGS[i] = 1 + Math.log(i);
    }

    private final Function<String, List<String>> terms;
    private final int size;
    private final Map<String, Postings> postings = new HashMap<>();
    private final double[] norms;

    private static final class Postings {
        int[] texts = new int[2];
        float[] counts = new float[2];
        int size;

        void add(int text, int count) {
            if (size == texts.length) {
                texts = Arrays.copyOf(texts, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            texts[size] = text;
            counts[size++] = count;
        }
    }

    /// @param terms splits a text; the same for what is indexed and for what is looked for
    TermIndex(List<String> texts, Function<String, List<String>> terms) {
        this.terms = terms;
        size = texts.size();
        norms = new double[size];
        for (int i = 0; i < size; i++) {
            int text = i;
            count(texts.get(i))
                    .forEach((term, count) ->
                            postings.computeIfAbsent(term, _ -> new Postings()).add(text, count));
        }
        for (var posting : postings.values())
            for (int i = 0; i < posting.size; i++) {
                double weight = weight(posting.counts[i], posting);
                norms[posting.texts[i]] += weight * weight;
            }
        for (int i = 0; i < size; i++) norms[i] = Math.sqrt(norms[i]);
    }

    private Map<String, Integer> count(String text) {
        Map<String, Integer> counts = new HashMap<>();
        for (var term : terms.apply(text)) counts.merge(term, 1, Integer::sum);
        return counts;
    }

    private double weight(double count, Postings posting) {
        return LOGS[(int) Math.min(LOGS.length - 1, count)] * (Math.log((1.0 + size) / (1 + posting.size)) + 1);
    }

    /// The cosine between each text and the question, terms weighted by tf-idf.
    double[] cosine(String question) {
        var scores = new double[size];
        double squares = 0;
        for (var entry : count(question).entrySet()) {
            var posting = postings.get(entry.getKey());
            if (posting == null) continue;
            double asked = weight(entry.getValue(), posting);
            squares += asked * asked;
            double rarity = weight(1, posting);
            double product = asked * rarity;
            for (int i = 0; i < posting.size; i++)
                scores[posting.texts[i]] += product * LOGS[Math.min(LOGS.length - 1, (int) posting.counts[i])];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < size; i++) scores[i] = scores[i] == 0 ? 0 : scores[i] / norms[i] / length;
        return scores;
    }
}

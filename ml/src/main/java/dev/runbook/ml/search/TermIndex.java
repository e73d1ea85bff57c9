package dev.runbook.ml.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which text has which terms how often. Safe for use by many threads; it never changes.
final class TermIndex {

    /// One more than the logarithm, of small counts.
    private static final double[] LOGS = new double[256];

    static {
        for (int i = 1; i < LOGS.length; i++) LOGS[i] = 1 + Math.log(i);
    }

    private final Terms terms;
    private final int size;
    private final Map<Long, Postings> postings = new HashMap<>();
    private final double[] norms;

    private static final class Postings {
        int[] texts = new int[2];
        short[] counts = new short[2];
        int size;

        void add(int text, int count) {
            if (size == texts.length) {
                texts = Arrays.copyOf(texts, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            texts[size] = text;
            counts[size++] = (short) Math.min(count, LOGS.length - 1);
        }
    }

    /// What is done with a term and how often a text has it.
    private interface Counted {
        void term(long term, int count);
    }

    /// @param terms splits a text; the same for what is indexed and for what is looked for
    TermIndex(List<String> texts, Terms terms) {
        this.terms = terms;
        size = texts.size();
        norms = new double[size];
        for (int i = 0; i < size; i++) {
            int text = i;
            count(
                    texts.get(i),
                    (term, count) ->
                            postings.computeIfAbsent(term, _ -> new Postings()).add(text, count));
        }
        for (var posting : postings.values())
            for (int i = 0; i < posting.size; i++) {
                double weight = weight(posting.counts[i], posting);
                norms[posting.texts[i]] += weight * weight;
            }
        for (int i = 0; i < size; i++) norms[i] = Math.sqrt(norms[i]);
    }

    private void count(String text, Counted counted) {
        var all = terms.of(text);
        Arrays.sort(all);
        for (int from = 0, to = 0; from < all.length; from = to) {
            while (to < all.length && all[to] == all[from]) to++;
            counted.term(all[from], to - from);
        }
    }

    private double weight(int count, Postings posting) {
        return LOGS[Math.min(LOGS.length - 1, count)] * (Math.log((1.0 + size) / (1 + posting.size)) + 1);
    }

    /// The cosine between each text and the question, terms weighted by tf-idf.
    double[] cosine(String question) {
        var scores = new double[size];
        var squares = new double[1];
        count(question, (term, count) -> {
            var posting = postings.get(term);
            if (posting == null) return;
            double asked = weight(count, posting);
            squares[0] += asked * asked;
            double product = asked * weight(1, posting);
            for (int i = 0; i < posting.size; i++) scores[posting.texts[i]] += product * LOGS[posting.counts[i]];
        });
        double length = Math.sqrt(squares[0]);
        for (int i = 0; i < size; i++) scores[i] = scores[i] == 0 ? 0 : scores[i] / norms[i] / length;
        return scores;
    }
}

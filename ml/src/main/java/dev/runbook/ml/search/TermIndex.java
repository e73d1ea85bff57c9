package dev.runbook.ml.search;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Which text has which terms how often. Safe for use by many threads; it never changes.
final class TermIndex {

    /// One more than the logarithm, of small counts.
    private static final double[] LOGS = new double[256];

    static {
        for (int i = 1; i < LOGS.length; i++) LOGS[i] = 1 + Math.log(i);
    }

    private final Terms terms;
    private final int size;

    /// The terms in order; those of `texts` and `counts` from `starts[i]` to `starts[i + 1]` belong to the i-th.
    private final long[] known;

    private final int[] starts;
    private final int[] texts;
    private final short[] counts;
    private final double[] norms;

    /// What is done with a term and how often a text has it.
    private interface Counted {
        void term(long term, int count);
    }

    /// All terms of all texts, in the order of the texts, while the index is made.
    private static final class Occurrences {
        private long[] terms = new long[1_024];
        private short[] counts = new short[1_024];
        private int size;

        void add(long term, int count) {
            if (size == terms.length) {
                terms = Arrays.copyOf(terms, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            terms[size] = term;
            counts[size++] = (short) Math.min(count, LOGS.length - 1);
        }
    }

    /// @param terms splits a text; the same for what is indexed and for what is looked for
    TermIndex(List<String> pages, Terms terms) {
        this.terms = terms;
        size = pages.size();
        var all = new Occurrences();
        var ends = new int[size];
        for (int i = 0; i < size; i++) {
            count(pages.get(i), all::add);
            ends[i] = all.size;
        }
        var sorted = Arrays.copyOf(all.terms, all.size);
        Arrays.sort(sorted);
        known = Arrays.stream(sorted).distinct().toArray();
        starts = starts(sorted, known);
        texts = new int[all.size];
        counts = new short[all.size];
        place(all, ends);
        norms = norms();
    }

    /// As [#write] wrote it.
    TermIndex(ByteBuffer parts, Terms terms) {
        this.terms = terms;
        size = parts.getInt();
        known = new long[parts.getInt()];
        starts = new int[known.length + 1];
        texts = new int[parts.getInt()];
        counts = new short[texts.length];
        parts.asLongBuffer().get(known);
        parts.position(parts.position() + Long.BYTES * known.length);
        parts.asIntBuffer().get(starts).get(texts);
        parts.position(parts.position() + Integer.BYTES * (starts.length + texts.length));
        parts.asShortBuffer().get(counts);
        norms = norms();
    }

    /// How many bytes it is written in.
    long bytes() {
        return 3L * Integer.BYTES
                + (long) Long.BYTES * known.length
                + (long) Integer.BYTES * (starts.length + texts.length)
                + (long) Short.BYTES * counts.length;
    }

    /// Writes the number of texts, of terms and of places, then the terms, where the places of each start,
    /// the text of each place, and how often the text has the term.
    void write(ByteBuffer parts) {
        parts.putInt(size).putInt(known.length).putInt(texts.length);
        for (long term : known) parts.putLong(term);
        for (int start : starts) parts.putInt(start);
        for (int text : texts) parts.putInt(text);
        for (short count : counts) parts.putShort(count);
    }

    private static int[] starts(long[] sorted, long[] known) {
        var starts = new int[known.length + 1];
        int at = 0;
        for (int i = 0; i < known.length; i++) {
            starts[i] = at;
            while (at < sorted.length && sorted[at] == known[i]) at++;
        }
        starts[known.length] = at;
        return starts;
    }

    private void place(Occurrences all, int[] ends) {
        var next = starts.clone();
        for (int text = 0, i = 0; text < size; text++)
            for (; i < ends[text]; i++) {
                int place = next[Arrays.binarySearch(known, all.terms[i])]++;
                texts[place] = text;
                counts[place] = all.counts[i];
            }
    }

    private double[] norms() {
        var lengths = new double[size];
        for (int term = 0; term < known.length; term++)
            for (int i = starts[term]; i < starts[term + 1]; i++) {
                double weight = weight(counts[i], term);
                lengths[texts[i]] += weight * weight;
            }
        for (int i = 0; i < size; i++) lengths[i] = Math.sqrt(lengths[i]);
        return lengths;
    }

    private void count(String text, Counted counted) {
        var all = terms.of(text);
        Arrays.sort(all);
        for (int from = 0, to = 0; from < all.length; from = to) {
            while (to < all.length && all[to] == all[from]) to++;
            counted.term(all[from], to - from);
        }
    }

    private double weight(int count, int term) {
        int having = starts[term + 1] - starts[term];
        return LOGS[Math.min(LOGS.length - 1, count)] * (Math.log((1.0 + size) / (1 + having)) + 1);
    }

    /// The cosine between each text and the question, terms weighted by tf-idf.
    double[] cosine(String question) {
        var scores = new double[size];
        var squares = new double[1];
        count(question, (asked, count) -> {
            int term = Arrays.binarySearch(known, asked);
            if (term < 0) return;
            double weight = weight(count, term);
            squares[0] += weight * weight;
            double product = weight * weight(1, term);
            for (int i = starts[term]; i < starts[term + 1]; i++) scores[texts[i]] += product * LOGS[counts[i]];
        });
        double length = Math.sqrt(squares[0]);
        for (int i = 0; i < size; i++) scores[i] = scores[i] == 0 ? 0 : scores[i] / norms[i] / length;
        return scores;
    }
}

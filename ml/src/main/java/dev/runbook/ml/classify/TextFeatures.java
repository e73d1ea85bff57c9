package dev.runbook.ml.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Turns texts into features: words, pairs of words, character sequences, and what kinds of technology they
/// name.
///
/// Features are numbered by a hash, so nothing has to be remembered but how often each number occurs. Each
/// family of features has the same say, whatever its size. Safe for use by many threads.
final class TextFeatures {

    /// A power of two.
    static final int SIZE = 1 << 18;

    private static final int SHORTEST_SEQUENCE = 2;
    private static final int LONGEST_SEQUENCE = 5;
    private static final int LONGEST_TEXT = 20_000;

    private enum Family {
        WORDS(1),
        SEQUENCES(0.8),
        TECHNOLOGY(0.9);

        private final double say;

        Family(double say) {
            this.say = say;
        }
    }

    private final int[] occurrences;
    private final int texts;

    private TextFeatures(int[] occurrences, int texts) {
        this.occurrences = occurrences;
        this.texts = texts;
    }

    /// Counts in how many texts each feature occurs.
    static TextFeatures learn(List<String> examples) {
        var occurrences = new int[SIZE];
        for (var text : examples)
            counts(text).values().forEach(family -> family.keySet().forEach(f -> occurrences[f]++));
        return new TextFeatures(occurrences, examples.size());
    }

    static TextFeatures of(int[] occurrences, int texts) {
        return new TextFeatures(occurrences.clone(), texts);
    }

    int texts() {
        return texts;
    }

    int occurrences(int feature) {
        return occurrences[feature];
    }

    /// A text as features; those that no example had are left out.
    SparseText of(String text) {
        Map<Integer, Double> strengths = new TreeMap<>();
        counts(text).forEach((family, counts) -> {
            Map<Integer, Double> weighted = new HashMap<>();
            double squares = 0;
            for (var entry : counts.entrySet()) {
                int known = occurrences[entry.getKey()];
                if (known == 0) continue;
                double strength = (1 + Math.log(entry.getValue())) * (Math.log((1.0 + texts) / (1 + known)) + 1);
                weighted.put(entry.getKey(), strength);
                squares += strength * strength;
            }
            double scale = squares > 0 ? family.say / Math.sqrt(squares) : 0;
            weighted.forEach((feature, strength) -> strengths.merge(feature, scale * strength, Double::sum));
        });
        var features = new int[strengths.size()];
        var values = new float[strengths.size()];
        int i = 0;
        for (var entry : strengths.entrySet()) {
            features[i] = entry.getKey();
            values[i++] = entry.getValue().floatValue();
        }
        return new SparseText(features, values);
    }

    private static Map<Family, Map<Integer, Integer>> counts(String text) {
        var cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
        var words = words(cut);
        Map<Family, Map<Integer, Integer>> counts = new TreeMap<>();
        for (var family : Family.values()) counts.put(family, new HashMap<>());
        for (int i = 0; i < words.size(); i++) {
            count(counts, Family.WORDS, words.get(i));
            if (i > 0) count(counts, Family.WORDS, words.get(i - 1) + " " + words.get(i));
            var word = " " + words.get(i) + " ";
            for (int n = SHORTEST_SEQUENCE; n <= LONGEST_SEQUENCE; n++)
                for (int at = 0; at + n <= word.length(); at++)
                    count(counts, Family.SEQUENCES, word.substring(at, at + n));
        }
        for (var kind : Technologies.kinds(words)) count(counts, Family.TECHNOLOGY, kind);
        return counts;
    }

    private static void count(Map<Family, Map<Integer, Integer>> counts, Family family, String feature) {
        var of = counts.get(family);
        if (of != null) of.merge(number(family.name() + feature), 1, Integer::sum);
    }

    /// The upper half of a product with a large odd number spreads the text's own hash evenly.
    private static int number(String feature) {
        return (int) ((feature.hashCode() * 0x9E3779B97F4A7C15L) >>> (64 - Integer.numberOfTrailingZeros(SIZE)));
    }

    /// Words in small letters, split where names are: `HostOutOfMemory` has four.
    static List<String> words(String text) {
        var apart = text.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                .toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int i = 0;
        while (i < apart.length()) {
            int from = i;
            while (i < apart.length() && Character.isLetterOrDigit(apart.charAt(i))) i++;
            if (i > from) words.add(apart.substring(from, i));
            else i++;
        }
        return words;
    }
}

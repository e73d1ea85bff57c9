package dev.runbook.language;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Guesses what somebody meant to write.
public final class Nearest {

    /// Longer words are not compared: the cost grows with the product of the lengths.
    private static final int LONGEST = 60;

    private Nearest() {}

    /// The candidate that takes the fewest changed, added, removed or swapped letters to reach; empty when
    /// none is near.
    public static Optional<String> to(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) return Optional.empty();
        int near = Math.max(1, Math.min(4, (word.length() + 1) / 3));
        return candidates.stream()
                .filter(c -> c.length() <= LONGEST && distance(word, c) <= near)
                .min(Comparator.<String>comparingInt(c -> distance(word, c)).thenComparing(Comparator.naturalOrder()));
    }

    /// The candidate that a word is a slip of the keyboard away from: two letters at most, and no digit,
    /// since `p95` and `p99` are both meant. Empty when there is none, and when the word is a candidate
    /// itself.
    public static Optional<String> misspelled(String word, Collection<String> candidates) {
        if (word.length() > LONGEST || candidates.contains(word)) return Optional.empty();
        int near = word.length() < 4 ? 0 : word.length() < 6 ? 1 : 2;
        return candidates.stream()
                .filter(c -> c.length() <= LONGEST && digits(word).equals(digits(c)) && distance(word, c) <= near)
                .min(Comparator.<String>comparingInt(c -> distance(word, c)).thenComparing(Comparator.naturalOrder()));
    }

    private static String digits(String word) {
        return word.replaceAll("[^0-9]", "");
    }

    /// A hint: the nearest candidate when there is one, else all of them.
    public static String hint(String word, Collection<String> candidates) {
        return to(word, candidates)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElseGet(() -> "use one of: "
                        + String.join(", ", candidates.stream().sorted().toList()));
    }

    /// The optimal string alignment distance
    /// ([definition](https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance)).
    static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                rows[i][j] = Math.min(Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1), rows[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }
        return rows[a.length()][b.length()];
    }
}

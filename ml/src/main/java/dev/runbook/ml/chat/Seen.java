package dev.runbook.ml.chat;

import dev.runbook.core.evidence.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What was seen already about the words of a remark.
final class Seen {

    private static final int MOST = 5;
    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}_]{3,}");
    private static final Pattern JOINT = Pattern.compile("_");

    /// Words that every question has; they would find everything.
    private static final Set<String> COMMON = Set.of(
            "the", "and", "was", "were", "what", "why", "how", "who", "when", "where", "which", "does", "did", "has",
            "have", "are", "is", "that", "this", "there", "with", "from", "for", "about", "any", "can", "could", "you",
            "not", "but", "all", "its", "it", "will", "would", "should");

    private Seen() {}

    private record Find(Evidence evidence, long words) {}

    /// What shares most words with the remark, the best first, each headline once.
    static List<Evidence> about(String remark, List<Evidence> seen) {
        var asked = words(remark);
        asked.removeAll(COMMON);
        var headlines = new LinkedHashSet<String>();
        var latest = new ArrayList<>(seen).reversed();
        return latest.stream()
                .map(piece -> new Find(piece, common(asked, piece.content().headline())))
                .filter(find -> find.words > 0)
                .sorted(Comparator.comparingLong(Find::words).reversed())
                .map(Find::evidence)
                .filter(piece -> headlines.add(piece.content().headline()))
                .limit(MOST)
                .toList();
    }

    private static long common(Set<String> asked, String headline) {
        return words(headline).stream().filter(asked::contains).count();
    }

    private static Set<String> words(String text) {
        return WORDS.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .flatMap(found ->
                        JOINT.splitAsStream(found.group() + "_" + found.group().replace("_", "")))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

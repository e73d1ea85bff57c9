package dev.runbook.ml.classify;

import dev.runbook.ml.offline.text.Sections;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What kind of thing the well-known names in a text are: `redis` is a cache, `kafka` a broker. The list is
/// data: `technologies.txt`. So what was learned about one product helps with another that no example named.
/// Safe for use by many threads.
final class Technologies {

    /// A name is written in so many words at most.
    private static final int LONGEST_NAME = 3;

    private static final Map<String, String> KINDS = read();

    private Technologies() {}

    private static Map<String, String> read() {
        Map<String, String> kinds = new HashMap<>();
        Sections.read(Technologies.class, "technologies.txt").forEach((kind, lines) -> {
            for (var line : lines) for (var name : line.split(",")) kinds.put(name.strip(), kind);
        });
        return Map.copyOf(kinds);
    }

    /// The kinds of what is named, the first name twice: texts begin with what they are about.
    ///
    /// @param words in small letters
    static List<String> kinds(List<String> words) {
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            var name = new StringBuilder();
            for (int n = 0; n < LONGEST_NAME && i + n < words.size(); n++) {
                name.append(n == 0 ? "" : " ").append(words.get(i + n));
                var kind = KINDS.get(name.toString());
                if (kind == null) continue;
                if (kinds.isEmpty()) kinds.add("first " + kind);
                kinds.add(kind);
            }
        }
        return kinds;
    }
}

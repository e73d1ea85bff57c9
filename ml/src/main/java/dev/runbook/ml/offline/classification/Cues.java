package dev.runbook.ml.offline.classification;

import dev.runbook.core.incident.Category;
import dev.runbook.ml.offline.text.Sections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Words that give a category away, from `cues.txt`. Safe for use by many threads.
final class Cues {

    private static final double STRONG = 1;
    private static final double WEAK = 0.35;

    /// More cues than this say no more.
    private static final int MOST = 3;

    /// What one of many is called, such as `app-17` or `db-prod-02`: a name, which says nothing about the trouble.
    /// Error codes such as `ORA-00020` are written large.
    private static final Pattern NUMBERED_NAME = Pattern.compile("(?<!\\w)[a-z]\\w*(?:-\\w+)*-\\d+(?!\\w)");

    private record Cue(Category category, double weight, Pattern pattern) {}

    private final List<Cue> cues = new ArrayList<>();

    Cues() {
        Sections.read(Cues.class, "cues.txt").forEach((section, lines) -> {
            var words = section.split(" ");
            var category = Category.valueOf(words[0].toUpperCase(Locale.ROOT));
            var weight = words.length > 1 && words[1].equals("strong") ? STRONG : WEAK;
            // One pattern for a section: a hundred small ones cost more than they find.
            cues.add(new Cue(category, weight, pattern(lines)));
        });
    }

    private static Pattern pattern(Collection<String> alternatives) {
        return Pattern.compile("(?<!\\w)(?:" + String.join("|", alternatives) + ")(?!\\w)", Pattern.CASE_INSENSITIVE);
    }

    /// How much the words of a text speak for each category; categories without a cue are missing.
    Map<Category, Double> weigh(String text) {
        var weights = new EnumMap<Category, Double>(Category.class);
        for (var cue : cues) {
            var found = found(text, cue);
            if (!found.isEmpty())
                weights.merge(cue.category(), cue.weight() * Math.pow(Math.min(MOST, found.size()), 0.7), Double::sum);
        }
        return weights;
    }

    /// The words of a text that speak for a category.
    Set<String> words(String text, Category category) {
        var words = new TreeSet<String>();
        cues.stream().filter(c -> c.category() == category).forEach(cue -> words.addAll(found(text, cue)));
        return words;
    }

    private static Set<String> found(String text, Cue cue) {
        var found = new TreeSet<String>();
        var words = NUMBERED_NAME.matcher(text).replaceAll(" ");
        // Names are looked at whole and in parts: OutOfMemoryError, HighCpuLoad.
        var parts = words.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_", " ");
        for (var form : List.of(words, parts)) {
            var matcher = cue.pattern().matcher(form);
            while (matcher.find()) found.add(matcher.group().toLowerCase(Locale.ROOT));
        }
        return found;
    }
}

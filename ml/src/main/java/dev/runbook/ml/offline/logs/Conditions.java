package dev.runbook.ml.offline.logs;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.text.Sections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Well-known conditions that log lines and alert texts speak of, each with the kind of cause it points at. The
/// rules are data: `conditions.txt`. Safe for use by many threads.
public final class Conditions {

    private final List<Condition> conditions;

    /// One condition.
    ///
    /// @param name in words, such as `no space left on the device`
    public record Condition(CauseKind kind, String name, Pattern pattern) {}

    private Conditions(List<Condition> conditions) {
        this.conditions = conditions;
    }

    /// The conditions that come with the engine.
    public static Conditions standard() {
        return new Conditions(Sections.read(Conditions.class, "conditions.txt").entrySet().stream()
                .flatMap(section -> section.getValue().stream()
                        .map(line ->
                                condition(CauseKind.valueOf(section.getKey().toUpperCase(Locale.ROOT)), line)))
                .toList());
    }

    private static Condition condition(CauseKind kind, String line) {
        var parts = line.split("\\s+~\\s+", 2);
        if (parts.length != 2)
            throw new IllegalArgumentException("a condition is written 'name ~ regular expression', not: " + line);
        return new Condition(kind, parts[0], Pattern.compile(parts[1], Pattern.CASE_INSENSITIVE));
    }

    /// The conditions a text speaks of.
    public List<Condition> in(String text) {
        return conditions.stream().filter(c -> c.pattern().matcher(text).find()).toList();
    }
}

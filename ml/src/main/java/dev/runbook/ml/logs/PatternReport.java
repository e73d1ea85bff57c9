package dev.runbook.ml.logs;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.ml.logs.PatternChange.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The templates of a log.
///
/// @param compared whether there was a baseline; without one every template is new, and the report does not say so
/// @param lines how many lines were read, without the baseline's
/// @param events how many messages they are; less than the lines where there are stack traces
/// @param patterns changes first; without a baseline the most frequent first
public record PatternReport(boolean compared, long lines, long events, List<PatternChange> patterns) {

    private static final int WIDEST = 160;

    public PatternReport {
        patterns = compared
                ? List.copyOf(patterns)
                : patterns.stream()
                        .sorted(Comparator.comparingLong(PatternChange::now).reversed())
                        .toList();
    }

    /// A table for people.
    ///
    /// @param most how many patterns to show at most
    public String text(int most) {
        var text = new StringBuilder();
        text.append("%,d lines, %,d events, %,d patterns%n".formatted(lines, events, patterns.size()));
        if (compared) text.append(summary()).append(System.lineSeparator());
        text.append(
                compared
                        ? "%-8s %9s %9s  %-7s %s%n".formatted("", "before", "now", "level", "pattern")
                        : "%9s  %-7s %s%n".formatted("count", "level", "pattern"));
        patterns.stream().limit(most).forEach(p -> text.append(row(p)));
        if (patterns.size() > most) text.append("%,d more patterns are not shown%n".formatted(patterns.size() - most));
        return text.toString();
    }

    private String summary() {
        return "%d new, %d bursting, %d vanished, %d steady"
                .formatted(count(Kind.NEW), count(Kind.BURSTING), count(Kind.VANISHED), count(Kind.STEADY));
    }

    private long count(Kind kind) {
        return patterns.stream().filter(p -> p.kind() == kind).count();
    }

    private String row(PatternChange p) {
        var template = p.template().text().strip();
        if (template.length() > WIDEST) template = template.substring(0, WIDEST) + "...";
        if (!p.first().exception().isEmpty() && !template.contains(p.first().exception()))
            template += "  (" + p.first().exception() + ")";
        return compared
                ? "%-8s %9d %9d  %-7s %s%n".formatted(word(p.kind()), p.before(), p.now(), word(p.level()), template)
                : "%9d  %-7s %s%n".formatted(p.now(), word(p.level()), template);
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String word(LogLevel level) {
        return level == LogLevel.UNKNOWN ? "" : level.name().toLowerCase(Locale.ROOT);
    }

    /// One JSON object: `lines`, `events`, and `patterns` with `id`, `template`, `count`, `level`, `example`,
    /// `line`, and beside a baseline `change`, `baseline_count`, `expected`, `surprise`.
    public String json() {
        return Json.write(Value.of(Map.of(
                "lines",
                lines,
                "events",
                events,
                "patterns",
                patterns.stream().map(this::fields).toList())));
    }

    private Map<String, Object> fields(PatternChange p) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "id", p.template().id(),
                "template", p.template().text(),
                "count", p.now(),
                "level", word(p.level()),
                "example", p.first().message(),
                "line", p.first().line()));
        if (!p.first().exception().isEmpty()) fields.put("exception", p.first().exception());
        if (compared) {
            fields.put("change", word(p.kind()));
            fields.put("baseline_count", p.before());
            fields.put("expected", p.expected());
            fields.put("surprise", p.surprise());
        }
        return fields;
    }
}

package dev.runbook.app.web.casefile;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.ml.logs.LogLevel;
import dev.runbook.ml.logs.TemplateMiner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Log lines of one component that only differ in their values.
///
/// @param template the text they share, with `<*>` for values
/// @param level the gravest among them
/// @param example the last one, word for word
/// @param fresh whether none was seen before the cause began, though others were
/// @param evidence where they were seen
public record LogRow(
        String component,
        String template,
        LogLevel level,
        int count,
        Instant first,
        Instant last,
        String example,
        boolean fresh,
        List<String> evidence) {

    private record Line(String component, Content.LogLine line) {}

    private record Key(String component, String template) {}

    /// The level as people write it; empty when no line says one.
    public String levelName() {
        return level == LogLevel.UNKNOWN ? "" : level.name().toLowerCase(Locale.ROOT);
    }

    public boolean troubling() {
        return level.isTroubling();
    }

    /// New and grave ones first, then by how many they are.
    ///
    /// @param onset when the cause began, where that is known
    static List<LogRow> of(Collection<Evidence> evidence, Optional<Instant> onset) {
        var lines = new LinkedHashMap<Line, LinkedHashSet<String>>();
        for (var piece : evidence)
            if (piece.content() instanceof Content.LogLines(var component, var some, var _))
                some.forEach(line -> lines.computeIfAbsent(new Line(component, line), _ -> new LinkedHashSet<>())
                        .add(piece.id().id()));
        var miner = new TemplateMiner();
        var ids = new LinkedHashMap<Line, Integer>();
        lines.keySet().forEach(line -> ids.put(line, miner.add(line.line.message())));
        var groups = new LinkedHashMap<Key, List<Line>>();
        ids.forEach((line, id) -> groups.computeIfAbsent(
                        new Key(line.component, miner.template(id).text()), _ -> new ArrayList<>())
                .add(line));
        var oldest = lines.keySet().stream().map(line -> line.line.time()).min(Comparator.naturalOrder());
        var begins = onset.filter(at -> oldest.isPresent() && oldest.get().isBefore(at));
        return groups.entrySet().stream()
                .map(group -> row(group.getKey(), group.getValue(), lines, begins))
                .sorted(Comparator.comparing(LogRow::troubling)
                        .thenComparing(LogRow::fresh)
                        .thenComparing(LogRow::level)
                        .thenComparingInt(LogRow::count)
                        .reversed())
                .toList();
    }

    private static LogRow row(
            Key key, List<Line> lines, LinkedHashMap<Line, LinkedHashSet<String>> evidence, Optional<Instant> begins) {
        var byTime = lines.stream()
                .sorted(Comparator.comparing(line -> line.line.time()))
                .toList();
        var first = byTime.getFirst().line.time();
        var ids = new LinkedHashSet<String>();
        for (var line : byTime) ids.addAll(evidence.getOrDefault(line, new LinkedHashSet<>()));
        return new LogRow(
                key.component,
                key.template,
                lines.stream()
                        .map(line -> LogLevel.named(line.line.level()))
                        .max(Comparator.naturalOrder())
                        .orElse(LogLevel.UNKNOWN),
                lines.size(),
                first,
                byTime.getLast().line.time(),
                byTime.getLast().line.message(),
                begins.filter(at -> !first.isBefore(at)).isPresent(),
                List.copyOf(ids));
    }
}

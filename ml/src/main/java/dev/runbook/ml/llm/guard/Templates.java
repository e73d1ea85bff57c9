package dev.runbook.ml.llm.guard;

import dev.runbook.core.evidence.Content.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// The lines of a log by what they have in common, most frequent first.
public final class Templates {

    /// Lines that differ only in what varies.
    ///
    /// @param count how many there are
    /// @param sample the latest of them
    public record Template(int count, String level, Instant first, Instant last, String sample) {}

    private Templates() {}

    public static List<Template> of(List<LogLine> lines) {
        var byShape = new LinkedHashMap<String, List<LogLine>>();
        for (var line : lines)
            byShape.computeIfAbsent(line.level() + " " + shape(line.message()), _ -> new ArrayList<>())
                    .add(line);
        return byShape.values().stream()
                .map(same -> new Template(
                        same.size(),
                        same.getFirst().level(),
                        same.getFirst().time(),
                        same.getLast().time(),
                        same.getLast().message()))
                .sorted(Comparator.comparingInt(Template::count).reversed())
                .toList();
    }

    /// The words that hold no digit and stand in no quotes.
    private static String shape(String message) {
        return message.replaceAll("\"[^\"]*\"|'[^']*'", "\"\"").replaceAll("\\S*\\d\\S*", "#");
    }
}

package dev.runbook.ml.search;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// Answers many questions from a file of JSON lines, one after the other, so that any number needs no more
/// memory.
public final class Questions {

    private Questions() {}

    /// Each line has `qid` or `id`, and `text` or `query`; an `alertname`, `name` or `title` is part of the
    /// question. Each answer is a line with `qid` and `results`, each result with `id`, `title` and
    /// `score`, best first.
    ///
    /// @param most how many results an answer has at most
    /// @param progress told after each question how many are answered
    /// @return how many questions there were
    /// @throws MalformedPages with file and line when a line is no question
    public static long answer(PageIndex index, Path questions, int most, Writer out, LongConsumer progress)
            throws IOException {
        long answered = 0;
        try (var lines = new JsonLines(questions)) {
            for (var node = lines.next(); node != null; node = lines.next()) {
                var id = lines.need(node, "qid", "id", "_id");
                var text = lines.need(node, "text", "query", "question", "alertname", "name", "title");
                var name = JsonLines.first(node, "alertname", "name", "title");
                var question = name.isEmpty() || name.equals(text) ? text : name + " " + text;
                out.write(Json.write(Value.of(Map.of("qid", id, "results", results(index.search(question, most))))));
                out.write('\n');
                progress.accept(++answered);
            }
        }
        return answered;
    }

    /// Hits as `id`, `title` and `score`.
    public static List<Map<String, Object>> results(List<PageIndex.Hit> hits) {
        return hits.stream()
                .map(h -> Map.<String, Object>of(
                        "id", h.page().id(), "title", h.page().title(), "score", h.score()))
                .toList();
    }
}

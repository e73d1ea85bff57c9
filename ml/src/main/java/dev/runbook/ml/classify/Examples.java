package dev.runbook.ml.classify;

import dev.runbook.ml.bundle.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads texts, and their labels where there are some, from a CSV file with a heading.
public final class Examples {

    private static final List<String> IDS = List.of("id", "_id", "key", "number", "ticket", "qid");
    private static final List<String> TEXTS = List.of(
            "alertname",
            "name",
            "title",
            "summary",
            "subject",
            "text",
            "document",
            "message",
            "description",
            "body",
            "content");
    private static final List<String> LABELS = List.of(
            "label",
            "category",
            "class",
            "topic",
            "topic_group",
            "severity",
            "priority",
            "group",
            "domain",
            "queue",
            "target");

    private Examples() {}

    /// A row.
    ///
    /// @param labels by column; empty cells are missing
    public record Example(String id, String text, Map<String, String> labels) {
        public Example {
            labels = Map.copyOf(labels);
        }
    }

    /// Which columns to read; an empty list means the usual names.
    public record Columns(List<String> texts, List<String> labels) {
        public Columns {
            texts = List.copyOf(texts);
            labels = List.copyOf(labels);
        }

        /// The usual names.
        public static final Columns USUAL = new Columns(List.of(), List.of());
    }

    /// Goes through the rows.
    ///
    /// @throws IOException with file and line when a row cannot be read, or with the columns there are when
    ///     there is no text
    public static void read(Path file, Columns columns, Consumer<Example> reader) throws IOException {
        try (var csv = CsvFile.open(file)) {
            var texts = columns.texts().isEmpty() ? usual(csv, TEXTS) : named(csv, columns.texts());
            if (texts.isEmpty())
                throw new IOException(file + ":1: no column with text among " + String.join(", ", csv.heading())
                        + "; name it with --text");
            var labels = columns.labels().isEmpty() ? usual(csv, LABELS) : named(csv, columns.labels());
            var ids = usual(csv, IDS);
            for (var row = csv.next(); row != null; row = csv.next()) {
                var cells = row;
                var text = texts.stream()
                        .map(cells::text)
                        .filter(t -> !t.isBlank())
                        .distinct()
                        .collect(Collectors.joining(". "));
                Map<String, String> known = new LinkedHashMap<>();
                for (int column : labels)
                    if (!row.text(column).isBlank())
                        known.put(csv.heading().get(column), row.text(column).strip());
                reader.accept(
                        new Example(ids.isEmpty() ? Long.toString(row.line()) : row.text(ids.getFirst()), text, known));
            }
        }
    }

    /// All rows.
    public static List<Example> all(Path file, Columns columns) throws IOException {
        List<Example> examples = new ArrayList<>();
        read(file, columns, examples::add);
        return examples;
    }

    private static List<Integer> usual(CsvFile csv, List<String> names) {
        return IntStream.range(0, csv.heading().size())
                .filter(i -> names.contains(csv.heading().get(i).toLowerCase(Locale.ROOT)))
                .boxed()
                .toList();
    }

    private static List<Integer> named(CsvFile csv, List<String> names) throws IOException {
        List<Integer> columns = new ArrayList<>();
        for (var name : names) columns.add(csv.need(name.toLowerCase(Locale.ROOT)));
        return columns;
    }
}

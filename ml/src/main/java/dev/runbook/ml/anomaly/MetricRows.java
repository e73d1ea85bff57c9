package dev.runbook.ml.anomaly;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The rows of a CSV file with one metric, plain or gzipped, read one by one.
///
/// A heading is needed only when the columns are not time and value in this order. An empty cell, `NaN` and `null` are
/// missing values.
final class MetricRows implements AutoCloseable {

    private static final List<String> TIMES = List.of("time", "timestamp", "date", "datetime", "ts");
    private static final List<String> VALUES = List.of("value", "val", "y");
    private static final List<String> SERIES = List.of("component", "metric", "series", "host");

    private final Path file;
    private final BufferedReader reader;
    private int timeColumn;
    private int valueColumn = 1;
    private long line;

    /// @param line where it stands in the file, from 1
    /// @param value NaN when missing
    record Row(long line, Instant time, double value) {}

    private MetricRows(Path file, BufferedReader reader) {
        this.file = file;
        this.reader = reader;
    }

    static MetricRows open(Path file) throws IOException {
        if (!Files.exists(file)) throw new IOException("no such metric file: " + file);
        if (Files.isDirectory(file)) throw new IOException("a directory, not a metric file: " + file);
        var bytes = new BufferedInputStream(Files.newInputStream(file));
        bytes.mark(2);
        boolean zipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        var text = new InputStreamReader(zipped ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8);
        return new MetricRows(file, new BufferedReader(text));
    }

    /// The next row; null at the end. Empty lines are no rows.
    ///
    /// @throws MalformedMetric when the line is not a row
    @Nullable
    Row next() throws IOException {
        String text;
        do {
            text = reader.readLine();
            line++;
            if (text == null) return null;
            if (line == 1 && readHeading(text)) text = "";
        } while (text.isBlank());
        return row(cells(text));
    }

    private Row row(List<String> cells) throws MalformedMetric {
        int needed = Math.max(timeColumn, valueColumn) + 1;
        if (cells.size() < needed)
            throw new MalformedMetric(file, line, "%d columns, but %d are needed".formatted(cells.size(), needed));
        var time = cells.get(timeColumn);
        var parsed = Timestamps.parse(time);
        if (parsed.isEmpty())
            throw new MalformedMetric(file, line, "'%s' is no time; write ISO-8601 or Unix seconds".formatted(time));
        return new Row(line, parsed.get(), value(cells.get(valueColumn)));
    }

    private double value(String cell) throws MalformedMetric {
        if (cell.isEmpty() || cell.equalsIgnoreCase("nan") || cell.equalsIgnoreCase("null")) return Double.NaN;
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new MalformedMetric(file, line, "'%s' is no number; leave a missing value empty".formatted(cell));
        }
    }

    /// @return whether the line is a heading
    private boolean readHeading(String text) throws MalformedMetric {
        var cells = cells(text);
        if (Timestamps.parse(cells.getFirst()).isPresent()) return false;
        var names = cells.stream().map(c -> c.toLowerCase(Locale.ROOT)).toList();
        if (names.stream().anyMatch(SERIES::contains))
            throw new MalformedMetric(file, 1, "more than one series (columns " + text + "); give one at a time");
        timeColumn = Math.max(0, column(names, TIMES));
        int value = column(names, VALUES);
        if (value < 0 && names.size() != 2) throw new MalformedMetric(file, 1, "no column 'value' among: " + text);
        valueColumn = value >= 0 ? value : 1 - timeColumn;
        return true;
    }

    private static int column(List<String> names, List<String> wanted) {
        for (int i = 0; i < names.size(); i++) if (wanted.contains(names.get(i))) return i;
        return -1;
    }

    private static List<String> cells(String text) {
        return Arrays.stream(text.split(",", -1)).map(MetricRows::unquoted).toList();
    }

    private static String unquoted(String cell) {
        var text = cell.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

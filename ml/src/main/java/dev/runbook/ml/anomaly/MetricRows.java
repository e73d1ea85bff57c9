package dev.runbook.ml.anomaly;

import dev.runbook.ml.bundle.CsvFile;
import dev.runbook.ml.bundle.Timestamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The rows of a CSV file with one metric, plain or gzipped, read one by one.
///
/// A heading is needed only when the columns are not time and value in this order. An empty cell, `NaN`, `null` and
/// what is infinite are missing values.
final class MetricRows implements AutoCloseable {

    private static final List<String> TIMES = List.of("time", "timestamp", "date", "datetime", "ts");
    private static final List<String> VALUES = List.of("value", "val", "y");
    private static final List<String> SERIES = List.of("component", "metric", "series", "host");

    private final CsvFile csv;
    private int timeColumn;
    private int valueColumn = 1;
    private boolean firstIsRow;

    /// @param line where it stands in the file, from 1
    /// @param value NaN when missing
    record Row(long line, Instant time, double value) {}

    private MetricRows(CsvFile csv) throws IOException {
        this.csv = csv;
        var first = csv.heading();
        firstIsRow = Timestamps.parse(first.getFirst()).isPresent();
        if (!firstIsRow)
            readHeading(first.stream().map(c -> c.toLowerCase(Locale.ROOT)).toList());
        else if (first.size() < 2) throw csv.malformed(1, "one column, but a time and a value are needed");
    }

    static MetricRows open(Path file) throws IOException {
        if (!Files.exists(file)) throw new IOException("no such metric file: " + file);
        if (Files.isDirectory(file)) throw new IOException("a directory, not a metric file: " + file);
        return new MetricRows(CsvFile.open(file));
    }

    /// The next row; null at the end. Empty lines are no rows.
    ///
    /// @throws IOException with file and line when the line is not a row
    @Nullable
    Row next() throws IOException {
        var row = firstIsRow ? csv.first() : csv.next();
        firstIsRow = false;
        return row == null ? null : new Row(row.line(), row.instant(timeColumn), row.number(valueColumn));
    }

    private void readHeading(List<String> names) throws IOException {
        if (names.stream().anyMatch(SERIES::contains))
            throw csv.malformed(
                    1,
                    "more than one series (columns " + String.join(",", csv.heading())
                            + "); give one at a time, with the columns time and value");
        timeColumn = Math.max(0, column(names, TIMES));
        int value = column(names, VALUES);
        if (value < 0 && names.size() != 2)
            throw csv.malformed(1, "no column 'value' among: " + String.join(",", csv.heading()));
        valueColumn = value >= 0 ? value : 1 - timeColumn;
    }

    private static int column(List<String> names, List<String> wanted) {
        for (int i = 0; i < names.size(); i++) if (wanted.contains(names.get(i))) return i;
        return -1;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}

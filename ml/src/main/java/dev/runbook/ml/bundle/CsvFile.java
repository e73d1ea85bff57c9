package dev.runbook.ml.bundle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A CSV file with a heading, plain or gzipped, read row by row; cells may be quoted as RFC 4180 has it and
/// then hold line breaks. A row longer than `LONGEST_ROW` is refused, so memory stays bounded. One thread
/// at a time.
public final class CsvFile implements AutoCloseable {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int LONGEST_ROW = 4_000_000;

    /// What stands for a missing number, in lower case; a monitoring system divides by zero now and then.
    private static final Set<String> MISSING =
            Set.of("", "nan", "null", "inf", "+inf", "-inf", "infinity", "-infinity");

    private final String name;
    private final Reader reader;
    private final List<String> heading;
    private final StringBuilder cell = new StringBuilder();
    private final char[] buffer = new char[1 << 16];
    private int at;
    private int filled;
    private boolean fresh = true;
    private long line = 1;
    private long length;

    private CsvFile(String name, Reader reader) throws IOException {
        this.name = name;
        this.reader = reader;
        var first = cells();
        if (first == null) throw new MalformedBundle(name, 1, "the file is empty; it needs a heading");
        this.heading = first.stream().map(String::strip).toList();
    }

    /// Opens a file and reads its heading.
    public static CsvFile open(Path file) throws IOException {
        var bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        bytes.mark(2);
        boolean zipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        var text = new InputStreamReader(zipped ? new GZIPInputStream(bytes, 1 << 16) : bytes, StandardCharsets.UTF_8);
        return new CsvFile(file.toString(), text);
    }

    /// The heading as a row, for files that may begin with a row at once.
    public Row first() {
        return new Row(this, 1, heading);
    }

    /// The names of the columns.
    public List<String> heading() {
        return heading;
    }

    /// The index of a column, whatever its case; -1 when there is none.
    public int find(String column) {
        for (int i = 0; i < heading.size(); i++)
            if (heading.get(i).toLowerCase(Locale.ROOT).equals(column)) return i;
        return -1;
    }

    /// The index of a column.
    ///
    /// @throws MalformedBundle when there is none
    public int need(String column) throws MalformedBundle {
        int index = find(column);
        if (index < 0)
            throw new MalformedBundle(name, 1, "no column '" + column + "' among: " + String.join(",", heading));
        return index;
    }

    /// One row.
    ///
    /// @param line where it begins, from 1
    public record Row(CsvFile file, long line, List<String> cells) {

        /// The text of a cell; empty when the column is -1.
        public String text(int column) {
            return column < 0 ? "" : cells.get(column);
        }

        /// The number in a cell; NaN when it is empty, `NaN`, `null` or infinite, or the column is -1.
        public double number(int column) throws MalformedBundle {
            var text = text(column).strip();
            if (MISSING.contains(text.toLowerCase(Locale.ROOT))) return Double.NaN;
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw file.malformed(line, "'" + text + "' is no number; leave a missing value empty");
            }
        }

        /// The time in a cell, in seconds since 1970.
        public double time(int column) throws MalformedBundle {
            return instant(column).toEpochMilli() / 1_000.0;
        }

        /// The time in a cell.
        public Instant instant(int column) throws MalformedBundle {
            var text = text(column).strip();
            return Timestamps.parse(text)
                    .orElseThrow(
                            () -> file.malformed(line, "'" + text + "' is no time; write ISO-8601 or Unix seconds"));
        }
    }

    /// The next row; null at the end. Empty lines are no rows.
    ///
    /// @throws MalformedBundle when it has another number of cells than the heading
    public @Nullable Row next() throws IOException {
        while (true) {
            long first = line;
            var cells = cells();
            if (cells == null) return null;
            if (cells.size() == 1 && cells.getFirst().isBlank() && heading.size() > 1) continue;
            if (cells.size() != heading.size())
                throw malformed(first, cells.size() + " cells, but the heading has " + heading.size());
            return new Row(this, first, cells);
        }
    }

    /// That a line of this file cannot be understood.
    public MalformedBundle malformed(long at, String problem) {
        return new MalformedBundle(name, at, problem);
    }

    /// The cells up to the end of the row; null at the end of the file.
    private @Nullable List<String> cells() throws IOException {
        int c = read();
        if (c < 0) return null;
        long first = line;
        length = 0;
        var cells = new ArrayList<String>(8);
        while (true) {
            cell.setLength(0);
            if (c == '"') c = quoted(first);
            while (c >= 0 && c != ',' && c != '\n') {
                if (c != '\r') append(c, first);
                c = read();
            }
            cells.add(cell.toString());
            if (c != ',') {
                if (c == '\n') line++;
                return cells;
            }
            c = read();
        }
    }

    /// The next character; -1 at the end.
    private int read() throws IOException {
        if (at == filled) {
            at = 0;
            filled = reader.read(buffer);
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
            if (fresh && buffer[0] == BYTE_ORDER_MARK) at++;
            fresh = false;
            if (at == filled) return read();
        }
        return buffer[at++];
    }

    private int quoted(long first) throws IOException {
        while (true) {
            int c = read();
            if (c < 0) throw new MalformedBundle(name, first, "a quoted cell that begins here never ends");
            if (c == '"') {
                c = read();
                if (c != '"') return c;
            }
            if (c == '\n') line++;
            append(c, first);
        }
    }

    private void append(int c, long first) throws MalformedBundle {
        if (++length > LONGEST_ROW)
            throw new MalformedBundle(name, first, "a row of more than " + LONGEST_ROW + " characters");
        cell.append((char) c);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

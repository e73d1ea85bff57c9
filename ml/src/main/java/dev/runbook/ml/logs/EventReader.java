package dev.runbook.ml.logs;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads lines as events: the lines of a stack trace belong to the message above them.
///
/// A line longer than `LONGEST_LINE` is cut, so memory stays bounded whatever the input is. One thread at a time.
final class EventReader {

    private static final int LONGEST_LINE = 16_000;
    private static final int LONGEST_TRACE = 50;

    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private int at;
    private int filled;

    /// Lines read ahead.
    private final ArrayDeque<String> ahead = new ArrayDeque<>();

    private long line;

    EventReader(Reader reader) {
        this.reader = reader;
    }

    /// How many lines were read so far.
    long lines() {
        return line;
    }

    /// The next event; null at the end.
    @Nullable
    LogEvent next() throws IOException {
        if (!readAhead(1)) return null;
        var head = ahead.removeFirst();
        long first = line + 1;
        line++;
        List<String> trace = new ArrayList<>();
        while (!head.isBlank() && readAhead(1)) {
            var candidate = ahead.getFirst();
            var after = readAhead(2) ? ahead.getLast() : "";
            if (!StackTraces.continues(trace, candidate, after)) break;
            if (trace.size() < LONGEST_TRACE || candidate.startsWith("Caused by")) trace.add(candidate);
            ahead.removeFirst();
            line++;
        }
        var structured = StructuredLine.of(head);
        return new LogEvent(
                first,
                line - first + 1,
                Optional.empty(),
                structured.level(),
                structured.message(),
                StackTraces.cause(trace),
                trace);
    }

    private boolean readAhead(int count) throws IOException {
        while (ahead.size() < count) {
            var next = readLine();
            if (next == null) return false;
            ahead.addLast(next);
        }
        return true;
    }

    private @Nullable String readLine() throws IOException {
        var text = new StringBuilder();
        boolean any = false;
        while (at < filled || fill()) {
            any = true;
            int end = at;
            while (end < filled && buffer[end] != '\n') end++;
            text.append(buffer, at, Math.min(end - at, LONGEST_LINE - text.length()));
            at = end;
            if (at < filled) {
                at++;
                break;
            }
        }
        if (!any) return null;
        if (!text.isEmpty() && text.charAt(text.length() - 1) == '\r') text.setLength(text.length() - 1);
        return text.toString();
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, reader.read(buffer));
        return filled > 0;
    }
}

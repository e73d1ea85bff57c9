package dev.runbook.ml.logs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One thing that a program logged: a message, and the stack trace below it if there was one.
///
/// @param line where it begins, from 1
/// @param lines how many lines it takes; at least 1
/// @param time when it was logged, where that is known
/// @param message the text; of a structured line its message alone
/// @param exception class of the innermost cause in the stack trace; empty without one
/// @param trace the first lines of the stack trace; may be empty
public record LogEvent(
        long line,
        long lines,
        Optional<Instant> time,
        LogLevel level,
        String message,
        String exception,
        List<String> trace) {
    public LogEvent {
        trace = List.copyOf(trace);
        if (line < 1 || lines < 1) throw new IllegalArgumentException(lines + " lines from line " + line);
    }

    /// An event that takes one line.
    public static LogEvent of(long line, Instant time, LogLevel level, String message) {
        return new LogEvent(line, 1, Optional.of(time), level, message, "", List.of());
    }

    /// An event that takes one line and states its level in its text.
    public static LogEvent of(long line, Instant time, String text) {
        var structured = StructuredLine.of(text);
        return of(line, time, structured.level(), structured.message());
    }

    /// What makes two events be of one making: the message, and what broke.
    String identity() {
        return exception.isEmpty() ? message : message + " | " + exception;
    }
}

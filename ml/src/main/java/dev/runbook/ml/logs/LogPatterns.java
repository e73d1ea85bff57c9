package dev.runbook.ml.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The templates of a log file, alone or beside a baseline: what `runbook logs patterns` does.
///
/// Files may be plain or gzipped. They are read once, in bounded memory, whatever their length.
public final class LogPatterns {

    /// How many lines are read between two calls of the progress.
    private static final int PROGRESS = 100_000;

    private final PatternComparison comparison = new PatternComparison();
    private final LongConsumer progress;
    private long linesRead;

    private LogPatterns(LongConsumer progress) {
        this.progress = progress;
    }

    /// What to read, and what to write besides the report.
    ///
    /// @param baseline the log of a time believed healthy
    /// @param groups where to write the group of each line of `file`, one id a line; lines of a stack trace have
    ///     the group of the message above them
    public record Request(Path file, Optional<Path> baseline, Optional<Path> groups) {}

    /// @param progress told every 100,000 lines how many were read
    /// @throws IOException with the file's name, when one cannot be read or written
    public static PatternReport run(Request request, LongConsumer progress) throws IOException {
        return new LogPatterns(progress).read(request);
    }

    private PatternReport read(Request request) throws IOException {
        if (request.baseline().isPresent()) readBaseline(request.baseline().get());
        long before = linesRead;
        long events = readWindow(request);
        List<PatternChange> changes = comparison.changes();
        return new PatternReport(request.baseline().isPresent(), linesRead - before, events, changes);
    }

    private void readBaseline(Path file) throws IOException {
        try (var reader = LogFile.open(file)) {
            var events = new EventReader(reader);
            for (var event = events.next(); event != null; event = events.next()) {
                comparison.baseline(event);
                count(event);
            }
        }
    }

    private long readWindow(Request request) throws IOException {
        long events = 0;
        try (var reader = LogFile.open(request.file());
                var groups = new GroupLog()) {
            var source = new EventReader(reader);
            for (var event = source.next(); event != null; event = source.next()) {
                int id = comparison.window(event);
                if (request.groups().isPresent()) groups.add(id, event.lines());
                count(event);
                events++;
            }
            if (request.groups().isPresent()) {
                comparison.changes();
                groups.writeTo(
                        request.groups().get(), id -> comparison.template(id).id());
            }
        }
        return events;
    }

    private void count(LogEvent event) {
        long before = linesRead / PROGRESS;
        linesRead += event.lines();
        if (linesRead / PROGRESS > before) progress.accept(linesRead);
    }
}

package dev.runbook.ml.anomaly;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The anomalies of one metric in a CSV file: what `runbook metrics anomalies` does. The file is read once, in bounded
/// memory, whatever its length.
public final class MetricAnomalies {

    /// How many rows are read between two calls of the progress.
    private static final int PROGRESS = 100_000;

    private MetricAnomalies() {}

    /// What to read, and what to write besides the report.
    ///
    /// @param file CSV with a time and a value in each row, plain or gzipped
    /// @param scores where to write the score of each row, one a line
    public record Request(Path file, Optional<Path> scores) {}

    /// @param progress told every 100,000 rows how many were read
    /// @throws IOException with the file's name, and the line when there is one, when it cannot be read, or the
    ///     scores cannot be written
    public static AnomalyReport run(Request request, LongConsumer progress) throws IOException {
        try (var rows = MetricRows.open(request.file());
                var scores = writer(request.scores())) {
            return read(request.file(), rows, scores, progress);
        }
    }

    private static AnomalyReport read(Path file, MetricRows rows, Writer scores, LongConsumer progress)
            throws IOException {
        var detector = new AnomalyDetector();
        List<AnomalyReport.Anomaly> anomalies = new ArrayList<>();
        long count = 0;
        long missing = 0;
        long found = 0;
        long backwards = 0;
        var latest = Instant.MIN;
        for (var row = rows.next(); row != null; row = rows.next()) {
            var score = detector.next(row.time(), row.value());
            scores.write(String.format(Locale.ROOT, "%.6f%n", score.score()));
            if (!Double.isFinite(row.value())) missing++;
            if (row.time().isBefore(latest)) backwards++;
            else latest = row.time();
            if (score.isOnset() && found++ < AnomalyReport.MOST)
                anomalies.add(new AnomalyReport.Anomaly(row.line(), row.time(), row.value(), score));
            if (++count % PROGRESS == 0) progress.accept(count);
        }
        if (count == 0) throw new IOException(file + ":1: no rows; each has a time and a value");
        return new AnomalyReport(count, missing, backwards, found, anomalies);
    }

    private static Writer writer(Optional<Path> file) throws IOException {
        return file.isPresent() ? Files.newBufferedWriter(file.get()) : new BufferedWriter(Writer.nullWriter());
    }
}

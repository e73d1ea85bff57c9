package dev.runbook.ml.anomaly;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The anomalies of one metric.
///
/// @param rows how many measurements were read, the missing ones included
/// @param backwards how many rows have an earlier time than one before them; they are judged in the order of
///     the file
/// @param found how many anomalies there are
/// @param anomalies the first `MOST` of them, in the order of the file
public record AnomalyReport(long rows, long missing, long backwards, long found, List<Anomaly> anomalies) {

    /// So many anomalies are kept; a metric with more is not a metric to watch.
    static final int MOST = 10_000;

    /// One anomaly, where it begins.
    ///
    /// @param line its line in the file, from 1
    public record Anomaly(long line, Instant time, double value, AnomalyScore score) {}

    public AnomalyReport {
        anomalies = List.copyOf(anomalies);
    }

    /// A table for people.
    public String text() {
        var text = new StringBuilder("%,d rows, %,d missing, %,d anomalies%n".formatted(rows, missing, found));
        if (backwards > 0)
            text.append("%,d rows are earlier than one before them; sort the file by time%n".formatted(backwards));
        for (var a : anomalies)
            text.append(String.format(
                    Locale.ROOT,
                    "%-24s %14.6g  %.2f  %s%n",
                    a.time(),
                    a.value(),
                    a.score().score(),
                    a.score().reason()));
        if (found > anomalies.size())
            text.append("%,d more anomalies are not shown%n".formatted(found - anomalies.size()));
        return text.toString();
    }

    /// One JSON object: `rows`, `missing`, `backwards`, `found`, and `anomalies` with `line`, `time`,
    /// `value`, `score`, `reason`.
    public String json() {
        return Json.write(Value.of(Map.of(
                "rows", rows,
                "missing", missing,
                "backwards", backwards,
                "found", found,
                "anomalies", anomalies.stream().map(AnomalyReport::fields).toList())));
    }

    private static Map<String, Object> fields(Anomaly a) {
        return Map.of(
                "line", a.line(),
                "time", a.time(),
                "value", a.value(),
                "score", a.score().score(),
                "reason", a.score().reason());
    }
}

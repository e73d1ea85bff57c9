package dev.runbook.ml.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Calls of one operation in one interval.
///
/// @param time when the interval began, in seconds since 1970
/// @param component where the operation ran
/// @param parent where it was called from; the component itself for work inside it, empty when unknown
/// @param count how many calls
/// @param meanMillis mean duration; NaN when unknown
/// @param parentMeanMillis mean duration of the calling spans; NaN when unknown
public record Span(
        double time,
        String component,
        String parent,
        String operation,
        double count,
        double meanMillis,
        double parentMeanMillis) {

    /// Whether one component called another.
    public boolean crosses() {
        return !parent.isEmpty() && !parent.equals(component);
    }

    static List<Span> read(Path file) throws IOException {
        try (var csv = CsvFile.open(file)) {
            int time = csv.need("time");
            int component = csv.need("component");
            int parent = csv.find("parent_component");
            int operation = csv.need("operation");
            int count = csv.need("count");
            int mean = csv.find("mean_ms");
            int parentMean = csv.find("parent_mean_ms");
            List<Span> spans = new ArrayList<>();
            for (var row = csv.next(); row != null; row = csv.next()) {
                double calls = row.number(count);
                if (!(calls >= 0)) throw csv.malformed(row.line(), "'" + row.text(count) + "' is no count of calls");
                spans.add(new Span(
                        row.time(time),
                        row.text(component),
                        row.text(parent),
                        row.text(operation),
                        calls,
                        row.number(mean),
                        row.number(parentMean)));
            }
            return spans;
        }
    }
}

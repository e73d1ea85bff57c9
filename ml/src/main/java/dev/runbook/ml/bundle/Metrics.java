package dev.runbook.ml.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Metrics of one period.
///
/// @param series ordered by component, metric and statistic
/// @param units units that were given; metrics without one are missing
public record Metrics(SortedMap<MetricKey, Series> series, Map<MetricKey, String> units) {

    /// No metrics.
    public static final Metrics NONE = new Metrics(new TreeMap<>(), Map.of());

    public Metrics {
        series = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(series));
        units = Map.copyOf(units);
    }

    private static final class Column {
        private double[] times = new double[16];
        private double[] values = new double[16];
        private int size;

        void add(double time, double value) {
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            times[size] = time;
            values[size++] = value;
        }

        Series series() {
            return Series.of(Arrays.copyOf(times, size), Arrays.copyOf(values, size));
        }
    }

    /// Reads the long form (`time,component,metric,value` and optionally `unit,stat`) or the wide one
    /// (`time`, and columns named `component|metric` or `component|metric|stat`).
    ///
    /// @throws MalformedBundle with file and line
    public static Metrics read(Path file) throws IOException {
        try (var csv = CsvFile.open(file)) {
            return csv.find("component") >= 0 || csv.find("metric") >= 0 ? readLong(csv) : readWide(csv);
        }
    }

    private static Metrics readLong(CsvFile csv) throws IOException {
        int time = csv.need("time");
        int component = csv.need("component");
        int metric = csv.need("metric");
        int value = csv.need("value");
        int unit = csv.find("unit");
        int stat = csv.find("stat");
        Map<MetricKey, Column> columns = new HashMap<>();
        Map<MetricKey, String> units = new HashMap<>();
        for (var row = csv.next(); row != null; row = csv.next()) {
            var key = new MetricKey(
                    row.text(component).strip(),
                    row.text(metric).strip(),
                    row.text(stat).strip());
            if (key.metric().isEmpty()) throw csv.malformed(row.line(), "a measurement without the name of its metric");
            columns.computeIfAbsent(key, _ -> new Column()).add(row.time(time), row.number(value));
            if (!row.text(unit).isBlank()) units.put(key, row.text(unit).strip());
        }
        return of(columns, units);
    }

    private static Metrics readWide(CsvFile csv) throws IOException {
        int time = csv.need("time");
        List<MetricKey> keys = new ArrayList<>();
        for (int i = 0; i < csv.heading().size(); i++) keys.add(key(csv, i, i == time));
        Map<MetricKey, Column> columns = new HashMap<>();
        for (int i = 0; i < keys.size(); i++)
            if (i != time && columns.put(keys.get(i), new Column()) != null)
                throw csv.malformed(1, "column '" + csv.heading().get(i) + "' is there twice");
        var byIndex = keys.stream()
                .map(key -> columns.getOrDefault(key, new Column()))
                .toList();
        for (var row = csv.next(); row != null; row = csv.next()) {
            double at = row.time(time);
            for (int i = 0; i < keys.size(); i++) {
                if (i != time) byIndex.get(i).add(at, row.number(i));
            }
        }
        return of(columns, Map.of());
    }

    private static MetricKey key(CsvFile csv, int index, boolean isTime) throws MalformedBundle {
        var parts = csv.heading().get(index).split("\\|", 3);
        if (!isTime && parts.length < 2)
            throw csv.malformed(
                    1,
                    "column '" + csv.heading().get(index) + "' is not named component|metric or component|metric|stat");
        return new MetricKey(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }

    private static Metrics of(Map<MetricKey, Column> columns, Map<MetricKey, String> units) {
        var series = new TreeMap<MetricKey, Series>();
        columns.forEach((key, column) -> series.put(key, column.series()));
        return new Metrics(series, units);
    }
}

package dev.runbook.ml.evaluation;

import dev.runbook.ml.anomaly.MetricAnomalies;
import dev.runbook.ml.logs.LogPatterns;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/// How fast logs are mined and metrics are scored, beside a plain pass over the same bytes.
///
/// ```
/// scripts/mvn -q -pl ml -am test-compile
/// java -Xmx256m -Dlogs.data=FOLDER -cp core/target/classes:ml/target/classes:ml/target/test-classes \
///     dev.runbook.ml.evaluation.StreamSpeed
/// ```
///
/// The lines are those of `raw.log.gz` of all systems in `FOLDER`, mixed and repeated; `-Dspeed.lines=1000000` says
/// how many. Without a folder they are made up. The metric is a day curve with noise.
public final class StreamSpeed {

    private StreamSpeed() {}

    /// Work that is measured.
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    public static void main(String[] args) throws IOException {
        int lines = Integer.getInteger("speed.lines", 1_000_000);
        var log = Files.createTempFile("speed", ".log");
        var metric = Files.createTempFile("speed", ".csv");
        try {
            writeLog(log, lines);
            writeMetric(metric, lines / 2);
            System.out.printf(
                    "%,d lines, %,d MB of log; %,d rows of metric%n", lines, Files.size(log) >> 20, lines / 2);
            for (int round = 0; round < 2; round++) {
                measure("plain pass over the log", lines, () -> pass(log));
                measure("log patterns", lines, () -> patterns(log));
                measure("plain pass over the metric", lines / 2, () -> pass(metric));
                measure("metric anomalies", lines / 2, () -> anomalies(metric));
            }
        } finally {
            Files.delete(log);
            Files.delete(metric);
        }
    }

    private static void measure(String name, int count, Work work) throws IOException {
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        var runtime = Runtime.getRuntime();
        System.gc();
        System.out.printf(
                "%-28s %8.2f s  %,14.0f a minute, %,d MB of memory in use after it%n",
                name, seconds, count / seconds * 60, (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    private static void pass(Path file) throws IOException {
        try (var reader = Files.newBufferedReader(file)) {
            long characters = 0;
            for (var line = reader.readLine(); line != null; line = reader.readLine()) characters += line.length();
            if (characters == 0) throw new IOException("nothing to read: " + file);
        }
    }

    private static void patterns(Path log) throws IOException {
        var report = LogPatterns.run(new LogPatterns.Request(log, Optional.empty(), Optional.empty()), _ -> {});
        System.out.printf("%,d patterns%n", report.patterns().size());
    }

    private static void anomalies(Path metric) throws IOException {
        var report = MetricAnomalies.run(new MetricAnomalies.Request(metric, Optional.empty()), _ -> {});
        System.out.printf("%,d anomalies%n", report.found());
    }

    private static void writeLog(Path file, int lines) throws IOException {
        var pool = pool();
        var random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < lines; i++) {
                out.write(pool.get(random.nextInt(pool.size())));
                out.write(" #" + random.nextInt());
                out.newLine();
            }
        }
    }

    private static List<String> pool() throws IOException {
        var folder = System.getProperty("logs.data");
        List<String> pool = new ArrayList<>();
        if (folder == null) {
            for (int i = 0; i < 1_000; i++)
                pool.add("2024-05-01 10:00:00,001 INFO [worker-%d] shop.Orders - order %d of user u%d took %d ms"
                        .formatted(i % 8, i, i % 50, i % 300));
            return pool;
        }
        try (var systems = Files.list(Path.of(folder))) {
            for (var system : systems.filter(Files::isDirectory).sorted().toList()) {
                var zipped = new GZIPInputStream(Files.newInputStream(system.resolve("raw.log.gz")));
                try (var reader = new BufferedReader(new InputStreamReader(zipped, StandardCharsets.UTF_8))) {
                    reader.lines().forEach(pool::add);
                }
            }
        }
        return pool;
    }

    private static void writeMetric(Path file, int rows) throws IOException {
        var random = new Random(1);
        var start = Instant.parse("2024-05-01T00:00:00Z");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < rows; i++)
                out.write("%s,%.3f%n"
                        .formatted(
                                start.plusSeconds(60L * i),
                                50 + 20 * Math.sin(i * 2 * Math.PI / 1_440) + random.nextGaussian()));
        }
    }
}

package dev.runbook.ml.evaluation;

import dev.runbook.ml.evaluation.NabScorer.Window;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Reads the Numenta Anomaly Benchmark from a folder.
final class NabCorpus {

    private static final Pattern FILE = Pattern.compile("\"([^\"]+\\.csv)\"\\s*:");
    private static final Pattern WINDOW = Pattern.compile("\\[\\s*\"([^\"]+)\",\\s*\"([^\"]+)\"\\s*]");

    private final Path folder;

    /// One series with its labelled windows.
    record Series(String name, List<Instant> times, List<Double> values, List<Window> windows) {
        String category() {
            return name.substring(0, name.indexOf('/'));
        }
    }

    /// @param folder has `truth_windows.json`, `published_per_file_scores.csv.gz` and `data/CATEGORY/SERIES.csv.gz`
    NabCorpus(Path folder) {
        this.folder = folder;
    }

    List<Series> series() throws IOException {
        var truth = Files.readString(folder.resolve("truth_windows.json"));
        List<Series> all = new ArrayList<>();
        var file = FILE.matcher(truth);
        int from = file.find() ? file.start() : truth.length();
        while (from < truth.length()) {
            var name = file.group(1);
            int body = file.end();
            int next = file.find() ? file.start() : truth.length();
            all.add(series(name, truth.substring(body, next)));
            from = next;
        }
        return all;
    }

    private Series series(String name, String labels) throws IOException {
        List<Instant> times = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (var line : lines(folder.resolve("data").resolve(name + ".gz"))) {
            var cells = line.split(",");
            times.add(time(cells[0]));
            values.add(Double.parseDouble(cells[1]));
        }
        List<Window> windows = new ArrayList<>();
        var window = WINDOW.matcher(labels);
        while (window.find())
            windows.add(new Window(times.indexOf(time(window.group(1))), times.indexOf(time(window.group(2)))));
        return new Series(name, times, values, windows);
    }

    /// The published raw scores of one detector, by series.
    Map<String, Double> published(String detector) throws IOException {
        Map<String, Double> scores = new HashMap<>();
        for (var line : lines(folder.resolve("published_per_file_scores.csv.gz"))) {
            var cells = line.split(",");
            if (cells[0].equals(detector)) scores.put(cells[1], Double.parseDouble(cells[3]));
        }
        return scores;
    }

    private static Instant time(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }

    /// The lines below the heading.
    private static List<String> lines(Path file) throws IOException {
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).toList();
        }
    }
}

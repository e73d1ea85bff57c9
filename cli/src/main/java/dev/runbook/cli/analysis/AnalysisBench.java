package dev.runbook.cli.analysis;

import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.classify.Examples;
import dev.runbook.ml.classify.TextModel;
import dev.runbook.ml.diagnose.BundleDiagnoser;
import dev.runbook.ml.logs.LogPatterns;
import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.offline.text.Embedder;
import dev.runbook.ml.offline.text.Vector;
import dev.runbook.ml.search.Page;
import dev.runbook.ml.search.PageIndex;
import dev.runbook.ml.search.PassageVectors;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Measures the analyses on made-up data: log mining beside a plain pass over the same bytes, diagnosis of
/// a thousand metrics of a day, retrieval over ten thousand pages, classification. Each is run several
/// times; the best counts, since the first ones compile the program.
public final class AnalysisBench {

    private static final int ROUNDS = 5;
    private static final int LINES = 200_000;
    private static final int METRICS = 1_000;
    private static final int MINUTES = 24 * 60;
    private static final int PAGES = 10_000;
    private static final int WORDS_A_PAGE = 150;
    private static final int QUESTIONS = 50;

    private final Path folder;
    private final Random random = new Random(42);
    private final List<String> vocabulary = IntStream.range(0, 5_000)
            .mapToObj(i -> Integer.toString(i * 7_919 + 46_656, 36))
            .toList();

    /// @param folder where the data may be written
    public AnalysisBench(Path folder) {
        this.folder = folder;
    }

    /// Figures by name.
    public Map<String, Double> measure() throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        var log = log();
        figures.put("log lines a minute, mined", LINES * 60_000.0 / best(() -> mine(log)));
        figures.put("log lines a minute, plain pass", LINES * 60_000.0 / best(() -> pass(log)));
        var bundle = bundle();
        figures.put("diagnosis of 1,000 metrics x 24 h, ms", best(() -> diagnose(bundle)));
        var pages = IntStream.range(0, PAGES).mapToObj(this::page).toList();
        var embedder = new MadeUpMeanings(BgeEmbedder.standard());
        var index = new PageIndex(pages, embedder, PassageVectors.fresh(embedder));
        var questions = questions();
        figures.put("retrieval over 10,000 pages, ms", best(() -> ask(index, questions())) / QUESTIONS);
        var model = TextModel.train(
                IntStream.range(0, 800)
                        .mapToObj(i -> new Examples.Example("", words(30), Map.of("label", "c" + i % 8)))
                        .toList(),
                Optional.empty());
        figures.put("classification, ms", best(() -> questions.forEach(model::classify)) / QUESTIONS);
        return figures;
    }

    /// Questions mean what the model says; pages mean anything, since to ask the model for each takes minutes.
    private record MadeUpMeanings(Embedder model) implements Embedder {
        @Override
        public List<Vector> meanings(List<String> texts) {
            return texts.stream().map(MadeUpMeanings::anything).toList();
        }

        private static Vector anything(String text) {
            var random = new Random(text.hashCode());
            var coordinates = new float[BgeEmbedder.SIZE];
            for (int i = 0; i < coordinates.length; i++) coordinates[i] = (float) random.nextGaussian();
            return Vector.of(coordinates);
        }

        @Override
        public Optional<Vector> meaning(String text) {
            return model.meaning(text);
        }

        @Override
        public Optional<Vector> question(String text) {
            return model.question(text);
        }

        @Override
        public Optional<String> trouble() {
            return model.trouble();
        }
    }

    /// What is measured.
    private interface Work {
        void run() throws IOException;
    }

    /// The shortest of several runs, in milliseconds.
    private static double best(Work work) throws IOException {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return best;
    }

    private String words(int count) {
        return random.ints(count, 0, vocabulary.size())
                .mapToObj(vocabulary::get)
                .collect(Collectors.joining(" "));
    }

    private Page page(int number) {
        return new Page(
                "p" + number,
                words(3),
                "# " + words(3) + "\n" + words(WORDS_A_PAGE / 2) + "\n## " + words(3) + "\n" + words(WORDS_A_PAGE / 2));
    }

    private Path log() throws IOException {
        var kinds = IntStream.range(0, 100).mapToObj(_ -> words(8)).toList();
        var file = folder.resolve("bench.log");
        try (var out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < LINES; i++)
                out.write("2026-01-01T00:00:00Z INFO worker-%d %s took %d ms%n"
                        .formatted(random.nextInt(9), kinds.get(random.nextInt(kinds.size())), random.nextInt(9_999)));
        }
        return file;
    }

    private static void mine(Path log) throws IOException {
        LogPatterns.run(new LogPatterns.Request(log, Optional.empty(), Optional.empty()), lines -> {});
    }

    private static void pass(Path log) throws IOException {
        try (var lines = Files.newBufferedReader(log)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine())
                if (line.isEmpty()) throw new IOException("an empty line");
        }
    }

    private Path bundle() throws IOException {
        var bundle = Files.createDirectories(folder.resolve("bundle"));
        Files.writeString(bundle.resolve(Bundle.INCIDENT), "{\"id\": \"bench\", \"started_at\": " + 60 * 1_260 + "}");
        try (var out = Files.newBufferedWriter(bundle.resolve("metrics.csv"))) {
            writeMetrics(out);
        }
        return bundle;
    }

    private void writeMetrics(Writer out) throws IOException {
        var kinds = List.of("cpu", "memory", "latency_ms", "errors", "requests");
        List<String> heading = new ArrayList<>(List.of("time"));
        for (int i = 0; i < METRICS; i++) heading.add("service-" + i / 5 + "|" + kinds.get(i % 5));
        out.write(String.join(",", heading) + "\n");
        for (int minute = 0; minute < MINUTES; minute++) {
            var row = new StringBuilder().append(60 * minute);
            for (int i = 0; i < METRICS; i++)
                row.append(',').append(Math.round(1_000 * (50 + 5 * random.nextGaussian())) / 1_000.0);
            out.write(row.append('\n').toString());
        }
    }

    /// Others each time, since an embedder remembers.
    private List<String> questions() {
        return IntStream.range(0, QUESTIONS).mapToObj(_ -> words(12)).toList();
    }

    private static void ask(PageIndex index, List<String> questions) {
        for (var question : questions) index.search(question, 5);
    }

    private static void diagnose(Path bundle) throws IOException {
        try (var open = Bundle.open(bundle)) {
            new BundleDiagnoser().diagnose(open);
        }
    }
}

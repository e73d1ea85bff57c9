package dev.runbook.cli;

import dev.runbook.app.bench.EngineBench;
import dev.runbook.app.bench.StartBench;
import dev.runbook.store.Store;
import dev.runbook.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Measures this machine: the engine beside raw commits on the same database, the start of the server, its memory.
@Command(
        name = "bench",
        description = "Measure the engine beside raw commits on the same database, the server's start and its memory.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--seconds",
            description = "How long each rate is measured (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        if (seconds < 1) throw new Complaint("--seconds " + seconds + " must be at least 1");
        var folder = Files.createTempDirectory("runbook-bench");
        try {
            var results = engine(folder.resolve("engine"));
            output.say("Starting a server ...");
            var start = StartBench.measure(up(folder.resolve("up")), folder.resolve("up"), Duration.ofSeconds(10));
            print(results, start);
            return 0;
        } finally {
            delete(folder);
        }
    }

    private List<EngineBench.Result> engine(Path data) throws InterruptedException, SQLException {
        var config = new StoreConfig(data, Optional.empty(), InstantSource.system(), 1, 100);
        try (var store = Store.open(config)) {
            var bench = new EngineBench(store);
            output.say("Warming up ...");
            bench.measure(16, Duration.ofSeconds(2L * seconds));
            var results = new ArrayList<EngineBench.Result>();
            for (int callers : new int[] {1, 16, 64}) {
                output.say("Runs of ten no-op steps by " + callers + (callers == 1 ? " caller ..." : " callers ..."));
                results.add(bench.measure(callers, Duration.ofSeconds(seconds)));
            }
            return results;
        }
    }

    /// This program again, as `up`, with the options of this process.
    private static List<String> up(Path data) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Launch.options("up"));
        command.addAll(List.of("up", "--port", "0", "--data", data.toString()));
        return command;
    }

    private void print(List<EngineBench.Result> results, StartBench.Result start) {
        var json = JsonMapper.shared().createObjectNode();
        var engine = json.putArray("engine");
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("CALLERS", "RAW COMMITS/S", "STEPS/S", "RAW AGAIN", "RATIO", "RUN p50 MS", "RUN p99 MS"));
        for (var r : results) {
            engine.addObject()
                    .put("callers", r.callers())
                    .put("rawBefore", r.rawBefore())
                    .put("stepsPerSecond", r.steps())
                    .put("rawAfter", r.rawAfter())
                    .put("ratio", r.ratio())
                    .put("p50Millis", r.p50Millis())
                    .put("p99Millis", r.p99Millis());
            rows.add(List.of(
                    Integer.toString(r.callers()),
                    whole(r.rawBefore()),
                    whole(r.steps()),
                    whole(r.rawAfter()),
                    String.format(Locale.ROOT, "%.2f", r.ratio()),
                    String.format(Locale.ROOT, "%.1f", r.p50Millis()),
                    String.format(Locale.ROOT, "%.1f", r.p99Millis())));
        }
        json.put("firstPageMillis", start.firstPageMillis())
                .put("serverMiB", start.serverMiB())
                .put("databaseMiB", start.databaseMiB())
                .put("processors", Runtime.getRuntime().availableProcessors());
        output.print(
                json,
                () -> Output.table(rows) + "\n\nFirst page after " + whole(start.firstPageMillis())
                        + " ms; idle memory "
                        + whole(start.serverMiB()) + " MiB (server) + " + whole(start.databaseMiB())
                        + " MiB (database), on " + Runtime.getRuntime().availableProcessors() + " processors.");
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}

package dev.runbook.cli;

import dev.runbook.app.bench.EngineBench;
import dev.runbook.app.bench.PagesBench;
import dev.runbook.app.bench.StartBench;
import dev.runbook.cli.analysis.AnalysisBench;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Measures this machine: the engine beside raw commits on the same database, the start of the server, its
/// memory.
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

    @Option(names = "--start", description = "Measure only the server's start and its memory.")
    private boolean start;

    @Option(names = "--analysis", description = "Measure only log mining, diagnosis, retrieval and classification.")
    private boolean analysis;

    @Option(names = "--pages", description = "Measure only pages, with 10,000 incidents and 100,000 alerts.")
    private boolean pages;

    @Option(
            names = "--incidents",
            paramLabel = "N",
            description = "How many incidents --pages makes, with ten alerts each (default: ${DEFAULT-VALUE}).",
            defaultValue = "10000")
    private int incidents;

    @Option(
            names = "--rest",
            paramLabel = "SECONDS",
            description = "How long the server rests before its memory is read (default: ${DEFAULT-VALUE}).",
            defaultValue = "10")
    private int rest;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        if (seconds < 1) throw new Complaint("--seconds " + seconds + " must be at least 1");
        if (incidents < 200) throw new Complaint("--incidents " + incidents + " must be at least 200");
        if (rest < 0) throw new Complaint("--rest " + rest + " must not be below 0");
        var folder = Files.createTempDirectory("runbook-bench");
        try {
            if (analysis) {
                print(new AnalysisBench(folder).measure());
                return 0;
            }
            if (pages) {
                printPages(PagesBench.measure(
                        Settings.read(
                                Map.of("RUNBOOK_DATA", folder.resolve("pages").toString(), "RUNBOOK_PORT", "0")),
                        incidents,
                        10 * incidents,
                        output::say));
                return 0;
            }
            var results = start ? List.<EngineBench.Result>of() : engine(folder.resolve("engine"));
            output.say("Starting a server ...");
            var data = folder.resolve("up");
            print(results, StartBench.measure(Launch.up(data), data, Duration.ofSeconds(rest)));
            return 0;
        } finally {
            delete(folder);
        }
    }

    private void print(Map<String, Double> figures) {
        var json = JsonMapper.shared().createObjectNode();
        figures.forEach(json::put);
        output.print(
                json,
                () -> figures.entrySet().stream()
                        .map(f -> String.format(Locale.ROOT, "%-40s %,14.1f", f.getKey(), f.getValue()))
                        .collect(Collectors.joining("\n")));
    }

    private void printPages(PagesBench.Result result) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("incidents", result.incidents())
                .put("alerts", result.alerts())
                .put("entries", result.entries())
                .put("processors", Runtime.getRuntime().availableProcessors());
        var all = new ArrayList<>(result.pages());
        all.add(result.seen());
        var pages = json.putArray("pages");
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("PAGE", "p50 MS", "p95 MS", "MOST MS", "CPU MS"));
        for (var page : all) {
            pages.addObject()
                    .put("name", page.name())
                    .put("p50Millis", page.p50())
                    .put("p95Millis", page.p95())
                    .put("mostMillis", page.most())
                    .put("cpuMillis", page.cpu());
            rows.add(List.of(page.name(), whole(page.p50()), whole(page.p95()), whole(page.most()), whole(page.cpu())));
        }
        output.print(
                json,
                () -> Output.table(rows) + "\n\nWith " + result.incidents() + " incidents, " + result.alerts()
                        + " alerts and " + result.entries() + " entries, on "
                        + Runtime.getRuntime().availableProcessors() + " processors.");
    }

    private List<EngineBench.Result> engine(Path data) throws InterruptedException, SQLException {
        var config = new StoreConfig(data, Optional.empty(), InstantSource.system(), 1, 100);
        try (var store = Store.open(config)) {
            var bench = new EngineBench(store);
            output.say("Warming up ...");
            for (var kind : EngineBench.Kind.values()) bench.warmUp(kind, Duration.ofSeconds(seconds));
            var results = new ArrayList<EngineBench.Result>();
            for (var kind : EngineBench.Kind.values())
                for (int callers : new int[] {1, 16, 64}) {
                    output.say("Runs of ten steps, " + kind.name().toLowerCase(Locale.ROOT) + ", by " + callers
                            + (callers == 1 ? " caller ..." : " callers ..."));
                    results.add(bench.measure(kind, callers, Duration.ofSeconds(seconds)));
                }
            return results;
        }
    }

    private void print(List<EngineBench.Result> results, StartBench.Result server) {
        var json = JsonMapper.shared().createObjectNode();
        var engine = json.putArray("engine");
        for (var r : results)
            engine.addObject()
                    .put("steps", r.kind().name().toLowerCase(Locale.ROOT))
                    .put("callers", r.callers())
                    .put("rawBefore", r.rawBefore())
                    .put("stepsPerSecond", r.steps())
                    .put("rawAfter", r.rawAfter())
                    .put("ratio", r.ratio())
                    .put("p50Millis", r.p50Millis())
                    .put("p99Millis", r.p99Millis());
        json.put("firstPageMillis", server.firstPageMillis())
                .put("serverMiB", server.serverMiB())
                .put("databaseMiB", server.databaseMiB())
                .put("processors", Runtime.getRuntime().availableProcessors());
        output.print(json, () -> table(results) + inWords(server));
    }

    private static String table(List<EngineBench.Result> results) {
        if (results.isEmpty()) return "";
        var rows = new ArrayList<List<String>>();
        rows.add(List.of(
                "STEPS", "CALLERS", "RAW COMMITS/S", "STEPS/S", "RAW AGAIN", "RATIO", "RUN p50 MS", "RUN p99 MS"));
        for (var r : results)
            rows.add(List.of(
                    r.kind().name().toLowerCase(Locale.ROOT),
                    Integer.toString(r.callers()),
                    whole(r.rawBefore()),
                    whole(r.steps()),
                    whole(r.rawAfter()),
                    String.format(Locale.ROOT, "%.2f", r.ratio()),
                    String.format(Locale.ROOT, "%.1f", r.p50Millis()),
                    String.format(Locale.ROOT, "%.1f", r.p99Millis())));
        return Output.table(rows) + "\n\n";
    }

    private static String inWords(StartBench.Result server) {
        return "First page after " + whole(server.firstPageMillis()) + " ms; idle memory " + whole(server.serverMiB())
                + " MiB (server) + " + whole(server.databaseMiB()) + " MiB (database), on "
                + Runtime.getRuntime().availableProcessors() + " processors.";
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

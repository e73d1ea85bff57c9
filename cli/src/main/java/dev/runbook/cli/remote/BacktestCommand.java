package dev.runbook.cli.remote;

import dev.runbook.app.assembly.RunbookText;
import dev.runbook.app.recording.Backtest;
import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.RecordingCheck;
import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import dev.runbook.cli.TextFile;
import dev.runbook.ml.offline.OfflineEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds runbooks against recorded incidents.
@Command(
        name = "backtest",
        description = "Show where runbooks would have been followed in recorded incidents, and whether that was right.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:as right as wanted", "1:less right than wanted, or something cannot be used"})
public final class BacktestCommand implements Callable<Integer> {

    /// The server lists so many incidents at once.
    private static final int PAGE = 200;

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Runbooks.")
    private List<Path> files = List.of();

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "A folder of files of `runbook export` (default: the incidents of the server).")
    private @Nullable Path folder;

    @Option(
            names = "--min-right",
            paramLabel = "N",
            defaultValue = "0",
            description = "The least share of right answers among the confirmed incidents, in percent.")
    private int least;

    @Override
    public Integer call() throws InterruptedException {
        var finder = OfflineEngine.create().runbookFinder();
        var recordings = folder != null ? inFolder(folder) : onServer();
        var results = new ArrayList<Backtest>();
        for (var file : files) {
            var runbook = RunbookText.read(file);
            for (var recording : recordings) results.add(Backtest.of(recording, runbook, finder));
        }
        int share = share(results);
        output.print(json(results, share), () -> text(results, share));
        return share >= least ? 0 : 1;
    }

    private static List<Recording> inFolder(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .map(file -> recording(file.toString(), TextFile.read(file)))
                    .toList();
        } catch (IOException e) {
            throw new Complaint("the folder " + folder + " cannot be read; name one with files of runbook export");
        }
    }

    private List<Recording> onServer() {
        var recordings = new ArrayList<Recording>();
        for (int offset = 0; ; offset += PAGE) {
            var page = server.get("/incidents?limit=" + PAGE + "&offset=" + offset);
            for (var line : page.path("items")) {
                var id = line.path("id").asString();
                recordings.add(recording(id, server.text("/incidents/" + Server.encoded(id) + "/recording")));
            }
            if (page.path("items").size() < PAGE) return recordings;
        }
    }

    private static Recording recording(String name, String text) {
        return switch (RecordingCheck.of(text)) {
            case RecordingCheck.Intact(var recording, var _) -> recording;
            case RecordingCheck.Broken(var reason) -> throw new Complaint(name + ": " + reason);
        };
    }

    /// The share of right answers among those that can be judged, in percent; 100 when there are none.
    private static int share(List<Backtest> results) {
        int right = 0;
        int judged = 0;
        for (var result : results)
            switch (result.verdict()) {
                case RIGHT, RIGHTLY_NOT -> {
                    right++;
                    judged++;
                }
                case WRONG, MISSED -> judged++;
                case UNCONFIRMED, NO_MATCH -> {}
            }
        return judged == 0 ? 100 : 100 * right / judged;
    }

    private static JsonNode json(List<Backtest> results, int share) {
        var json = JsonMapper.shared().createObjectNode().put("rightPercent", share);
        var all = json.putArray("results");
        for (var result : results) {
            var one = all.addObject()
                    .put("incident", result.incident().id())
                    .put("runbook", result.runbook().id())
                    .put("verdict", result.verdict().name().toLowerCase(Locale.ROOT))
                    .put("confirmed", result.confirmed().orElse(null));
            result.did().forEach(one.putArray("did")::add);
        }
        return json;
    }

    private static String text(List<Backtest> results, int share) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("INCIDENT", "RUNBOOK", "VERDICT", "CONFIRMED", "WOULD HAVE DONE"));
        for (var result : results)
            rows.add(List.of(
                    result.incident().id(),
                    result.runbook().id(),
                    result.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    result.confirmed().orElse("-"),
                    result.did().stream().findFirst().orElse("-")));
        return Output.table(rows) + "\n\n" + share + " % of the confirmed incidents right.";
    }
}

package dev.runbook.cli.remote;

import dev.runbook.app.assembly.RunbookText;
import dev.runbook.app.recording.Backtest;
import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.RecordingCheck;
import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import dev.runbook.cli.TextFile;
import dev.runbook.language.parse.RunbookFile;
import dev.runbook.language.parse.RunbookTests;
import dev.runbook.ml.offline.OfflineEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Runbooks, or folders of them.")
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
        if (recordings.isEmpty())
            throw new Complaint(
                    folder != null
                            ? "there is no recording in " + folder
                                    + "; put files of runbook export (*.jsonl) there, or name another folder"
                            : "the server has no incidents to hold runbooks against");
        var results = new ArrayList<Result>();
        for (var file : runbooks()) {
            var runbook = RunbookText.read(file);
            for (var recorded : recordings)
                results.add(new Result(file, recorded.name(), Backtest.of(recorded.recording(), runbook, finder)));
        }
        int share = share(results);
        output.print(json(results, share), () -> text(results, share));
        return share >= least ? 0 : 1;
    }

    /// The runbooks that are meant. Their tests, which `*.yaml` names as well, are none.
    private List<Path> runbooks() {
        var runbooks = files.stream()
                .flatMap(path -> Files.isDirectory(path) ? inLibrary(path) : Stream.of(path))
                .filter(path -> !path.toString().endsWith(RunbookTests.SUFFIX))
                .toList();
        if (runbooks.isEmpty()) throw new Complaint("there is no runbook in " + files + "; name one");
        return runbooks;
    }

    private static Stream<Path> inLibrary(Path folder) {
        try {
            return RunbookFile.in(folder).stream();
        } catch (IOException e) {
            throw new Complaint("the folder " + folder + " cannot be read; name one with runbooks");
        }
    }

    /// A recorded incident.
    ///
    /// @param name of its file, or its id on the server
    private record Recorded(String name, Recording recording) {}

    /// @param file of the runbook
    /// @param recording the name of the recording
    private record Result(Path file, String recording, Backtest backtest) {}

    private static List<Recorded> inFolder(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .map(file -> new Recorded(
                            file.getFileName().toString(), recording(file.toString(), TextFile.read(file))))
                    .toList();
        } catch (IOException e) {
            throw new Complaint("the folder " + folder + " cannot be read; name one with files of runbook export");
        }
    }

    private List<Recorded> onServer() {
        var recordings = new ArrayList<Recorded>();
        for (int offset = 0; ; offset += PAGE) {
            var page = server.get("/incidents?limit=" + PAGE + "&offset=" + offset);
            for (var line : page.path("items")) {
                var id = line.path("id").asString();
                var text = server.text("/incidents/" + Server.encoded(id) + "/recording");
                recordings.add(new Recorded(id, recording(id, text)));
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
    private static int share(List<Result> results) {
        int right = 0;
        int judged = 0;
        for (var result : results)
            switch (result.backtest().verdict()) {
                case RIGHT, RIGHTLY_NOT -> {
                    right++;
                    judged++;
                }
                case WRONG, MISSED -> judged++;
                case UNCONFIRMED, NO_MATCH -> {}
            }
        return judged == 0 ? 100 : 100 * right / judged;
    }

    private static boolean isConfirmed(List<Result> results) {
        return results.stream().anyMatch(result -> result.backtest().confirmed().isPresent());
    }

    private static JsonNode json(List<Result> results, int share) {
        var json = JsonMapper.shared().createObjectNode().put("rightPercent", share);
        var all = json.putArray("results");
        for (var result : results) {
            var one = all.addObject()
                    .put("recording", result.recording())
                    .put("incident", result.backtest().incident().id())
                    .put("file", result.file().toString())
                    .put("runbook", result.backtest().runbook().id())
                    .put("verdict", verdict(result))
                    .put("confirmed", result.backtest().confirmed().orElse(null));
            result.backtest().did().forEach(one.putArray("did")::add);
        }
        return json;
    }

    private static String verdict(Result result) {
        return result.backtest().verdict().name().toLowerCase(Locale.ROOT);
    }

    private String text(List<Result> results, int share) {
        var rows = new ArrayList<List<String>>();
        rows.add(row(folder != null, "RECORDING", "INCIDENT", "RUNBOOK", "VERDICT", "CONFIRMED", "WOULD HAVE DONE"));
        for (var result : results)
            rows.add(row(
                    folder != null,
                    result.recording(),
                    result.backtest().incident().id(),
                    result.backtest().runbook().id(),
                    verdict(result).replace('_', ' '),
                    result.backtest().confirmed().orElse("-"),
                    result.backtest().did().stream().findFirst().orElse("-")));
        return Output.table(rows) + "\n\n"
                + (isConfirmed(results)
                        ? share + " % of the confirmed incidents right."
                        : "Of none of them is it confirmed what would have been right.");
    }

    /// On a server, an incident is its own recording.
    private static List<String> row(boolean files, String... cells) {
        return List.of(cells).subList(files ? 0 : 1, cells.length);
    }
}

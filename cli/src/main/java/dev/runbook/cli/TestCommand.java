package dev.runbook.cli;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.assembly.RunbookTrial;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.language.parse.RunbookFile;
import dev.runbook.language.parse.RunbookTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Plays the tests of runbooks, in virtual time. Exit code 1 when one fails, when there are none, or when
/// less is covered than wanted.
@Command(name = "test", description = "Play the tests of runbooks.", mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "A folder of runbooks (default: the library).")
    private @Nullable Path folder;

    @Option(
            names = "--min-coverage",
            defaultValue = "0",
            description = "The least share of steps and branches that the tests of each runbook cover, in percent.")
    private int least;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML for build servers.")
    private @Nullable Path junit;

    /// What the tests of one runbook came to.
    record Outcome(Runbook runbook, List<RunbookTrial> trials, List<String> missed, int percent) {}

    @Override
    public Integer call() throws InterruptedException {
        var configuration = Settings.read(Map.of());
        var directory = folder != null ? folder : configuration.runbooks();
        if (!Files.isDirectory(directory)) throw new Complaint("there is no folder " + directory + "; name another");
        var library = new YamlRunbookLibrary(directory, Operations.CATALOGUE, InstantSource.system());
        var outcomes = new ArrayList<Outcome>();
        for (var file : files(directory)) outcomes.add(outcome(configuration, library, file));
        if (junit != null) write(junit, JunitXml.of(outcomes));
        var json = JsonMapper.shared().createArrayNode();
        for (var outcome : outcomes) {
            var one =
                    json.addObject().put("runbook", outcome.runbook().id().id()).put("coverage", outcome.percent());
            outcome.missed().forEach(one.putArray("missed")::add);
            var tests = one.putArray("tests");
            for (var trial : outcome.trials()) {
                var test = tests.addObject().put("name", trial.test().name()).put("passed", trial.passed());
                trial.differences().forEach(test.putArray("differences")::add);
            }
        }
        output.print(json, () -> text(directory, outcomes));
        boolean good = !outcomes.isEmpty()
                && outcomes.stream()
                        .allMatch(
                                o -> o.percent() >= least && o.trials().stream().allMatch(RunbookTrial::passed));
        return good ? 0 : 1;
    }

    private static List<Path> files(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(RunbookTests.SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome outcome(Configuration configuration, YamlRunbookLibrary library, Path file)
            throws InterruptedException {
        var name = file.getFileName().toString();
        var id = name.substring(0, name.length() - RunbookTests.SUFFIX.length());
        var runbook = library.all().stream()
                .filter(r -> r.id().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Complaint(file + " tests runbook '" + id + "', which is not in the folder, or is"
                        + " broken; runbook lint says what is wrong"));
        var trials = new ArrayList<RunbookTrial>();
        for (var test : tests(file)) trials.add(RunbookTrial.play(configuration, library, runbook, test));
        var coverable = RunbookTrial.coverable(runbook);
        var missed = new ArrayList<>(coverable);
        for (var trial : trials) missed.removeAll(trial.covered());
        int percent = 100 * (coverable.size() - missed.size()) / coverable.size();
        return new Outcome(runbook, trials, missed, percent);
    }

    private static List<RunbookTests.Case> tests(Path file) {
        return switch (RunbookFile.read(file)) {
            case RunbookFile.Content.Unreadable(var problem) -> throw new Complaint(problem.toString());
            case RunbookFile.Content.Text(var text) ->
                switch (RunbookTests.read(file.toString(), text)) {
                    case RunbookTests.Result.Read(var tests) -> tests.tests();
                    case RunbookTests.Result.Broken(var problems) ->
                        throw new Complaint(
                                problems.getFirst() + "; " + problems.getFirst().hint());
                };
        };
    }

    private static String text(Path directory, List<Outcome> outcomes) {
        if (outcomes.isEmpty())
            return "There are no tests in " + directory + ": a runbook x.yaml has them in x" + RunbookTests.SUFFIX
                    + " beside it";
        var lines = new ArrayList<String>();
        for (var outcome : outcomes) {
            lines.add(outcome.runbook().id() + "  " + outcome.percent() + " % of steps and branches");
            for (var trial : outcome.trials()) {
                lines.add("  " + (trial.passed() ? "ok    " : "FAIL  ")
                        + trial.test().name());
                trial.differences().forEach(difference -> lines.add("          " + difference));
            }
            for (var missed : new TreeSet<>(outcome.missed())) lines.add("  not covered: " + missed);
        }
        return String.join("\n", lines);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Complaint("cannot write " + file + ": " + TextFile.reason(e));
        }
    }
}

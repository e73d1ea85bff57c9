package dev.runbook.cli;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.assembly.RunbookTrial;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.language.Problem;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.language.lint.Linter;
import dev.runbook.language.parse.RunbookFile;
import dev.runbook.language.parse.RunbookReader;
import dev.runbook.language.parse.RunbookTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// Plays the tests of runbooks, in virtual time. Exit code 1 when one fails or cannot be read, when there are
/// none, or when less is covered than wanted.
@Command(name = "test", description = "Play the tests of runbooks.", mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "A folder of runbooks, or one of its runbooks (default: the library).")
    private @Nullable Path place;

    @Option(
            names = "--min-coverage",
            defaultValue = "0",
            description = "The least share of steps and branches that the tests of each runbook cover, in percent.")
    private int least;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML for build servers.")
    private @Nullable Path junit;

    /// What the tests of one runbook came to.
    ///
    /// @param runbook its id
    /// @param problems why its tests could not be played, one line each; empty when they could
    /// @param missed what they do not cover
    /// @param percent how much they cover
    record Outcome(String runbook, List<String> problems, List<RunbookTrial> trials, List<String> missed, int percent) {

        long failures() {
            return problems.size()
                    + trials.stream().filter(trial -> !trial.passed()).count();
        }

        boolean isGood(int least) {
            return failures() == 0 && percent >= least;
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (least < 0 || least > 100) throw new Complaint("--min-coverage goes from 0 to 100, and is " + least);
        var configuration = Settings.read(Map.of());
        var directory = place == null ? configuration.runbooks() : folder(place);
        var library = new YamlRunbookLibrary(directory, Operations.CATALOGUE, InstantSource.system());
        var outcomes = new ArrayList<Outcome>();
        for (var file : files(directory)) outcomes.add(outcome(configuration, library, file));
        boolean none = outcomes.stream()
                .allMatch(o -> o.trials().isEmpty() && o.problems().isEmpty());
        if (junit != null) write(junit, JunitXml.of(outcomes, least));
        output.print(json(outcomes), () -> none ? nothing(directory) : text(outcomes));
        return !none && outcomes.stream().allMatch(outcome -> outcome.isGood(least)) ? 0 : 1;
    }

    /// The folder that is meant, whether it or a file in it is named.
    private static Path folder(Path place) {
        if (Files.isDirectory(place)) return place;
        if (Files.isRegularFile(place))
            return Objects.requireNonNull(place.toAbsolutePath().getParent());
        throw new Complaint("there is no folder or file " + place + "; name a folder of runbooks, or one of them");
    }

    /// The runbooks that are meant, and tests that have none.
    private List<Path> files(Path directory) {
        try (var files = Files.list(directory)) {
            var tests = files.filter(file -> file.toString().endsWith(RunbookTests.SUFFIX))
                    .map(TestCommand::tested)
                    .filter(file -> !Files.exists(file));
            return Stream.concat(RunbookFile.in(directory).stream(), tests)
                    .filter(this::isMeant)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isMeant(Path runbook) {
        if (place == null || Files.isDirectory(place)) return true;
        var name = stem(place.getFileName().toString());
        return stem(runbook.getFileName().toString()).equals(name);
    }

    private static String stem(String name) {
        return name.endsWith(RunbookTests.SUFFIX)
                ? name.substring(0, name.length() - RunbookTests.SUFFIX.length())
                : name.replaceFirst("\\.ya?ml$", "");
    }

    private static Path tested(Path tests) {
        var stem = stem(tests.getFileName().toString());
        var brief = tests.resolveSibling(stem + ".yml");
        return Files.exists(brief) ? brief : tests.resolveSibling(stem + ".yaml");
    }

    private static Outcome outcome(Configuration configuration, YamlRunbookLibrary library, Path file)
            throws InterruptedException {
        var name = stem(file.getFileName().toString());
        var tests = file.resolveSibling(name + RunbookTests.SUFFIX);
        if (!Files.exists(file))
            return new Outcome(
                    name,
                    List.of(tests + " tests a runbook that there is not; put it into " + file.getFileName()
                            + " beside it, or remove the tests"),
                    List.of(),
                    List.of(),
                    0);
        var broken = Linter.lint(List.of(file), Operations.CATALOGUE).stream()
                .filter(Problem::isError)
                .map(TestCommand::line)
                .toList();
        if (!broken.isEmpty()) return new Outcome(name, broken, List.of(), List.of(), 0);
        var runbook = runbook(library, file);
        var coverable = RunbookTrial.coverable(runbook);
        if (!Files.exists(tests))
            return new Outcome(runbook.id().id(), List.of(), List.of(), List.copyOf(coverable), 0);
        return switch (read(tests)) {
            case RunbookTests.Result.Broken(var problems) ->
                new Outcome(
                        runbook.id().id(),
                        problems.stream().map(TestCommand::line).toList(),
                        List.of(),
                        List.of(),
                        0);
            case RunbookTests.Result.Read(var read) -> {
                var trials = new ArrayList<RunbookTrial>();
                for (var test : read.tests()) trials.add(RunbookTrial.play(configuration, library, runbook, test));
                var missed = new ArrayList<>(coverable);
                for (var trial : trials) missed.removeAll(trial.covered());
                int percent = 100 * (coverable.size() - missed.size()) / Math.max(1, coverable.size());
                yield new Outcome(runbook.id().id(), List.of(), trials, missed, percent);
            }
        };
    }

    /// The runbook of a file as the library has it; its id need not be the name of the file.
    private static Runbook runbook(YamlRunbookLibrary library, Path file) {
        return text(file)
                .flatMap(text -> RunbookReader.readings(file.toString(), text).id())
                .flatMap((RunbookId id) -> library.find(id))
                .orElseThrow(() -> new Complaint(file + " cannot be used; runbook lint says what is wrong"));
    }

    private static Optional<String> text(Path file) {
        return RunbookFile.read(file) instanceof RunbookFile.Content.Text(var text)
                ? Optional.of(text)
                : Optional.empty();
    }

    private static RunbookTests.Result read(Path file) {
        return switch (RunbookFile.read(file)) {
            case RunbookFile.Content.Unreadable(var problem) -> new RunbookTests.Result.Broken(List.of(problem));
            case RunbookFile.Content.Text(var text) -> RunbookTests.read(file.toString(), text);
        };
    }

    private static String line(Problem problem) {
        return problem + "; " + problem.hint();
    }

    private static ArrayNode json(List<Outcome> outcomes) {
        var json = JsonMapper.shared().createArrayNode();
        for (var outcome : outcomes) {
            var one = json.addObject().put("runbook", outcome.runbook()).put("coverage", outcome.percent());
            outcome.missed().forEach(one.putArray("missed")::add);
            outcome.problems().forEach(one.putArray("problems")::add);
            var tests = one.putArray("tests");
            for (var trial : outcome.trials()) {
                var test = tests.addObject().put("name", trial.test().name()).put("passed", trial.passed());
                trial.differences().forEach(test.putArray("differences")::add);
            }
        }
        return json;
    }

    private static String nothing(Path directory) {
        return "There are no tests in " + directory + ": a runbook x.yaml has them in x" + RunbookTests.SUFFIX
                + " beside it";
    }

    private String text(List<Outcome> outcomes) {
        var lines = new ArrayList<String>();
        for (var outcome : outcomes) {
            if (outcome.trials().isEmpty() && outcome.problems().isEmpty()) {
                lines.add(outcome.runbook() + "  no tests" + (least > 0 ? belowTheLeast() : ""));
                continue;
            }
            lines.add(outcome.runbook()
                    + (outcome.problems().isEmpty()
                            ? "  " + outcome.percent() + " % of steps and branches"
                                    + (outcome.percent() < least ? belowTheLeast() : "")
                            : "  cannot be tested"));
            outcome.problems().forEach(problem -> lines.add("  FAIL  " + problem));
            for (var trial : outcome.trials()) {
                lines.add("  " + (trial.passed() ? "ok    " : "FAIL  ")
                        + trial.test().name());
                trial.differences().forEach(difference -> lines.add("          " + difference));
            }
            for (var missed : new TreeSet<>(outcome.missed())) lines.add("  not covered: " + missed);
        }
        int tests =
                outcomes.stream().mapToInt(outcome -> outcome.trials().size()).sum();
        long failed = outcomes.stream().mapToLong(Outcome::failures).sum();
        lines.add(counted(outcomes.size(), "runbook") + ", " + counted(tests, "test") + ", " + failed + " failed.");
        return String.join("\n", lines);
    }

    private String belowTheLeast() {
        return ", at least " + least + " % are wanted: FAIL";
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Complaint("cannot write " + file + ": " + TextFile.reason(e));
        }
    }
}

package dev.runbook.language.lint;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.language.Problem;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.parse.PolicyFile;
import dev.runbook.language.parse.ReadResult;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.parse.RunbookFile;
import dev.runbook.language.parse.RunbookReader;
import dev.runbook.language.parse.RunbookTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Finds what is wrong with a runbook: its text, its steps against the operations there are, and the names its
/// expressions use. A pure function; safe for use by many threads.
public final class Linter {

    private Linter() {}

    /// Everything that is wrong, in the order of the file; empty when nothing is. Runbooks that it calls
    /// are not looked for.
    ///
    /// @param file the name that problems show
    public static List<Problem> lint(String file, String text, Catalogue catalogue) {
        return problems(file, text, RunbookReader.readings(file, text), catalogue);
    }

    /// Everything that is wrong with some files, and with those in some directories, file by file. The
    /// runbooks that they call are looked for beside them.
    ///
    /// @param paths files, whatever their names, and directories
    public static List<Problem> lint(List<Path> paths, Catalogue catalogue) {
        var shelves = new HashMap<Path, LibraryChecks>();
        return paths.stream().flatMap(path -> lint(path, catalogue, shelves)).toList();
    }

    private static Stream<Problem> lint(Path path, Catalogue catalogue, Map<Path, LibraryChecks> shelves) {
        if (!Files.isDirectory(path)) return lintFile(path, catalogue, shelves);
        try {
            var files = RunbookFile.in(path);
            return files.isEmpty()
                    ? Stream.of(unusable(path, "there is no runbook in this folder", "name one with *.yaml files"))
                    : Stream.concat(files.stream().flatMap(file -> lintFile(file, catalogue, shelves)), sameIds(files));
        } catch (IOException e) {
            return Stream.of(
                    unusable(path, "the directory cannot be listed: " + e.getMessage(), "check that it may be read"));
        }
    }

    /// Runbooks of one folder that would take each other's place in a library.
    private static Stream<Problem> sameIds(List<Path> files) {
        var owners = new HashMap<RunbookId, Path>();
        return files.stream().flatMap(file -> {
            if (!(RunbookFile.read(file) instanceof RunbookFile.Content.Text(var text))) return Stream.of();
            var reading = RunbookReader.readings(file.toString(), text);
            var first = reading.id().map(id -> owners.putIfAbsent(id, file));
            if (first.isEmpty()) return Stream.of();
            var at = reading.root()
                    .flatMap(root -> root.entry("id"))
                    .map(entry -> entry.value().position())
                    .orElseGet(() -> new Position(file.toString(), 1, 1));
            return Stream.of(new Problem(
                    at,
                    Rule.DUPLICATE_ID,
                    "the id '" + reading.id().get() + "' is also that of "
                            + first.get().getFileName(),
                    "give one of them another id; a library uses the first"));
        });
    }

    private static Problem unusable(Path folder, String message, String hint) {
        return new Problem(new Position(folder.toString(), 1, 1), Rule.UNREADABLE_FILE, message, hint);
    }

    private static Stream<Problem> lintFile(Path file, Catalogue catalogue, Map<Path, LibraryChecks> shelves) {
        return switch (RunbookFile.read(file)) {
            case RunbookFile.Content.Unreadable(var problem) -> Stream.of(problem);
            case RunbookFile.Content.Text(var text)
            when file.toString().endsWith(RunbookTests.SUFFIX) ->
                switch (RunbookTests.read(file.toString(), text)) {
                    case RunbookTests.Result.Read _ -> Stream.of();
                    case RunbookTests.Result.Broken(var problems) -> problems.stream();
                };
            case RunbookFile.Content.Text(var text) -> {
                var reading = RunbookReader.readings(file.toString(), text);
                if (isPolicy(reading)) yield policy(file, text);
                var problems = new Problems();
                problems(file.toString(), text, reading, catalogue).forEach(problems::add);
                if (reading.steps().stream().anyMatch(Linter::calls))
                    shelves.computeIfAbsent(file.toAbsolutePath().getParent(), folder -> shelf(folder, catalogue))
                            .check(reading, problems);
                yield problems.inOrder().stream();
            }
        };
    }

    /// Whether a file is an approval policy by its keys, and no runbook.
    private static boolean isPolicy(Reading reading) {
        return reading.root()
                .filter(root -> Stream.of("rules", "governor", "base")
                                .anyMatch(key -> root.entry(key).isPresent())
                        && Stream.of("name", "severity", "steps", "trigger")
                                .noneMatch(key -> root.entry(key).isPresent()))
                .isPresent();
    }

    private static Stream<Problem> policy(Path file, String text) {
        return switch (PolicyFile.read(
                file.toString(), text, ApprovalPolicy.ladder(Duration.ofMinutes(5), Duration.ofHours(1)))) {
            case PolicyFile.Result.Read _ -> Stream.of();
            case PolicyFile.Result.Broken(var problems) -> problems.stream();
        };
    }

    /// What is wrong with the calls between the runbooks of a library, runbook by runbook; empty when
    /// nothing is.
    ///
    /// @param library every runbook that can be called
    public static List<Problem> calls(Collection<Reading> library, Catalogue catalogue) {
        var checks = new LibraryChecks(library, catalogue);
        return library.stream()
                .flatMap(reading -> {
                    var problems = new Problems();
                    checks.check(reading, problems);
                    return problems.inOrder().stream();
                })
                .toList();
    }

    private static boolean calls(Reading.Entry entry) {
        return entry.step().filter(Step.Call.class::isInstance).isPresent();
    }

    /// The runbooks of a directory, as far as they can be read.
    private static LibraryChecks shelf(Path directory, Catalogue catalogue) {
        try {
            return new LibraryChecks(
                    RunbookFile.in(directory).stream()
                            .flatMap(file -> RunbookFile.read(file) instanceof RunbookFile.Content.Text(var text)
                                    ? Stream.of(RunbookReader.readings(file.toString(), text))
                                    : Stream.of())
                            .toList(),
                    catalogue);
        } catch (IOException _) {
            return new LibraryChecks(List.of(), catalogue);
        }
    }

    /// The runbook, if nothing about it is an error.
    public static ReadResult read(String file, String text, Catalogue catalogue) {
        var reading = RunbookReader.readings(file, text);
        var problems = problems(file, text, reading, catalogue);
        return reading.runbook()
                .filter((Runbook _) -> problems.stream().noneMatch(Problem::isError))
                .<ReadResult>map(runbook -> new ReadResult.Read(runbook, problems))
                .orElseGet(() -> new ReadResult.Broken(problems));
    }

    private static List<Problem> problems(String file, String text, Reading reading, Catalogue catalogue) {
        var problems = new Problems();
        reading.problems().forEach(problems::add);
        var uses = new Uses();
        var shapes = Shapes.of(reading, catalogue);
        new OperationChecks(catalogue, shapes, problems).check(reading);
        new NameChecks(uses, problems).check(reading);
        new FlowChecks(uses, shapes, problems).check(reading);
        new GroupChecks(uses, problems).check(reading);
        new DecisionChecks(uses, shapes, problems).check(reading);
        new TypeChecks(shapes, problems).check(reading);
        new SenseChecks(uses, problems).check(reading);
        new SecretChecks(problems).check(file, text, reading.root());
        new UndoChecks(problems).check(reading);
        return problems.inOrder();
    }
}

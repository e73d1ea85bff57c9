package dev.runbook.cli;

import dev.runbook.core.capability.Operations;
import dev.runbook.language.Problem;
import dev.runbook.language.lint.Linter;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Says what is wrong with runbooks, all at once. Exit code 1 when there is an error, 0 when there are only warnings.
@Command(name = "lint", description = "Check runbooks.", mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Runbooks, or folders of them.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        var problems = new ArrayList<Problem>();
        int read = 0;
        for (var file : expand()) {
            problems.addAll(Linter.lint(file.toString(), text(file), Operations.CATALOGUE));
            read++;
        }
        var checked = read;
        problems.sort(Problem.BY_PLACE);
        var json = JsonMapper.shared().createArrayNode();
        for (var problem : problems)
            json.addObject()
                    .put("file", problem.position().file())
                    .put("line", problem.position().line())
                    .put("column", problem.position().column())
                    .put("severity", problem.severity().name().toLowerCase(java.util.Locale.ROOT))
                    .put("rule", problem.rule().toString())
                    .put("message", problem.message())
                    .put("hint", problem.hint());
        output.print(
                json,
                () -> problems.isEmpty()
                        ? checked + (checked == 1 ? " runbook" : " runbooks") + ", nothing to complain about"
                        : problems.stream().map(LintCommand::line).collect(Collectors.joining("\n")));
        return problems.stream().anyMatch(Problem::isError) ? 1 : 0;
    }

    private static String line(Problem problem) {
        return problem.hint().isBlank() ? problem.toString() : problem + "\n    " + problem.hint();
    }

    private List<Path> expand() {
        var expanded = new ArrayList<Path>();
        for (var file : files) {
            if (!Files.isDirectory(file)) {
                expanded.add(file);
                continue;
            }
            try (Stream<Path> inside = Files.list(file)) {
                inside.filter(f ->
                                f.toString().endsWith(".yaml") || f.toString().endsWith(".yml"))
                        .sorted()
                        .forEach(expanded::add);
            } catch (IOException e) {
                throw new Complaint(file + " cannot be read: " + e.getMessage());
            }
        }
        if (expanded.isEmpty()) throw new Complaint("there are no .yaml files in " + files);
        return expanded;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new Complaint("there is no file " + file);
        } catch (MalformedInputException e) {
            throw new Complaint(file + " is not UTF-8 text");
        } catch (IOException e) {
            throw new Complaint(file + " cannot be read: " + e.getMessage());
        }
    }
}

package dev.runbook.cli;

import dev.runbook.core.capability.Operations;
import dev.runbook.language.Problem;
import dev.runbook.language.lint.Linter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Says what is wrong with runbooks, all at once. Exit code 1 when there is an error, 0 when there are only warnings.
@Command(name = "lint", description = "Check runbooks.", mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Runbooks, or folders of them.")
    private List<Path> files = List.of();

    @Option(names = "--sarif", description = "Print SARIF 2.1.0, as code hosts and editors take it.")
    private boolean sarif;

    @Override
    public Integer call() {
        var problems = Linter.lint(files, Operations.CATALOGUE).stream()
                .sorted(Problem.BY_PLACE)
                .toList();
        if (sarif) {
            output.raw(Sarif.of(problems));
            return exit(problems);
        }
        var json = JsonMapper.shared().createArrayNode();
        for (var problem : problems)
            json.addObject()
                    .put("file", problem.position().file())
                    .put("line", problem.position().line())
                    .put("column", problem.position().column())
                    .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                    .put("rule", problem.rule().toString())
                    .put("message", problem.message())
                    .put("hint", problem.hint());
        output.print(
                json,
                () -> problems.isEmpty()
                        ? "Nothing to complain about."
                        : problems.stream().map(LintCommand::line).collect(Collectors.joining("\n")));
        return exit(problems);
    }

    private static int exit(List<Problem> problems) {
        return problems.stream().anyMatch(Problem::isError) ? 1 : 0;
    }

    private static String line(Problem problem) {
        return problem.hint().isBlank() ? problem.toString() : problem + "\n    " + problem.hint();
    }
}

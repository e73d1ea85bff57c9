package dev.runbook.app.assembly;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.language.Problem;
import dev.runbook.language.lint.Linter;
import dev.runbook.language.parse.ReadResult;
import dev.runbook.language.parse.RunbookFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Reads one runbook for a tool that works with it. A runbook with an error is refused.
public final class RunbookText {

    private RunbookText() {}

    /// The runbook of a file.
    ///
    /// @throws ConfigurationException with everything that is wrong with it, one line each
    public static Runbook read(Path file) {
        return switch (RunbookFile.read(file)) {
            case RunbookFile.Content.Unreadable(var problem) ->
                throw new ConfigurationException(problem + "; " + problem.hint());
            case RunbookFile.Content.Text(var text) -> read(file.toString(), text);
        };
    }

    /// The runbook of a text.
    ///
    /// @param file the name that gives the runbook its id, unless the text does
    /// @throws ConfigurationException with everything that is wrong with it, one line each
    public static Runbook read(String file, String text) {
        return switch (Linter.read(file, text, Operations.CATALOGUE)) {
            case ReadResult.Read(var runbook, var _) -> runbook;
            case ReadResult.Broken(var problems) -> throw new ConfigurationException(lines(problems));
        };
    }

    private static String lines(List<Problem> problems) {
        return problems.stream()
                .filter(Problem::isError)
                .map(problem -> problem + "; " + problem.hint())
                .collect(Collectors.joining("\n"));
    }
}

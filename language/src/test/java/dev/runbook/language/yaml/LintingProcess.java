package dev.runbook.language.yaml;

import dev.runbook.core.capability.Operations;
import dev.runbook.language.Problem;
import dev.runbook.language.lint.Linter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/// A process that lints files one after the other and says how much of the processor's time each took.
final class LintingProcess {

    private LintingProcess() {}

    /// Prints a line for each file: whether it was refused, and within how many milliseconds of work.
    public static void main(String[] files) {
        var thread = ManagementFactory.getThreadMXBean();
        for (var file : files) {
            var before = thread.getCurrentThreadCpuTime();
            var refused = Linter.lint(List.of(Path.of(file)), Operations.CATALOGUE).stream()
                    .anyMatch(Problem::isError);
            var millis = (thread.getCurrentThreadCpuTime() - before) / 1_000_000;
            System.out.println(file + (refused ? " refused in " : " taken in ") + millis);
        }
    }
}

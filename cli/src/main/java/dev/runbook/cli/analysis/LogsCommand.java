package dev.runbook.cli.analysis;

import dev.runbook.cli.CommandGroup;
import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import dev.runbook.ml.logs.LogPatterns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// What can be learned from a log file.
@Command(
        name = "logs",
        description = "Find the patterns of a log.",
        mixinStandardHelpOptions = true,
        subcommands = LogsCommand.Patterns.class)
public final class LogsCommand extends CommandGroup {

    /// The templates of a log file, alone or beside the log of a healthy time.
    @Command(
            name = "patterns",
            description = "The templates of a log, and with --baseline what is new, bursting or vanished.",
            mixinStandardHelpOptions = true)
    static final class Patterns implements Callable<Integer> {

        @Mixin
        private Output output = new Output();

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "One message a line, plain or gzipped.")
        private Path file = Path.of("");

        @Option(names = "--baseline", paramLabel = "FILE", description = "The log of a time believed healthy.")
        private @Nullable Path baseline;

        @Option(names = "--groups", paramLabel = "OUT", description = "Write the group of each line, one id a line.")
        private @Nullable Path groups;

        @Option(
                names = "--top",
                paramLabel = "N",
                defaultValue = "50",
                description = "How many patterns the table shows (default: ${DEFAULT-VALUE}); JSON has all.")
        private int top = 50;

        @Override
        public Integer call() throws IOException {
            if (top < 1) throw new Complaint("--top " + top + " must be at least 1");
            var request = new LogPatterns.Request(
                    file, Optional.ofNullable(baseline), OutputFile.checked("--groups", groups));
            var report =
                    LogPatterns.run(request, new Progress(spec.commandLine().getErr(), "lines"));
            output.print(
                    JsonMapper.shared().readTree(report.json()),
                    () -> report.text(top).stripTrailing());
            return 0;
        }
    }
}

package dev.runbook.cli.analysis;

import dev.runbook.cli.CommandGroup;
import dev.runbook.cli.Output;
import dev.runbook.ml.anomaly.MetricAnomalies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// What can be learned from the measurements of a metric.
@Command(
        name = "metrics",
        description = "Find the anomalies of a metric.",
        mixinStandardHelpOptions = true,
        subcommands = MetricsCommand.Anomalies.class)
public final class MetricsCommand extends CommandGroup {

    /// Where anomalies of one metric begin, found in one pass with no look ahead.
    @Command(
            name = "anomalies",
            description = "Where anomalies of one metric begin. One pass, no look ahead, one threshold (0.5).",
            mixinStandardHelpOptions = true)
    static final class Anomalies implements Callable<Integer> {

        @Mixin
        private Output output = new Output();

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "CSV with a time and a value in each row, plain or gzipped.")
        private Path file = Path.of("");

        @Option(names = "--scores", paramLabel = "OUT", description = "Write the score of each row, one a line.")
        private @Nullable Path scores;

        @Override
        public Integer call() throws IOException {
            var request = new MetricAnomalies.Request(file, OutputFile.checked("--scores", scores));
            var report =
                    MetricAnomalies.run(request, new Progress(spec.commandLine().getErr(), "rows"));
            output.print(
                    JsonMapper.shared().readTree(report.json()),
                    () -> report.text().stripTrailing());
            return 0;
        }
    }
}

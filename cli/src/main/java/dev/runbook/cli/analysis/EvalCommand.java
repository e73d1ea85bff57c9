package dev.runbook.cli.analysis;

import dev.runbook.cli.Output;
import dev.runbook.ml.diagnose.BundleDiagnoser;
import dev.runbook.ml.diagnose.Evaluation;
import dev.runbook.ml.facts.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Diagnoses every bundle below a folder and scores those that say what is expected. Exit code 1 when one
/// could not be
/// read.
@Command(
        name = "eval",
        description = "Diagnose every bundle below a folder, and score those with an expected.json.",
        mixinStandardHelpOptions = true)
public final class EvalCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "A folder with bundles in it, at any depth.")
    private Path folder = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "Write every diagnosis and the figures as JSON.")
    private @Nullable Path out;

    @Option(
            names = "--conditions",
            paramLabel = "FILE",
            description = "Conditions of your own, read in what tools said beside those that come along.")
    private @Nullable Path conditions;

    @Override
    public Integer call() throws IOException {
        var file = OutputFile.checked("--out", out);
        var result = Evaluation.run(
                folder,
                new BundleDiagnoser(conditions == null ? List.of() : Conditions.read(conditions)),
                new Progress(spec.commandLine().getErr(), "bundles"));
        if (file.isPresent()) Files.writeString(file.get(), result.json() + "\n");
        output.print(
                JsonMapper.shared().readTree(result.json()), () -> result.text().stripTrailing());
        return result.cases().stream().allMatch(c -> c.error().isEmpty()) ? 0 : 1;
    }
}

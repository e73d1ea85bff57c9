package dev.runbook.cli.analysis;

import dev.runbook.cli.Output;
import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.diagnose.BundleDiagnoser;
import dev.runbook.ml.facts.Conditions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Finds the cause of one incident from the evidence in a bundle.
@Command(
        name = "diagnose",
        description = "Find the cause of an incident from an evidence bundle.",
        mixinStandardHelpOptions = true)
public final class DiagnoseCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "BUNDLE", description = "A folder, a .zip or a .tar.gz with an incident.json.")
    private Path bundle = Path.of("");

    @Option(
            names = "--conditions",
            paramLabel = "FILE",
            description = "Conditions of your own, read in what tools said beside those that come along.")
    private @Nullable Path conditions;

    @Override
    public Integer call() throws IOException {
        try (var open = Bundle.open(bundle)) {
            var diagnosis =
                    new BundleDiagnoser(conditions == null ? List.of() : Conditions.read(conditions)).diagnose(open);
            output.print(
                    JsonMapper.shared().readTree(diagnosis.json()),
                    () -> diagnosis.text().stripTrailing());
            return 0;
        }
    }
}

package dev.runbook.cli.analysis;

import dev.runbook.cli.CommandGroup;
import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import dev.runbook.ml.classify.Examples;
import dev.runbook.ml.classify.TextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Models of an organisation's own history, and the language model.
@Command(
        name = "ml",
        description = "Make models of your own history, and check the language model.",
        mixinStandardHelpOptions = true,
        subcommands = {MlCommand.Train.class, ModelCheckCommand.class})
public final class MlCommand extends CommandGroup {

    /// Learns to classify texts from a CSV file with labels.
    @Command(
            name = "train",
            description = "Learn to classify texts from a CSV file with labels.",
            mixinStandardHelpOptions = true)
    static final class Train implements Callable<Integer> {

        @Mixin
        private Output output = new Output();

        @Option(names = "--from", paramLabel = "FILE.csv", required = true, description = "Texts with their labels.")
        private Path from = Path.of("");

        @Option(
                names = "--out",
                paramLabel = "MODEL",
                defaultValue = "model.rbm",
                description = "Where to write the model (default: ${DEFAULT-VALUE}).")
        private Path out = Path.of("model.rbm");

        @Option(
                names = "--text",
                split = ",",
                paramLabel = "COLUMN",
                description = "Columns with text; else usual names.")
        private List<String> texts = List.of();

        @Option(
                names = "--label",
                split = ",",
                paramLabel = "COLUMN",
                description = "Columns to learn; else usual names.")
        private List<String> labels = List.of();

        @Option(names = "--update", paramLabel = "MODEL", description = "A model to go on from.")
        private @Nullable Path update;

        @Override
        public Integer call() throws IOException {
            var target = OutputFile.checked("--out", out).orElseThrow();
            if (!Files.isRegularFile(from)) throw new Complaint("--from " + from + ": no such file");
            Optional<TextModel> before = update == null ? Optional.empty() : Optional.of(TextModel.load(update));
            var examples = Examples.all(from, new Examples.Columns(texts, labels));
            TextModel model;
            try {
                model = TextModel.train(examples, before);
            } catch (IllegalArgumentException e) {
                throw new Complaint(from + ": " + e.getMessage());
            }
            model.save(target);
            var json = JsonMapper.shared().createObjectNode();
            json.put("model", target.toString())
                    .put("examples", examples.size())
                    .put("bytes", Files.size(target));
            var learned = json.putObject("labels");
            model.labels().forEach((column, of) -> of.forEach(learned.withArray(column)::add));
            output.print(
                    json,
                    () -> "Learned "
                            + model.labels().entrySet().stream()
                                    .map(e -> e.getKey() + " (" + e.getValue().size() + " labels)")
                                    .collect(Collectors.joining(", "))
                            + " from " + examples.size() + " examples; the model is in " + target + ".");
            return 0;
        }
    }
}

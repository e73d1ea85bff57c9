package dev.runbook.cli.analysis;

import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import dev.runbook.ml.classify.Examples;
import dev.runbook.ml.classify.Prediction;
import dev.runbook.ml.classify.TextModel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// Says what a text is about: with a model of one's own history, or by what the engine knows by itself.
@Command(
        name = "classify",
        description = "Say what an alert or a ticket is about, and how sure that is.",
        mixinStandardHelpOptions = true)
public final class ClassifyCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What was reported.")
    private @Nullable String text;

    @Option(names = "--in", paramLabel = "FILE.csv", description = "Many texts, one a row.")
    private @Nullable Path in;

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "A model made with: runbook ml train. Without one, the" + " engine's own categories.")
    private @Nullable Path model;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the labels as CSV, a row for each text.")
    private @Nullable Path out;

    @Option(names = "--text", split = ",", paramLabel = "COLUMN", description = "Columns with text; else usual names.")
    private List<String> texts = List.of();

    /// What turns a text into labels.
    private interface Classifier {
        List<Prediction> classify(String text);
    }

    @Override
    public Integer call() throws IOException {
        if ((text == null) == (in == null)) throw new Complaint("give either a text or --in FILE.csv");
        var file = OutputFile.checked("--out", out);
        Classifier classifier = model == null ? new OwnCategories()::classify : TextModel.load(model)::classify;
        if (in != null) {
            if (!Files.isRegularFile(in)) throw new Complaint("--in " + in + ": no such file");
            if (file.isPresent()) {
                try (var writer = Files.newBufferedWriter(file.get())) {
                    all(classifier, in, writer, false);
                }
                output.say("Labels are in " + file.get() + ".");
            } else {
                var writer = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
                all(classifier, in, writer, output.isJson());
                writer.flush();
            }
        } else if (text != null) {
            one(classifier.classify(text));
        }
        return 0;
    }

    private void one(List<Prediction> predictions) {
        var json = JsonMapper.shared().readTree(Json.write(Value.of(Map.of("labels", fields(predictions)))));
        output.print(
                json,
                () -> predictions.stream()
                        .map(p -> String.format(
                                Locale.ROOT,
                                "%s: %s (%.0f %%)%s",
                                p.column(),
                                p.label(),
                                100 * p.confidence(),
                                p.abstains() ? ", too uncertain to act on" : ""))
                        .collect(Collectors.joining("\n")));
    }

    private static Map<String, Object> fields(List<Prediction> predictions) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (var p : predictions)
            fields.put(p.column(), Map.of("label", p.label(), "confidence", p.confidence(), "abstains", p.abstains()));
        return fields;
    }

    private void all(Classifier classifier, Path file, Writer writer, boolean json) throws IOException {
        var progress = new Progress(spec.commandLine().getErr(), "texts");
        var count = new long[1];
        try {
            Examples.read(file, new Examples.Columns(texts, List.of()), example -> {
                var predictions = classifier.classify(example.text());
                try {
                    if (json)
                        writer.write(Json.write(Value.of(Map.of("id", example.id(), "labels", fields(predictions)))));
                    else {
                        if (count[0] == 0) writer.write(heading(predictions) + "\n");
                        writer.write(row(example.id(), predictions));
                    }
                    writer.write('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                progress.accept(++count[0]);
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String heading(List<Prediction> predictions) {
        return "id,"
                + predictions.stream()
                        .map(p -> quoted(p.column()) + "," + quoted(p.column() + "_confidence"))
                        .collect(Collectors.joining(","));
    }

    private static String row(String id, List<Prediction> predictions) {
        return quoted(id) + ","
                + predictions.stream()
                        .map(p -> quoted(p.label()) + String.format(Locale.ROOT, ",%.4f", p.confidence()))
                        .collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}

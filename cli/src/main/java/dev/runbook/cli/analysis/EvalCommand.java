package dev.runbook.cli.analysis;

import dev.runbook.app.suite.Grammar;
import dev.runbook.app.suite.Suite;
import dev.runbook.cli.Output;
import dev.runbook.cli.Settings;
import dev.runbook.ml.diagnose.BundleDiagnoser;
import dev.runbook.ml.diagnose.Evaluation;
import dev.runbook.ml.facts.Conditions;
import dev.runbook.ml.offline.OfflineEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Diagnoses every bundle below a folder and scores those that say what is expected; or makes simulated
/// incidents, plays them through the whole engine and scores those. Exit code 1 when a bundle could not be
/// read.
@Command(
        name = "eval",
        description = {
            "Diagnose every bundle below a folder, and score those with an expected.json.",
            "With --suite: make simulated incidents, play each through the whole engine, and score what it concluded.",
            "With --engine llm: play them with the configured language model too, and compare it with the offline engine.",
        },
        mixinStandardHelpOptions = true)
public final class EvalCommand implements Callable<Integer> {

    private static final int MOST = 10_000;

    @Mixin
    private Output output = new Output();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description =
                    "A folder with bundles in it, at any depth. With --suite: where to write the incidents as bundles.")
    private @Nullable Path folder;

    @Option(names = "--out", paramLabel = "FILE", description = "Write every diagnosis and the figures as JSON.")
    private @Nullable Path out;

    @Option(
            names = "--conditions",
            paramLabel = "FILE",
            description = "Conditions of your own, read in what tools said beside those that come along.")
    private @Nullable Path conditions;

    @Option(names = "--suite", description = "Make simulated incidents from a grammar, and play and score them.")
    private boolean suite;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "With --suite: other seeds make other incidents (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--count",
            defaultValue = "78",
            description = "With --suite: how many, the kinds in turn (default: ${DEFAULT-VALUE}).")
    private int count = 78;

    @Option(
            names = "--engine",
            defaultValue = "offline",
            description =
                    "offline, or llm to play the suite with a language model as well (default: ${DEFAULT-VALUE}).")
    private String engine = "offline";

    @Option(names = "--record", paramLabel = "FILE", description = "With --engine llm: keep what the model says.")
    private @Nullable Path record;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "With --engine llm: take what the model says from a recording, with no key and no network.")
    private @Nullable Path replay;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!engine.equals("offline") && !engine.equals("llm"))
            throw new ParameterException(spec.commandLine(), "--engine " + engine + " is neither offline nor llm");
        if (engine.equals("llm")) return compared();
        if (record != null || replay != null)
            throw new ParameterException(spec.commandLine(), "--record and --replay are for --engine llm");
        return suite ? played() : diagnosed();
    }

    private int diagnosed() throws IOException {
        if (folder == null)
            throw new ParameterException(
                    spec.commandLine(), "give a folder with bundles, or --suite to make incidents");
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

    private int compared() throws IOException, InterruptedException {
        checkCount();
        if (record != null && replay != null)
            throw new ParameterException(spec.commandLine(), "either --record or --replay, not both");
        var file = OutputFile.checked("--out", out);
        var comparison = ModelEval.run(
                Settings.read(Map.of()),
                seed,
                count,
                record,
                replay,
                new Progress(spec.commandLine().getErr(), "incidents"));
        if (file.isPresent()) Files.writeString(file.get(), comparison.json() + "\n");
        output.print(JsonMapper.shared().readTree(comparison.json()), comparison::text);
        return 0;
    }

    private void checkCount() {
        if (count < 1 || count > MOST)
            throw new ParameterException(spec.commandLine(), "--count " + count + " is not from 1 to " + MOST);
    }

    private int played() throws IOException, InterruptedException {
        checkCount();
        var file = OutputFile.checked("--out", out);
        var played = new Suite(Settings.read(Map.of()), OfflineEngine.create())
                .play(
                        Grammar.stories(seed, count),
                        new Progress(spec.commandLine().getErr(), "incidents"));
        if (folder != null) Suite.write(played, folder);
        var result =
                new Evaluation.Result(played.stream().map(Suite.Played::judged).toList());
        var endings = Suite.endings(played);
        var json = (ObjectNode) JsonMapper.shared().readTree(result.json());
        json.set("endings", JsonMapper.shared().valueToTree(endings));
        if (file.isPresent()) Files.writeString(file.get(), json + "\n");
        output.print(json, () -> result.text() + endings(endings));
        return 0;
    }

    private static String endings(Map<String, Double> endings) {
        var text = new StringBuilder();
        endings.forEach((name, share) -> text.append(String.format(Locale.ROOT, "%n%-34s %.3f", name, share)));
        return text.toString();
    }
}

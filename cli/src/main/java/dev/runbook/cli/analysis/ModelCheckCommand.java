package dev.runbook.cli.analysis;

import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import dev.runbook.cli.Settings;
import dev.runbook.ml.llm.ModelCheck;
import dev.runbook.ml.llm.model.ModelSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

/// Says in one line whether the configured language model answers, or which variable is wrong. Exit code 0
/// when it answers, or none is configured.
@Command(name = "check", description = "Ask the configured language model for a word.", mixinStandardHelpOptions = true)
final class ModelCheckCommand implements Callable<Integer> {

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        var results = switch (Settings.read(Map.of()).model()) {
            case ModelSettings.Reading.Offline _ ->
                List.of(new ModelCheck.Result(
                        true,
                        "no language model is configured (RUNBOOK_ML_ENGINE=offline); the offline engine answers"));
            case ModelSettings.Reading.Online(var settings) -> ModelCheck.of(settings, InstantSource.system());
            case ModelSettings.Reading.Wrong(var reasons) -> throw new Complaint(String.join("\n", reasons));
        };
        boolean answers = results.stream().allMatch(ModelCheck.Result::answers);
        var json = JsonMapper.shared().createObjectNode().put("answers", answers);
        results.forEach(result -> json.withArray("models").add(result.line()));
        output.print(json, () -> results.stream().map(ModelCheck.Result::line).collect(Collectors.joining("\n")));
        return answers ? 0 : 1;
    }
}

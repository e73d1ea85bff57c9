package dev.runbook.cli.analysis;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.app.suite.Comparison;
import dev.runbook.app.suite.Contest;
import dev.runbook.app.suite.Tape;
import dev.runbook.cli.Complaint;
import dev.runbook.ml.llm.model.ModelSettings;
import dev.runbook.ml.offline.OfflineEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Plays the suite with a language model beside the offline engine.
final class ModelEval {

    private ModelEval() {}

    /// Asks the configured model, or a recording of it.
    ///
    /// @param record where to keep what the model says; null to keep it nowhere
    /// @param replay the recording to ask instead of a model; null to ask the model
    static Comparison run(
            Configuration configuration,
            long seed,
            int count,
            @Nullable Path record,
            @Nullable Path replay,
            LongConsumer progress)
            throws IOException, InterruptedException {
        var contest = new Contest(configuration, OfflineEngine.create());
        if (replay != null) return contest.replay(Tape.read(replay), progress);
        var file = OutputFile.checked("--record", record);
        var comparison = switch (configuration.model()) {
            case ModelSettings.Reading.Online(var settings) -> contest.ask(settings, seed, count, progress);
            case ModelSettings.Reading.Offline _ ->
                throw new Complaint("no language model is configured: set RUNBOOK_ML_ENGINE and its key (see"
                        + " `runbook ml check`), or give --replay a recording");
            case ModelSettings.Reading.Wrong(var reasons) -> throw new Complaint(String.join("\n", reasons));
        };
        if (file.isPresent()) comparison.tape().write(file.get());
        return comparison;
    }
}

package dev.runbook.core.engine;

import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One run of one runbook version for an incident.
///
/// @param source the runbook's text as it was when the run began
/// @param results how the steps that are over ended, in the order they ended
public record RunbookRun(RunbookId runbook, Digest digest, String source, Map<StepId, StepResult> results) {
    public RunbookRun {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    RunbookRun with(StepId step, StepResult result) {
        var all = new LinkedHashMap<>(results);
        all.put(step, result);
        return new RunbookRun(runbook, digest, source, all);
    }

    /// The outputs of the steps that completed, by step id: what templates and conditions may refer to.
    public Value.Fields outputs() {
        var outputs = new LinkedHashMap<String, Value>();
        results.forEach((step, result) -> {
            if (result instanceof StepResult.Completed(var output)) outputs.put(step.id(), output);
        });
        return new Value.Fields(outputs);
    }
}

package dev.runbook.core.engine;

import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import java.util.stream.Stream;

/// A runbook in the version that an incident follows or followed, and how far it came.
record Followed(Runbook runbook, RunbookRun run) {

    /// The changes that it made.
    Stream<Step.Execute> executed() {
        return runbook.steps().stream()
                .filter(step -> run.results().get(step.id()) instanceof StepResult.Completed)
                .mapMulti((Step step, java.util.function.Consumer<Step.Execute> out) -> {
                    if (step instanceof Step.Execute execute) out.accept(execute);
                });
    }
}

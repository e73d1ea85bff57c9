package dev.runbook.core.engine;

import dev.runbook.core.value.Value;

/// How one step of a runbook run ended.
public sealed interface StepResult {

    /// @param output what later steps may refer to
    record Completed(Value output) implements StepResult {}

    record Skipped(String reason) implements StepResult {}

    record Failed(String reason) implements StepResult {}
}

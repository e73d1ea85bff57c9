package dev.runbook.core.diagnosis;

import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.util.Set;

/// An action that could be recommended: an `execute` step of a runbook.
///
/// @param runbook whose step it is
/// @param step the step
/// @param operation what it would call
/// @param description the step's own words
/// @param risk the step's risk: what the runbook says, at least the operation's floor
/// @param parameterNames the parameters the step gives, rendered only once it is chosen
/// @param settled the parameters whose values do not wait for the decision: literals, and what the report says. An
///     action whose settled parameters name something else than what is to be cured is no cure
/// @param current whether the runbook is the one that is running
public record Candidate(
        RunbookId runbook,
        StepId step,
        Operation operation,
        String description,
        RiskLevel risk,
        Set<String> parameterNames,
        Value.Fields settled,
        boolean current) {
    public Candidate {
        parameterNames = Set.copyOf(parameterNames);
    }
}

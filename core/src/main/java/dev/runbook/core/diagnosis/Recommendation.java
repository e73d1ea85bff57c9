package dev.runbook.core.diagnosis;

import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// A proposed action. It proposes; the policy and people decide.
///
/// @param runbook whose step it is
/// @param step the step to run
/// @param operation what that step calls
/// @param bindings what templates may refer to through the decision: `target_service`, `target_host`, …
/// @param risk the risk of the step
/// @param confidence that it will help, in `[0, 1]`
/// @param reason why this, citing the hypothesis it would cure
/// @param expectedEffect what should be seen afterwards
/// @param evidence what the reason stands on; never empty
public record Recommendation(
        RunbookId runbook,
        StepId step,
        OperationName operation,
        Value.Fields bindings,
        RiskLevel risk,
        double confidence,
        String reason,
        String expectedEffect,
        Set<EvidenceId> evidence) {

    /// Nothing outside is done on a hypothesis less likely than this, in any round and whoever recommends
    /// it. Below it at least two of three such actions would hit what is well: a person decides with what
    /// is known.
    public static final double LEAST_CONFIDENCE = 0.35;

    public Recommendation {
        evidence = Collections.unmodifiableSet(new TreeSet<>(evidence));
        if (evidence.isEmpty()) throw new IllegalArgumentException("recommendation without evidence: " + reason);
        if (!(confidence >= 0 && confidence <= 1))
            throw new IllegalArgumentException("confidence not in [0, 1]: " + confidence);
    }
}

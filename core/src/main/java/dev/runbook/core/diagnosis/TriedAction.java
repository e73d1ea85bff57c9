package dev.runbook.core.diagnosis;

import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// An action that was carried out and whose verification failed, or that failed itself.
///
/// @param result what the verification or the provider said, one sentence
/// @param evidence what was seen afterwards that says it did not help; empty when nothing was
/// @param against the hypothesis that it was taken against; empty when there was none, or when it was never
///     done
public record TriedAction(
        OperationName operation,
        Value.Fields parameters,
        Instant at,
        String result,
        Set<EvidenceId> evidence,
        Optional<Hypothesis> against) {
    public TriedAction {
        evidence = Set.copyOf(evidence);
    }

    /// An action that says nothing about any hypothesis.
    public TriedAction(OperationName operation, Value.Fields parameters, Instant at, String result) {
        this(operation, parameters, at, result, Set.of(), Optional.empty());
    }

    /// The action and what came of it, in words.
    public String display() {
        return operation + " " + parameters.display() + " (" + result + ")";
    }
}

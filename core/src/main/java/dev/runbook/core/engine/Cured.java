package dev.runbook.core.engine;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.evidence.EvidenceId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A cause that was seen to be gone after it was acted against, while something else was still wrong.
///
/// @param by the changes that ended it, in the order they were made
/// @param left the evidence of what was still wrong
/// @param seen how many pieces of evidence had been gathered; what they show may be gone
public record Cured(Hypothesis cause, List<Change> by, Set<EvidenceId> left, int seen) {
    public Cured {
        by = List.copyOf(by);
        left = Set.copyOf(left);
    }

    /// Whether another hypothesis speaks of the same cause.
    boolean is(Hypothesis other) {
        return cause.kind() == other.kind() && cause.component().equals(other.component());
    }

    /// Whether a piece of evidence was gathered since.
    boolean isBefore(EvidenceId piece) {
        return piece.number() > seen;
    }

    /// What was done, as actions that do not help against what is left.
    Stream<TriedAction> done() {
        return by.stream()
                .map(change -> new TriedAction(
                        change.plan().operation(),
                        change.plan().parameters(),
                        change.at(),
                        "it cured that " + cause.statement() + "; something else is left"));
    }

    boolean isBy(Plan plan) {
        return by.stream().anyMatch(change -> change.does(plan));
    }
}

package dev.runbook.core.diagnosis;

import java.util.List;
import java.util.Optional;

/// What the evidence says about the cause.
///
/// @param verdict whether there is a fault at all
/// @param hypotheses best first; those that are ruled out come last
/// @param gaps what could not be seen, one sentence each
public record Diagnosis(Verdict verdict, List<Hypothesis> hypotheses, List<String> gaps) {

    /// Whether something is broken.
    public enum Verdict {
        /// Something is broken, and the first hypothesis says what.
        FAULT,
        /// Nothing is broken: the alert is noise, or the system recovered.
        HEALTHY,
        /// The evidence does not tell.
        INCONCLUSIVE
    }

    public Diagnosis {
        hypotheses = List.copyOf(hypotheses);
        gaps = List.copyOf(gaps);
        if (verdict == Verdict.FAULT
                && hypotheses.stream().allMatch(h -> h.ruledOut().isPresent()))
            throw new IllegalArgumentException("a fault needs a hypothesis that is not ruled out");
    }

    /// The best hypothesis that is not ruled out; empty unless the verdict is a fault.
    public Optional<Hypothesis> leading() {
        return verdict == Verdict.FAULT
                ? hypotheses.stream().filter(h -> h.ruledOut().isEmpty()).findFirst()
                : Optional.empty();
    }
}

package dev.runbook.core.diagnosis;

import dev.runbook.core.evidence.EvidenceId;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A possible cause of an incident, with the evidence it stands on.
///
/// @param statement one falsifiable sentence
/// @param kind what kind of cause it is
/// @param component the host or service where the cause sits
/// @param onset when the cause began, where the evidence shows it
/// @param confidence probability that the statement holds, in `[0, 1]`
/// @param supportedBy evidence for the statement; never empty
/// @param contradictedBy evidence against it; may be empty
/// @param ruledOut why it is excluded; empty while it is not
public record Hypothesis(
        String statement,
        CauseKind kind,
        String component,
        Optional<Instant> onset,
        double confidence,
        Set<EvidenceId> supportedBy,
        Set<EvidenceId> contradictedBy,
        Optional<String> ruledOut) {
    public Hypothesis {
        supportedBy = Collections.unmodifiableSet(new TreeSet<>(supportedBy));
        contradictedBy = Collections.unmodifiableSet(new TreeSet<>(contradictedBy));
        if (supportedBy.isEmpty()) throw new IllegalArgumentException("hypothesis without evidence: " + statement);
        if (!(confidence >= 0 && confidence <= 1))
            throw new IllegalArgumentException("confidence not in [0, 1]: " + confidence);
    }
}

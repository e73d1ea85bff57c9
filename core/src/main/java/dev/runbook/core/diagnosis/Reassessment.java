package dev.runbook.core.diagnosis;

import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Severity;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// How bad an incident is by what was found, where that is not what the words of its report made it seem.
///
/// @param reason what was found, in one phrase
/// @param evidence what the reason stands on; may be empty where nothing was found to be wrong
public record Reassessment(Severity severity, String reason, Set<EvidenceId> evidence) {
    public Reassessment {
        evidence = Collections.unmodifiableSet(new TreeSet<>(evidence));
        if (reason.isBlank()) throw new IllegalArgumentException("a severity is not corrected without a reason");
    }
}

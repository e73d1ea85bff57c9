package dev.runbook.core.diagnosis;

import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import java.time.Instant;
import java.util.List;

/// Everything the ML engine may look at when it diagnoses.
///
/// @param evidence in the order of gathering; later observations of the same thing are fresher
/// @param gaps what could not be looked at, one sentence each
/// @param tried actions that were carried out and did not help
public record CaseFile(
        ProblemReport report,
        Instant reportedAt,
        Classification classification,
        List<Evidence> evidence,
        List<String> gaps,
        List<TriedAction> tried) {
    public CaseFile {
        evidence = List.copyOf(evidence);
        gaps = List.copyOf(gaps);
        tried = List.copyOf(tried);
    }
}

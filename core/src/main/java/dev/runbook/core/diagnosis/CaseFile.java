package dev.runbook.core.diagnosis;

import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Everything the ML engine may look at when it diagnoses.
///
/// @param evidence in the order of gathering; later observations of the same thing are fresher
/// @param gaps what could not be looked at, one sentence each
/// @param tried actions that were carried out and did not help, or not against what is left
public record CaseFile(
        ProblemReport report,
        Instant reportedAt,
        Classification classification,
        List<Evidence> evidence,
        List<String> gaps,
        List<TriedAction> tried) {

    /// How the gap ends that says that nobody knows a host or service of the report.
    public static final String UNKNOWN_PLACE = "the whole estate was looked at instead";

    public CaseFile {
        evidence = List.copyOf(evidence);
        gaps = List.copyOf(gaps);
        tried = List.copyOf(tried);
    }

    /// The same case with more that was seen, and more that could not be.
    public CaseFile seeing(List<Evidence> more, List<String> moreGaps) {
        return new CaseFile(
                report,
                reportedAt,
                classification,
                Stream.concat(evidence.stream(), more.stream()).toList(),
                Stream.concat(gaps.stream(), moreGaps.stream()).distinct().toList(),
                tried);
    }
}

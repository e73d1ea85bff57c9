package dev.runbook.core.diagnosis;

import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import java.util.Optional;

/// Says what kind of problem a report is and how bad it seems. Safe for use by many threads.
public interface Classifier {

    /// @return the category, or `UNKNOWN` with its low confidence when nothing fits well enough
    Classification classify(ProblemReport report);

    /// The same, by a classifier that may ask others and says whom it asked.
    default Classification classify(ProblemReport report, Investigation investigation) {
        return classify(report);
    }

    /// How bad it is by what was found.
    ///
    /// @param caseFile with the classification as it stands
    /// @return empty when what was found gives no reason to change the severity
    default Optional<Reassessment> reassess(CaseFile caseFile, Diagnosis diagnosis) {
        return Optional.empty();
    }
}

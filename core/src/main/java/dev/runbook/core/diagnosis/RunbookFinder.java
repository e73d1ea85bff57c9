package dev.runbook.core.diagnosis;

import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import java.util.List;

/// Finds the runbooks that fit a problem. Safe for use by many threads.
public interface RunbookFinder {

    /// @param library the runbooks to choose from
    /// @return every runbook of the library with its score, best first
    List<Match> find(ProblemReport report, Classification classification, List<Runbook> library);

    /// How well one runbook fits.
    ///
    /// @param score in `[0, 1]`; comparable between runbooks of one answer
    /// @param reason in a few words
    record Match(RunbookId runbook, double score, String reason) {}
}

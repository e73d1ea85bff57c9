package dev.runbook.core.diagnosis;

/// Turns evidence into ranked hypotheses. Safe for use by many threads.
public interface Diagnoser {

    /// @return hypotheses that cite only evidence of the case; `INCONCLUSIVE` when the evidence does not tell
    Diagnosis diagnose(CaseFile caseFile);

    /// The same, by a diagnoser that may look further and says whom it asked. Evidence that it saw by itself counts as
    /// evidence of the case.
    default Diagnosis diagnose(CaseFile caseFile, Investigation investigation) {
        return diagnose(caseFile);
    }
}

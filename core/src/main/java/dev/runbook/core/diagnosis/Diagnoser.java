package dev.runbook.core.diagnosis;

/// Turns evidence into ranked hypotheses. Safe for use by many threads.
public interface Diagnoser {

    /// @return hypotheses that cite only evidence of the case; `INCONCLUSIVE` when the evidence does not tell
    Diagnosis diagnose(CaseFile caseFile);
}

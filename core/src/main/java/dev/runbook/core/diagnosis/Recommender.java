package dev.runbook.core.diagnosis;

import java.util.List;

/// Ranks the actions that could cure the diagnosed cause. Safe for use by many threads.
public interface Recommender {

    /// @param candidates all actions there are; nothing else can be recommended
    /// @return the actions that could help, best first; empty when none fits. An action that
    ///     was tried in the case and did not help is left out
    List<Recommendation> recommend(CaseFile caseFile, Diagnosis diagnosis, List<Candidate> candidates);

    /// The same, by a recommender that may ask others and says whom it asked.
    default List<Recommendation> recommend(
            CaseFile caseFile, Diagnosis diagnosis, List<Candidate> candidates, Investigation investigation) {
        return recommend(caseFile, diagnosis, candidates);
    }
}

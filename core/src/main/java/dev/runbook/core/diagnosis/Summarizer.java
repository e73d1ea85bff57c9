package dev.runbook.core.diagnosis;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Stamped;
import java.util.List;

/// Writes the account of an incident. Safe for use by many threads.
public interface Summarizer {

    /// @param journal everything that happened to the incident, in order
    /// @return the post-mortem in Markdown; every number and name in it occurs in the journal
    String postMortem(IncidentId incident, List<Stamped> journal);

    /// The same, by a summarizer that may ask others and says whom it asked.
    default String postMortem(IncidentId incident, List<Stamped> journal, Investigation investigation) {
        return postMortem(incident, journal);
    }
}

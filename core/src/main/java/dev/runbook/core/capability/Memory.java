package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;

/// What earlier incidents taught, as far as a person confirmed it.
public interface Memory extends Integration {

    /// Incidents of the past that were like a problem, the most alike first, and the track record of actions.
    ///
    /// @param problem in words
    /// @param scope the host or service that suffers, where it is known
    /// @param limit how many incidents at most
    /// @return [dev.runbook.core.evidence.Content.Facts] titled [PastCase#TITLE], one for each incident,
    ///     and one titled [dev.runbook.core.diagnosis.TrackRecord#TITLE]; output: a list of the incidents'
    ///     ids
    Observation similar(String problem, Scope scope, int limit, CallContext context) throws InterruptedException;
}

package dev.runbook.core.governor;

import dev.runbook.core.incident.IncidentId;
import java.time.Instant;
import java.util.Optional;

/// Says whether an effect may begin now, whatever policy and people said before. Safe for use by many threads.
///
/// [#ask] and [#stopped] throw [dev.runbook.core.journal.JournalException] when that cannot be known.
public interface EffectGuard {

    /// What the things that an incident may change belong to.
    ///
    /// @param environment of the incident's report
    String estate(IncidentId incident, String environment);

    /// Judges a wish by what is known now.
    Verdict ask(Wish wish);

    /// Why nothing may go on, though it was begun before.
    Optional<Verdict.Wait> stopped(Instant now);
}

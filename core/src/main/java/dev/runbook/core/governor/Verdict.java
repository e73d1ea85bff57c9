package dev.runbook.core.governor;

import java.time.Instant;

/// Whether an effect may begin now.
public sealed interface Verdict {

    /// It may, as long as the permit holds.
    record Granted(Permit permit) implements Verdict {}

    /// Not yet.
    ///
    /// @param until when to ask again
    record Wait(Restraint why, Instant until) implements Verdict {}

    /// Never, as far as this incident is concerned.
    record Refused(Restraint why) implements Verdict {}
}

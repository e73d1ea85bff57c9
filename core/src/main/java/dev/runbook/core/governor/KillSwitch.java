package dev.runbook.core.governor;

import dev.runbook.core.incident.Actor;
import java.time.Instant;

/// Stops all execution, on every node and until somebody lets it go on. Safe for use by many threads.
///
/// When [#stop] has returned, no intent is written any more. What had one before is in [EffectLog#underWay].
///
/// Both methods throw [dev.runbook.core.journal.JournalException] when the place that keeps it cannot be
/// written; then the switch stands where it stood, and no intent can be written either.
public interface KillSwitch {

    /// The name under which permits know the switch.
    String SCOPE = "kill switch";

    /// Stops all execution.
    ///
    /// @return where the switch stands now; as before when it was stopped already
    Position stop(Actor.Operator by, String reason, Instant at);

    /// Lets execution go on.
    ///
    /// @return where the switch stands now; as before when nothing was stopped
    Position resume(Actor.Operator by, String reason, Instant at);

    /// Where the switch stands.
    sealed interface Position {
        /// Actions may run.
        record Running() implements Position {}

        /// Nothing runs.
        record Stopped(Actor.Operator by, Instant at, String reason) implements Position {}
    }
}

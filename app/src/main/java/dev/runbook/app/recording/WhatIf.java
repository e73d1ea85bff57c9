package dev.runbook.app.recording;

import dev.runbook.core.runbook.Runbook;
import java.util.List;

/// What would have become of a recorded incident with another version of its runbook, or under other approval
/// rules. Nothing is executed: the engine goes on as long as the recording can answer, and what it cannot
/// answer is said to be unknown.
///
/// @param same the course that both share, from the report on, one line each
/// @param recorded how it went on then
/// @param supposed how it would have gone on
/// @param gates what would have stood before an action in the place of what did, one sentence each
/// @param unknown what the recording cannot answer, one sentence each
public record WhatIf(
        List<String> same, List<String> recorded, List<String> supposed, List<String> gates, List<String> unknown) {
    public WhatIf {
        same = List.copyOf(same);
        recorded = List.copyOf(recorded);
        supposed = List.copyOf(supposed);
        gates = List.copyOf(gates);
        unknown = List.copyOf(unknown);
    }

    /// Follows another version in the place of the runbook that the incident followed first.
    ///
    /// @param other takes the id of that runbook
    /// @throws IllegalArgumentException when the recording does not come out the same by itself
    public static WhatIf of(Recording recording, Runbook other) throws InterruptedException {
        return Supposition.following(recording, other).play();
    }

    /// Asks other approval rules.
    ///
    /// @throws IllegalArgumentException when the rules cannot be read, or the recording does not come out
    ///     the same by itself
    public static WhatIf under(Recording recording, Recording.Policy policy) throws InterruptedException {
        return Supposition.under(recording, policy).play();
    }
}

package dev.runbook.core.governor;

/// Why an action does not begin now.
///
/// @param reason one sentence: the values that count, and when it goes on or what to do
public record Restraint(Rule rule, String reason) {

    /// What holds an action back.
    public enum Rule {
        /// Somebody stopped all execution.
        STOPPED,
        /// The same action on the same target has failed to help too often.
        INEFFECTIVE,
        /// A freeze is on.
        FROZEN,
        /// Another incident is changing the same target.
        LOCKED,
        /// The same action was done on the same target a moment ago.
        COOLING_DOWN,
        /// The service has had as many changes as it may have in an hour.
        OVER_BUDGET
    }
}

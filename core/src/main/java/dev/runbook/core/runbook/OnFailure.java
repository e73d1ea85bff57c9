package dev.runbook.core.runbook;

/// What follows when a step has failed for good.
public sealed interface OnFailure {

    /// A person takes over.
    record Stop() implements OnFailure {}

    /// The next step follows, as if this one had been skipped.
    record Continue() implements OnFailure {}

    /// A later step follows; those in between are skipped.
    record GoTo(StepId step) implements OnFailure {}

    /// What was changed in this round is undone, the last change first, and the investigation begins anew.
    record Undo() implements OnFailure {}
}

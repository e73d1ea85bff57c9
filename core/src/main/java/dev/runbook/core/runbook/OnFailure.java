package dev.runbook.core.runbook;

/// What follows when a step has failed for good.
public sealed interface OnFailure {

    /// A person takes over.
    record Stop() implements OnFailure {}

    /// The next step follows, as if this one had been skipped.
    record Continue() implements OnFailure {}

    /// A later step follows; those in between are skipped.
    record GoTo(StepId step) implements OnFailure {}

    /// What the runbook has changed is undone, the last change first, and then a person takes over.
    record Undo() implements OnFailure {}
}

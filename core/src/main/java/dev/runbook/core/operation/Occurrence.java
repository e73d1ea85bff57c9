package dev.runbook.core.operation;

import dev.runbook.core.value.Value;

/// A provider's answer to "did the effect with this key happen?".
public sealed interface Occurrence {

    record Happened(Value result) implements Occurrence {}

    record DidNotHappen() implements Occurrence {}

    /// The provider keeps no such record, or could not be asked.
    record CannotTell(String reason) implements Occurrence {}
}

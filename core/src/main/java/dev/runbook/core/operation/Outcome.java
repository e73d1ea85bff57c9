package dev.runbook.core.operation;

import dev.runbook.core.value.Value;

/// How an operation that changes the world ended.
public sealed interface Outcome {

    /// It was done.
    record Done(Value result) implements Outcome {}

    /// It was certainly not done.
    ///
    /// @param retryable whether trying again may help
    record Refused(String reason, boolean retryable) implements Outcome {}

    /// Nobody knows whether it was done: the reply was lost, or came too late.
    record Unclear(String reason) implements Outcome {}
}

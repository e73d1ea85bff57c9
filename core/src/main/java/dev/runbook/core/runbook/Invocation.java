package dev.runbook.core.runbook;

import dev.runbook.core.operation.OperationName;

/// An operation that a step calls.
///
/// @param parameters filled in when the step runs
public record Invocation(OperationName operation, Template.MapOf parameters) {}

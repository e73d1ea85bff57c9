package dev.runbook.core.diagnosis;

import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.time.Instant;

/// An action that was carried out and whose verification failed, or that failed itself.
///
/// @param result what the verification or the provider said, one sentence
public record TriedAction(OperationName operation, Value.Fields parameters, Instant at, String result) {}

package dev.runbook.integrations.world;

import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import java.time.Instant;

/// Something that was done to a world.
///
/// @param result what the caller was answered, and is answered whenever it asks again with the same key
public record PerformedEffect(
        IdempotencyKey key, OperationName operation, Value.Fields parameters, Instant at, Value result) {}

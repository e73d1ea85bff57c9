package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Outcome;

/// An operation and the method that carries it out.
sealed interface Bound {
    Operation operation();

    record Reading<P extends Integration>(Operation operation, Class<P> port, Read<P> method) implements Bound {
        Observation call(Integration integration, Arguments arguments, CallContext context)
                throws InterruptedException {
            return method.call(cast(port, integration, operation), arguments, context);
        }
    }

    record Changing<P extends Integration>(Operation operation, Class<P> port, Change<P> method) implements Bound {
        Outcome call(Integration integration, Arguments arguments, IdempotencyKey key, CallContext context)
                throws InterruptedException {
            return method.call(cast(port, integration, operation), arguments, key, context);
        }
    }

    private static <P> P cast(Class<P> port, Integration integration, Operation operation) {
        if (port.isInstance(integration)) return port.cast(integration);
        throw new IllegalArgumentException(integration.name() + " does not offer " + operation.name());
    }

    @FunctionalInterface
    interface Read<P> {
        Observation call(P port, Arguments arguments, CallContext context) throws InterruptedException;
    }

    @FunctionalInterface
    interface Change<P> {
        Outcome call(P port, Arguments arguments, IdempotencyKey key, CallContext context) throws InterruptedException;
    }
}

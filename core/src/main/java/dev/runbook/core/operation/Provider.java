package dev.runbook.core.operation;

import dev.runbook.core.evidence.Observation;

/// Something operations can be called on: the registry of all integrations, or one of them behind a test.
///
/// Safe for use by many threads. Never throws for the world's faults; those are answers.
public interface Provider {

    /// The source of a capability for which nobody answers.
    String NOBODY = "none";

    /// The operations that can be called, by name.
    Catalogue catalogue();

    /// Who answers calls of this capability, such as `datadog (mock)`; [#NOBODY] when nobody does.
    String sourceOf(Capability capability);

    /// Asks a question.
    ///
    /// @param name an operation of the catalogue that [Effect#READS]
    /// @param arguments checked by [Operation#check]
    /// @throws IllegalArgumentException when the operation is unknown or does not only read
    Observation observe(OperationName name, Arguments arguments, CallContext context) throws InterruptedException;

    /// Changes the world. The caller has written its intent down before.
    ///
    /// @param name an operation of the catalogue that does not [Effect#READS]
    /// @param key names this effect; a provider that has seen it before answers as it did then and acts no more
    Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException;

    /// Whether the effect with this key happened.
    ///
    /// @param arguments those of the effect; most systems find what was done by where it was done
    Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context)
            throws InterruptedException;
}

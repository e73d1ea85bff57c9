package dev.runbook.core.operation;

/// What an operation does to the world. Declared by the operation, never guessed.
public enum Effect {
    /// It only looks.
    READS,
    /// It changes something that can be changed back.
    CHANGES,
    /// It removes something for good.
    DESTROYS
}

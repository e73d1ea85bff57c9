package dev.runbook.core.incident;

/// Whoever does something to an incident. Only an [Operator] can decide about an action; a model never can.
public sealed interface Actor {

    /// A signed-in person, by login name.
    record Operator(String name) implements Actor {
        public Operator {
            if (name.isBlank()) throw new IllegalArgumentException("an operator needs a name");
        }
    }

    /// The engine itself, or a part of it.
    record Engine() implements Actor {}

    /// A system outside that raised a signal, such as a monitoring webhook.
    record Source(String name) implements Actor {}

    /// A language model, by model id.
    record Model(String id) implements Actor {}

    static Actor engine() {
        return new Engine();
    }

    /// A short name for timelines: `ann`, `engine`, `datadog`, `model …`.
    default String label() {
        return switch (this) {
            case Operator(var name) -> name;
            case Engine _ -> "engine";
            case Source(var name) -> name;
            case Model(var id) -> "model " + id;
        };
    }
}

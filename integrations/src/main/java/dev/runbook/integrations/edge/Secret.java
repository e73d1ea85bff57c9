package dev.runbook.integrations.edge;

/// A credential. It shows itself only to those who ask for it by name.
public record Secret(String reveal) {
    public Secret {
        if (reveal.isBlank()) throw new IllegalArgumentException("a secret is not blank");
    }

    @Override
    public String toString() {
        return "***";
    }
}

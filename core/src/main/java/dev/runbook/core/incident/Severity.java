package dev.runbook.core.incident;

/// How bad the harm is, from mild to worst.
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /// Whether this is as bad as `other` or worse.
    public boolean isAtLeast(Severity other) {
        return compareTo(other) >= 0;
    }

    /// One step milder; the mildest stays.
    public Severity milder() {
        return switch (this) {
            case CRITICAL -> HIGH;
            case HIGH -> MEDIUM;
            case MEDIUM, LOW -> LOW;
        };
    }
}

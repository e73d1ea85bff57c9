package dev.runbook.core.operation;

import java.util.Locale;

/// What an action may break, from nothing to everything. Compare with [#isAtLeast].
public enum RiskLevel {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    public boolean isAtLeast(RiskLevel other) {
        return compareTo(other) >= 0;
    }

    /// The higher of the two.
    public RiskLevel or(RiskLevel other) {
        return isAtLeast(other) ? this : other;
    }

    /// The name that runbooks use.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.runbook.core.operation;

/// Names one intended effect. The same key always means the same effect: a provider that sees it twice acts
/// once, and can be asked by it whether the effect happened.
public record IdempotencyKey(String key) {
    public IdempotencyKey {
        if (key.isBlank() || key.length() > 255)
            throw new IllegalArgumentException("an idempotency key has 1 to 255 characters: " + key);
    }

    @Override
    public String toString() {
        return key;
    }
}

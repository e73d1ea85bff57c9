package dev.runbook.integrations.registry;

/// Configuration that cannot be used. The message is one line that names the variable, its value and what
/// is allowed; it never holds a secret.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        super(message);
    }
}

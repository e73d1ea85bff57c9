package dev.runbook.app.assembly;

/// A setting that cannot be used. The message names the variable, its value unless it is a secret, and what to do.
public class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}

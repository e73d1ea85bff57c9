package dev.runbook.integrations.scenario;

/// A scenario file that cannot be used. The message names the file, the place in it and what to do.
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScenarioException(String message) {
        super(message);
    }
}

package dev.runbook.app.config;

/// The server cannot listen where it was told to. The message says in one line what to do.
public class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTaken(String message) {
        super(message);
    }
}

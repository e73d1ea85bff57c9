package dev.runbook.core.testkit;

/// The process dies here. It is an error, so that nothing that catches exceptions survives it by accident.
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    public Crash(String where) {
        super("crash " + where, null, false, false);
    }
}

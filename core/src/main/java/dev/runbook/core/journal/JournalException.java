package dev.runbook.core.journal;

/// The place that keeps the journal failed: unreachable, full, read-only.
public class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}

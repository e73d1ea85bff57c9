package dev.runbook.store.database;

/// The database cannot be started, reached or used. The message is one line for people: it names the thing and
/// says what to do; it never holds a password.
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

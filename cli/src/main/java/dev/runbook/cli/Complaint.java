package dev.runbook.cli;

/// Something the user can mend. The message is all they see: it names the thing and says what to do.
public class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Complaint(String message) {
        super(message);
    }
}

package dev.runbook.app.recording;

import dev.runbook.core.journal.JournalException;

/// Breaks a drive off: the journal says no more, and the replay decides how it goes on.
final class Rewind extends JournalException {
    private static final long serialVersionUID = 1L;

    private Rewind(String message) {
        super(message, new IllegalStateException(message));
    }

    /// The same is to be done again, now that more is known.
    static Rewind again() {
        return new Rewind("again");
    }

    /// The recording ends here.
    static Rewind end() {
        return new Rewind("the recording ends");
    }
}

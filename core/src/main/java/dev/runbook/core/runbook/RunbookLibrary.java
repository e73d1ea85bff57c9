package dev.runbook.core.runbook;

import java.util.List;
import java.util.Optional;

/// The runbooks there are, and the reader that makes one from its text. Safe for use by many threads.
public interface RunbookLibrary {

    /// The current version of every runbook that could be read, in the order of ids.
    List<Runbook> all();

    /// The current version of one.
    default Optional<Runbook> find(RunbookId id) {
        return all().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /// Reads a runbook from the text that an incident kept.
    ///
    /// @throws IllegalArgumentException when the text is no runbook; it was one when the incident began
    Runbook read(RunbookId id, String source);

    /// This library with one runbook put in, in the place of the one of its id if there is one.
    default RunbookLibrary including(Runbook runbook) {
        return new WithOne(this, runbook);
    }
}

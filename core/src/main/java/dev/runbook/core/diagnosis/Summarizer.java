package dev.runbook.core.diagnosis;

import dev.runbook.core.journal.JournalEntry;
import java.util.List;

/// Writes the account of an incident. Safe for use by many threads.
public interface Summarizer {

    /// @param journal all entries of one incident, in order
    /// @return the post-mortem in Markdown; every number and name in it occurs in the journal
    String postMortem(List<JournalEntry> journal);
}

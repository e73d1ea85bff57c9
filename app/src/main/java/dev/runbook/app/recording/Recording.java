package dev.runbook.app.recording;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.value.Digest;
import dev.runbook.store.journal.ChainedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything about one incident, so that it can be checked and replayed anywhere: its journal with every
/// text that is hashed, the runbooks there were, and the settings that the engine ran with. What was seen,
/// who decided what, what the ML engine answered and what time it was are in the journal.
///
/// @param entries from the first on; never empty
/// @param signature who vouches for it; empty when nobody does
public record Recording(
        IncidentId incident,
        Instant exportedAt,
        RanWith settings,
        List<Text> runbooks,
        List<ChainedEntry> entries,
        Optional<Signature> signature) {

    /// The settings that the course of an incident depends on.
    ///
    /// @param vetoWindow how long a medium action can be vetoed
    /// @param approvalExpiry how long a request stays open
    /// @param channel where notices go
    /// @param inThreads whether an incident has a thread of its own there
    /// @param lookBack how far back evidence is gathered
    /// @param callTimeout how long one call to an integration may take
    /// @param cureWatch how long after a verified cure the world is looked at again; zero for not at all
    /// @param policy the file of approval rules; the ladder alone when empty
    public record RanWith(
            Duration vetoWindow,
            Duration approvalExpiry,
            String channel,
            boolean inThreads,
            Duration lookBack,
            Duration callTimeout,
            Duration cureWatch,
            Optional<Policy> policy) {}

    /// A file of approval rules and of what holds actions back.
    ///
    /// @param file its name, for messages
    public record Policy(String file, String yaml) {
        public Digest digest() {
            return Digest.of(yaml);
        }
    }

    /// A runbook as YAML.
    public record Text(RunbookId id, String yaml) {
        public Digest digest() {
            return Digest.of(yaml);
        }
    }

    /// A signature over everything before it in the file.
    ///
    /// @param key the public key, Ed25519 as X.509 in Base64
    /// @param value in Base64
    public record Signature(String key, String value) {}

    public Recording {
        runbooks = List.copyOf(runbooks);
        entries = List.copyOf(entries);
        if (entries.isEmpty()) throw new IllegalArgumentException(incident + " has no entries to record");
    }

    /// The hash of the last entry, which stands for all of them.
    public Digest head() {
        return entries.getLast().hash();
    }

    /// The entries as the engine reads them.
    ///
    /// @throws IllegalArgumentException when one is no event
    public List<JournalEntry> journal() {
        return entries.stream().map(ChainedEntry::entry).toList();
    }
}

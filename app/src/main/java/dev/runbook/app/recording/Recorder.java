package dev.runbook.app.recording;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.store.journal.ChainedEntry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Makes recordings of incidents. Safe for use by many threads.
public final class Recorder {

    private final Function<IncidentId, List<ChainedEntry>> journal;
    private final RunbookLibrary library;
    private final Recording.RanWith settings;
    private final Supplier<SigningKey> key;
    private final InstantSource clock;

    /// @param journal the entries of an incident as they are stored; none when there is no such incident
    /// @param key asked for only when something is to be signed
    public Recorder(
            Function<IncidentId, List<ChainedEntry>> journal,
            RunbookLibrary library,
            Recording.RanWith settings,
            Supplier<SigningKey> key,
            InstantSource clock) {
        this.journal = journal;
        this.library = library;
        this.settings = settings;
        this.key = key;
        this.clock = clock;
    }

    /// An incident in one file.
    ///
    /// @param sign whether to sign it with the key of this installation
    /// @return the text of the file; empty when there is no such incident
    public Optional<String> record(IncidentId incident, boolean sign) {
        var entries = journal.apply(incident);
        if (entries.isEmpty()) return Optional.empty();
        var runbooks = library.all().stream()
                .map(runbook -> new Recording.Text(runbook.id(), runbook.source()))
                .toList();
        var recording = new Recording(incident, clock.instant(), settings, runbooks, entries, Optional.empty());
        return Optional.of(RecordingFile.write(recording, sign ? Optional.of(key.get()) : Optional.empty()));
    }
}

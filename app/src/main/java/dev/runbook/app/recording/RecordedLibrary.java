package dev.runbook.app.recording;

import dev.runbook.core.engine.Event;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.value.Digest;
import dev.runbook.language.parse.ReadResult;
import dev.runbook.language.parse.RunbookReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The runbooks of a recording: those of its library, and each that was followed or called in the version
/// that was. Safe for use by many threads.
final class RecordedLibrary implements RunbookLibrary {

    private final Tape tape;
    private final Map<RunbookId, Runbook> library = new TreeMap<>();
    private final Map<Digest, Runbook> read = new ConcurrentHashMap<>();

    RecordedLibrary(Recording recording, Tape tape) {
        this.tape = tape;
        for (var text : recording.runbooks()) library.put(text.id(), read(text.id(), text.yaml()));
    }

    @Override
    public List<Runbook> all() {
        var all = new TreeMap<>(library);
        next().ifPresent(runbook -> all.put(runbook.id(), runbook));
        return List.copyOf(all.values());
    }

    /// The version that is begun next, which may have been another than the one that was exported.
    private Optional<Runbook> next() {
        return tape.ahead()
                .flatMap(event -> switch (event) {
                    case Event.RunbookSelected(var id, var _, var source, var _) ->
                        Optional.of(read(id, source)).stream();
                    case Event.RunbookCalled(var _, var id, var _, var source, var _) ->
                        Optional.of(read(id, source)).stream();
                    case Event _ -> Optional.<Runbook>empty().stream();
                })
                .findFirst();
    }

    @Override
    public Runbook read(RunbookId id, String source) {
        return read.computeIfAbsent(Digest.of(id + "\n" + source), _ -> parse(id, source));
    }

    private static Runbook parse(RunbookId id, String source) {
        return switch (RunbookReader.read(id + ".yaml", source)) {
            case ReadResult.Read(var runbook, var _) -> runbook;
            case ReadResult.Broken(var problems) ->
                throw new IllegalArgumentException("runbook " + id + " cannot be read: " + problems.getFirst());
        };
    }
}

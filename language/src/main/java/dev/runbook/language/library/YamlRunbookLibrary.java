package dev.runbook.language.library;

import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.language.Problem;
import dev.runbook.language.Rule;
import dev.runbook.language.lint.Linter;
import dev.runbook.language.parse.ReadResult;
import dev.runbook.language.parse.RunbookFile;
import dev.runbook.language.parse.RunbookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The runbooks of a directory: every `*.yaml` and `*.yml` file directly in it. A changed, added or removed
/// file is noticed when the library is next used, at most once a second. A file that breaks keeps its last
/// good version, and [#problems()] says what is wrong with it. The calls between the runbooks are checked
/// as well.
///
/// Safe for use by many threads.
public final class YamlRunbookLibrary implements RunbookLibrary {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Path directory;
    private final Catalogue catalogue;
    private final InstantSource clock;
    private final Consumer<List<Problem>> onProblems;
    private volatile Shelf shelf;

    /// What was found at the last look.
    ///
    /// @param problems of the files, those of their calls included
    /// @param calls what is wrong with the calls between the runbooks
    private record Shelf(
            Instant at, Map<Path, Loaded> files, List<Runbook> runbooks, List<Problem> problems, List<Problem> calls) {
        static final Shelf NONE = new Shelf(Instant.EPOCH, Map.of(), List.of(), List.of(), List.of());
    }

    /// @param catalogue the operations that steps may call
    /// @throws IllegalArgumentException when there is no such directory
    public YamlRunbookLibrary(Path directory, Catalogue catalogue, InstantSource clock) {
        this(directory, catalogue, clock, _ -> {});
    }

    /// @param catalogue the operations that steps may call
    /// @param onProblems told what is wrong with the files, at first if anything is, and then whenever it
    ///     changes
    /// @throws IllegalArgumentException when there is no such directory
    public YamlRunbookLibrary(
            Path directory, Catalogue catalogue, InstantSource clock, Consumer<List<Problem>> onProblems) {
        if (!Files.isDirectory(directory))
            throw new IllegalArgumentException(
                    "there is no directory of runbooks at " + directory + "; create it, or name another");
        this.directory = directory;
        this.catalogue = catalogue;
        this.clock = clock;
        this.onProblems = onProblems;
        this.shelf = look(Shelf.NONE);
        if (!shelf.problems().isEmpty()) onProblems.accept(shelf.problems());
    }

    @Override
    public List<Runbook> all() {
        return current().runbooks();
    }

    /// What is wrong with the files of the directory, in the order of files and lines. A runbook whose file
    /// has an error is missing, or is there in its last good version.
    public List<Problem> problems() {
        return current().problems();
    }

    @Override
    public Runbook read(RunbookId id, String source) {
        return switch (RunbookReader.read(id + ".yaml", source)) {
            case ReadResult.Read(var runbook, var _) -> runbook;
            case ReadResult.Broken(var problems) ->
                throw new IllegalArgumentException("runbook " + id + " cannot be read: " + problems.getFirst());
        };
    }

    private Shelf current() {
        if (isFresh(shelf)) return shelf;
        synchronized (this) {
            if (!isFresh(shelf)) {
                var before = shelf.problems();
                shelf = look(shelf);
                if (!shelf.problems().equals(before)) onProblems.accept(shelf.problems());
            }
            return shelf;
        }
    }

    private boolean isFresh(Shelf seen) {
        var age = Duration.between(seen.at(), clock.instant());
        return age.compareTo(BETWEEN_LOOKS) < 0 && !age.isNegative();
    }

    private Shelf look(Shelf last) {
        var before = last.files();
        var at = clock.instant();
        var problems = new ArrayList<Problem>();
        var files = new TreeMap<Path, Loaded>();
        for (var file : list(before.keySet(), problems))
            files.put(file, Loaded.load(file, before.get(file), catalogue));
        var runbooks = new TreeMap<RunbookId, Runbook>();
        for (var loaded : files.entrySet()) {
            problems.addAll(loaded.getValue().problems());
            loaded.getValue().good().ifPresent(runbook -> {
                var first = runbooks.putIfAbsent(runbook.id(), runbook);
                if (first != null) problems.add(duplicate(loaded.getKey(), runbook, files));
            });
        }
        var calls = isSame(files, before) ? last.calls() : calls(files, catalogue);
        problems.addAll(calls);
        return new Shelf(at, files, List.copyOf(runbooks.values()), List.copyOf(problems), calls);
    }

    /// Whether no file was read again.
    @SuppressWarnings("ReferenceEquality") // a file that was not read again is the very same object
    private static boolean isSame(Map<Path, Loaded> files, Map<Path, Loaded> before) {
        return files.size() == before.size()
                && files.entrySet().stream().allMatch(file -> before.get(file.getKey()) == file.getValue());
    }

    /// What is wrong with the calls between the runbooks, each in its last good version. A runbook that
    /// calls another one in a wrong way stays: its step fails and says why.
    private static List<Problem> calls(Map<Path, Loaded> files, Catalogue catalogue) {
        var good = files.entrySet().stream()
                .flatMap(file -> file.getValue().good().stream()
                        .map(runbook -> RunbookReader.readings(file.getKey().toString(), runbook.source())))
                .toList();
        return Linter.calls(good, catalogue);
    }

    /// The files there are now. When the directory cannot be listed, that is a problem, and the files are those
    /// that were known before.
    private Collection<Path> list(Collection<Path> before, Collection<Problem> problems) {
        try {
            return RunbookFile.in(directory);
        } catch (IOException e) {
            problems.add(new Problem(
                    new Position(directory.toString(), 1, 1),
                    Rule.UNREADABLE_FILE,
                    "the directory cannot be listed: " + e.getMessage(),
                    "check that it exists and may be read; until then the runbooks stay as they were"));
            return before;
        }
    }

    private static Problem duplicate(Path file, Runbook runbook, Map<Path, Loaded> files) {
        var first = files.entrySet().stream()
                .filter(e -> e.getValue().good().map(Runbook::id).stream().anyMatch(runbook.id()::equals))
                .map(e -> e.getKey().toString())
                .collect(Collectors.joining(" and "));
        return new Problem(
                new Position(file.toString(), 1, 1),
                Rule.DUPLICATE_ID,
                "two runbooks have the id '" + runbook.id() + "': " + first,
                "give one of them another id; until then the first is used");
    }
}

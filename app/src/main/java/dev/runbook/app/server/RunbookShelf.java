package dev.runbook.app.server;

import dev.runbook.app.web.Workshop.Flaw;
import dev.runbook.app.web.Workshop.Version;
import dev.runbook.core.runbook.Runbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The files of the library, and the texts that they had before they were changed here. Safe for use by
/// many threads of one process.
///
/// A version is a file `TIME-DIGEST.yaml` in a folder of its runbook; the time is in milliseconds since 1970.
final class RunbookShelf {

    private final Path library;
    private final Path versions;
    private final InstantSource clock;

    RunbookShelf(Path library, Path versions, InstantSource clock) {
        this.library = library;
        this.versions = versions;
        this.clock = clock;
    }

    /// Writes another text.
    ///
    /// @param present the runbook as the library has it now
    /// @param flaws what is wrong with the text
    /// @return why it was not written; empty when it was
    synchronized Optional<String> save(
            String id, String text, String from, Supplier<Optional<Runbook>> present, List<Flaw> flaws) {
        var before = present.get();
        if (before.isEmpty()) return Optional.of("There is no runbook '" + id + "'");
        if (!before.get().digest().hex().equals(from))
            return Optional.of("Somebody else has changed '" + id + "' meanwhile; take their text and change that");
        var error = flaws.stream().filter(Flaw::error).findFirst();
        if (error.isPresent())
            return Optional.of("Line " + error.get().line() + ": " + error.get().message() + " "
                    + error.get().hint());
        var file = Stream.of(id + ".yaml", id + ".yml")
                .map(library::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isEmpty())
            return Optional.of("The file of '" + id + "' has another name, so it must be changed in its folder");
        try {
            keep(before.get());
            var fresh = file.get().resolveSibling(file.get().getFileName() + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file.get(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(file.get() + " cannot be written; check the permissions of its folder");
        }
    }

    private void keep(Runbook before) throws IOException {
        var folder = Files.createDirectories(versions.resolve(before.id().id()));
        var name = clock.instant().toEpochMilli() + "-" + before.digest().hex() + ".yaml";
        Files.writeString(folder.resolve(name), before.source());
    }

    /// The texts that a runbook had, the newest first.
    List<Version> versions(String id) {
        var folder = versions.resolve(id);
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+-[0-9a-f]{64}\\.yaml"))
                    .map(RunbookShelf::version)
                    .sorted(Comparator.comparing(Version::until).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the versions of " + id + " cannot be read", e);
        }
    }

    private static Version version(Path file) {
        var name = file.getFileName().toString();
        int dash = name.indexOf('-');
        try {
            return new Version(
                    name.substring(dash + 1, name.length() - ".yaml".length()),
                    Instant.ofEpochMilli(Long.parseLong(name.substring(0, dash))),
                    Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}

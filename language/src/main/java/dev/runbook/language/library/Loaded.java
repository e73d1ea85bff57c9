package dev.runbook.language.library;

import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.language.Problem;
import dev.runbook.language.Rule;
import dev.runbook.language.lint.Linter;
import dev.runbook.language.parse.ReadResult;
import dev.runbook.language.parse.RunbookFile;
import dev.runbook.language.parse.RunbookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One file as it was last read.
///
/// @param stamp tells whether the file has changed since
/// @param good the last version without errors
/// @param problems of the newest version
record Loaded(Stamp stamp, Optional<Runbook> good, List<Problem> problems) {

    record Stamp(FileTime modified, long bytes) {
        static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1);

        static Stamp of(Path file) {
            try {
                return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
            } catch (IOException _) {
                // Reading the file will fail as well, and say why.
                return NONE;
            }
        }
    }

    /// The file as it is now; not read again when it looks the same as before.
    static Loaded load(Path file, @Nullable Loaded before, Catalogue catalogue) {
        var stamp = Stamp.of(file);
        if (before != null && before.stamp().equals(stamp) && !stamp.equals(Stamp.NONE)) return before;
        var good = before == null ? Optional.<Runbook>empty() : before.good();
        return switch (RunbookFile.read(file)) {
            case RunbookFile.Content.Unreadable(var problem) -> kept(file, stamp, good, List.of(problem));
            case RunbookFile.Content.Text(var text) ->
                switch (Linter.read(file.toString(), text, catalogue)) {
                    case ReadResult.Read(var runbook, var warnings) ->
                        new Loaded(stamp, Optional.of(named(runbook)), warnings);
                    case ReadResult.Broken(var problems) -> kept(file, stamp, good, problems);
                };
        };
    }

    /// The runbook with the positions that it has wherever it is read: what an incident writes down of them
    /// must not hang on where the library is.
    private static Runbook named(Runbook runbook) {
        return RunbookReader.read(runbook.id() + ".yaml", runbook.source()) instanceof ReadResult.Read(var same, var _)
                ? same
                : runbook;
    }

    /// A file that cannot be used as it is; if it could before, that version stays, and is named.
    private static Loaded kept(Path file, Stamp stamp, Optional<Runbook> good, List<Problem> problems) {
        var all = new ArrayList<>(problems);
        good.ifPresent(runbook -> all.add(new Problem(
                new Position(file.toString(), 1, 1),
                Rule.OLD_VERSION,
                "the file has an error, so its last good version "
                        + runbook.digest().brief() + " is used",
                "mend the error; a changed file counts at once")));
        return new Loaded(stamp, good, List.copyOf(all));
    }
}

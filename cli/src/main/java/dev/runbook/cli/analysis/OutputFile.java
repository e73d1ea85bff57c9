package dev.runbook.cli.analysis;

import dev.runbook.cli.Complaint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file that a command is to write, checked before the long work and not after it.
final class OutputFile {

    private OutputFile() {}

    /// @param option the option that names the file
    /// @param file null when the option is not given
    /// @throws Complaint when the file cannot be written where it should be
    static Optional<Path> checked(String option, @Nullable Path file) {
        if (file == null) return Optional.empty();
        var folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) throw new Complaint(option + " " + file + " is a folder; name a file");
        if (folder == null || !Files.isDirectory(folder))
            throw new Complaint(option + " " + file + ": there is no folder " + folder + "; make it first");
        if (!Files.isWritable(folder) && !Files.isWritable(file))
            throw new Complaint(option + " " + file + ": no permission to write there");
        return Optional.of(file);
    }
}

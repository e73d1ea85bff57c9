package dev.runbook.store.embedded;

import dev.runbook.store.database.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Says in one line what is wrong with a directory.
final class DirectoryFault {

    private static final List<String> NO_SPACE =
            List.of("No space left on device", "Check free disk space", "Disk quota exceeded");

    private DirectoryFault() {}

    /// Whether a complaint says that the disk is full.
    static boolean saysFull(String complaint) {
        return NO_SPACE.stream().anyMatch(complaint::contains);
    }

    /// @param what what was attempted: `create`, `lock`, `write to`
    static StoreException of(String what, Path directory, IOException e) {
        var reason = reason(e);
        if (e instanceof AccessDeniedException)
            return new StoreException(
                    "no permission to " + what + " the data directory " + directory
                            + ": make it writable for this user, or choose another with --data",
                    e);
        if (e instanceof FileAlreadyExistsException)
            return new StoreException(
                    "the data directory " + directory + " is a file: choose a directory with --data", e);
        if (saysFull(reason)) return full(directory);
        return new StoreException(
                "cannot " + what + " the data directory " + directory + ": " + reason + "; choose another with --data",
                e);
    }

    /// A complaint of the file system often is nothing but the path once more.
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) return "the folder above it cannot hold it";
        if (e instanceof FileSystemException fault && fault.getReason() != null) return fault.getReason();
        return Optional.ofNullable(e.getMessage()).orElse(e.toString());
    }

    static StoreException full(Path directory) {
        return new StoreException("the disk that holds the data directory " + directory
                + " is full: free some space there and start again; nothing that was acknowledged is lost");
    }
}

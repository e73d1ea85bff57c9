package dev.runbook.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Whether there is room left for what is written into the data folder. Safe for use by many threads.
final class FreeSpace {

    /// A database that cannot write a segment of its log stops; it keeps some of 16 MiB, and logs and temporary
    /// files need room beside them.
    private static final long LEAST_MEBIBYTES = 256;

    private static final long MEBIBYTE = 1L << 20;

    private final Path folder;
    private final Supplier<OptionalLong> free;

    /// @param free how many bytes are free there; empty when that cannot be told
    FreeSpace(Path folder, Supplier<OptionalLong> free) {
        this.folder = folder;
        this.free = free;
    }

    static FreeSpace of(Path folder) {
        return new FreeSpace(folder, () -> usable(folder));
    }

    private static OptionalLong usable(Path folder) {
        try {
            return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    /// What is wrong and what to do, in one sentence; empty while there is room.
    Optional<String> problem() {
        var bytes = free.get();
        return bytes.isEmpty() || bytes.getAsLong() >= LEAST_MEBIBYTES * MEBIBYTE
                ? Optional.empty()
                : Optional.of("The disk of the data folder " + folder + " has only " + bytes.getAsLong() / MEBIBYTE
                        + " MiB left; make at least " + LEAST_MEBIBYTES
                        + " MiB free there, since nothing is executed and"
                        + " reports and decisions are refused once it is full.");
    }
}

package dev.runbook.ml.logs;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/// Remembers the group of each line on disk, since templates merge until the last line is read.
final class GroupLog implements AutoCloseable {

    private final Path scratch;
    private final DataOutputStream out;
    private long lines;

    GroupLog() throws IOException {
        scratch = Files.createTempFile("runbook-groups", ".bin");
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(scratch)));
    }

    /// The next `count` lines are of one group.
    void add(int group, long count) throws IOException {
        for (long i = 0; i < count; i++) out.writeInt(group);
        lines += count;
    }

    /// Writes one group id a line.
    ///
    /// @param settled what a group has become
    void writeTo(Path file, IntUnaryOperator settled) throws IOException {
        out.flush();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(scratch)));
                var writer = Files.newBufferedWriter(file)) {
            for (long i = 0; i < lines; i++) {
                writer.write(Integer.toString(settled.applyAsInt(in.readInt())));
                writer.write('\n');
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(scratch);
    }
}

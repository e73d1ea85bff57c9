package dev.runbook.ml.search;

import dev.runbook.core.value.Digest;
import dev.runbook.ml.offline.text.Vector;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;

/// Vectors of texts, kept in a file by the texts' digests.
///
/// The format: a head of 32 bytes, `runbook-vectors` and a line feed and half the SHA-256 of the format's
/// and the model's name; then one entry after the other, each with the first 16 bytes of the SHA-256 of the
/// text, the coordinates as half-precision numbers, and the CRC32C of both, all big-endian. An entry that
/// does not match its checksum is not used and made anew; a file of another model is begun anew. So a file
/// that was cut off, damaged, or made with another model costs time and nothing else. Several processes may
/// add to one file. One thread at a time.
public final class VectorFile {

    private static final byte[] MARK = "runbook-vectors\n".getBytes(StandardCharsets.US_ASCII);
    private static final String FORMAT = "1, ";
    private static final int HEAD = 32;
    private static final int KEY = 16;

    /// A file is written anew when it has this many times more entries than are used.
    private static final int WASTEFUL = 4;

    private static final int FEW = 10_000;

    private final Path file;
    private final byte[] head;
    private final int size;

    private VectorFile(Path file, byte[] head, int size) {
        this.file = file;
        this.head = head;
        this.size = size;
    }

    /// @param file is made, with its folder, when it is not there
    /// @param model names what makes the vectors, and how
    /// @param size how many coordinates a vector has
    /// @throws IOException when it cannot be written, or is something else than a file of vectors
    public static VectorFile at(Path file, String model, int size) throws IOException {
        var absolute = file.toAbsolutePath();
        var folder = absolute.getParent();
        if (folder != null) Files.createDirectories(folder);
        if (Files.exists(absolute) && !Files.isRegularFile(absolute))
            throw new IOException(file + " is no file; name one for the index");
        var head = ByteBuffer.allocate(HEAD)
                .put(MARK)
                .put(sha256(FORMAT + model + ", " + size), 0, HEAD - MARK.length)
                .array();
        var opened = new VectorFile(absolute, head, size);
        opened.begin();
        return opened;
    }

    /// A file beside this one.
    Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private int entrySize() {
        return KEY + 2 * size + Integer.BYTES;
    }

    /// Writes the head, unless it is there.
    private void begin() throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            try (var _ = channel.lock()) {
                var found = ByteBuffer.allocate(HEAD);
                while (found.hasRemaining() && channel.read(found) >= 0) {}
                if (Arrays.equals(found.array(), head)) return;
                if (found.position() > 0 && !Arrays.equals(found.array(), 0, MARK.length, MARK, 0, MARK.length))
                    throw new IOException(file + " is no index of vectors; name another file, or delete it");
                channel.truncate(0);
                write(channel, ByteBuffer.wrap(head), 0);
            }
        }
    }

    /// The vectors of those texts that are known.
    Map<String, Vector> read(Collection<String> texts) {
        var wanted = new HashMap<ByteBuffer, String>();
        for (var text : texts) wanted.put(key(text), text);
        var known = new HashMap<String, Vector>();
        long entries = 0;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            in.skipNBytes(HEAD);
            for (var bytes = in.readNBytes(entrySize());
                    bytes.length == entrySize();
                    bytes = in.readNBytes(entrySize())) {
                entries++;
                var text = wanted.get(ByteBuffer.wrap(bytes, 0, KEY).slice());
                if (text != null && isWhole(bytes)) known.put(text, vector(bytes));
            }
            if (entries > FEW && entries > WASTEFUL * (long) known.size()) rewrite(known);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the index " + file, e);
        }
        return known;
    }

    /// Adds vectors.
    void add(Map<String, Vector> vectors) {
        var entries = ByteBuffer.allocate(vectors.size() * entrySize());
        vectors.forEach((text, vector) -> entries.put(entry(text, vector)));
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            try (var _ = channel.lock()) {
                // What a process that was killed had written of an entry is written over.
                long whole = Math.max(0, channel.size() - HEAD) / entrySize();
                write(channel, entries.flip(), HEAD + whole * entrySize());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing the index " + file, e);
        }
    }

    private void rewrite(Map<String, Vector> vectors) throws IOException {
        var fresh = Files.createTempFile(file.getParent(), "vectors", ".new");
        try {
            var entries = ByteBuffer.allocate(HEAD + vectors.size() * entrySize());
            var bytes = entries.array();
            entries.put(head);
            vectors.forEach((text, vector) -> entries.put(entry(text, vector)));
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private byte[] entry(String text, Vector vector) {
        var coordinates = vector.toArray();
        if (coordinates.length != size)
            throw new IllegalArgumentException("a vector of " + coordinates.length + " coordinates, not " + size);
        var entry = ByteBuffer.allocate(entrySize()).put(key(text));
        for (float coordinate : coordinates) entry.putShort(Float.floatToFloat16(coordinate));
        var bytes = entry.array();
        entry.putInt(checksum(bytes));
        return bytes;
    }

    private boolean isWhole(byte[] entry) {
        return ByteBuffer.wrap(entry).getInt(entry.length - Integer.BYTES) == checksum(entry);
    }

    private Vector vector(byte[] entry) {
        var shorts = ByteBuffer.wrap(entry, KEY, 2 * size).asShortBuffer();
        var coordinates = new float[size];
        for (int i = 0; i < size; i++) coordinates[i] = Float.float16ToFloat(shorts.get(i));
        return Vector.of(coordinates);
    }

    /// Of what is before the checksum.
    private static int checksum(byte[] entry) {
        var checksum = new CRC32C();
        checksum.update(entry, 0, entry.length - Integer.BYTES);
        return (int) checksum.getValue();
    }

    private static ByteBuffer key(String text) {
        return ByteBuffer.wrap(sha256(text), 0, KEY).slice();
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        for (long to = at; bytes.hasRemaining(); ) to += channel.write(bytes, to);
    }

    private static byte[] sha256(String text) {
        return HexFormat.of().parseHex(Digest.of(text).hex());
    }
}

package dev.runbook.ml.search;

import dev.runbook.core.value.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A term index, kept in a file for as long as its texts stay the same.
///
/// The format: `runbook-terms 1` and a line feed, the SHA-256 of the texts and of how they are split, the
/// parts of the index as [TermIndex] writes them, and the CRC32C of all before, big-endian. A file of other
/// texts, of an older program, cut off or damaged is written anew. Safe for use by many threads and
/// processes: a file is replaced as a whole.
final class TermFile {

    private static final byte[] MARK = "runbook-terms 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 32;

    /// Split by the present program, it tells an index of a program that split otherwise.
    private static final String PROBE = "HighCpuUsage on web_3: can't resolve orders-db.internal, größe 42 файлы";

    private TermFile() {}

    /// The index of these texts: as the file has it, or made anew and kept there.
    static TermIndex of(Path file, List<String> texts, Terms terms) {
        var key = key(texts, terms);
        try {
            var known = read(file, key, terms);
            if (known.isPresent()) return known.get();
            var made = new TermIndex(texts, terms);
            long size = MARK.length + KEY + made.bytes() + Integer.BYTES;
            if (size <= Integer.MAX_VALUE) write(file, key, made, (int) size);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("keeping the index " + file, e);
        }
    }

    private static Optional<TermIndex> read(Path file, byte[] key, Terms terms) throws IOException {
        if (!Files.isRegularFile(file)) return Optional.empty();
        var bytes = Files.readAllBytes(file);
        int head = MARK.length + KEY;
        if (bytes.length < head + Integer.BYTES
                || !Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)
                || !Arrays.equals(bytes, MARK.length, head, key, 0, KEY)) return Optional.empty();
        int end = bytes.length - Integer.BYTES;
        var parts = ByteBuffer.wrap(bytes);
        if (parts.getInt(end) != checksum(bytes, end)) return Optional.empty();
        return Optional.of(new TermIndex(parts.position(head).limit(end), terms));
    }

    private static void write(Path file, byte[] key, TermIndex index, int size) throws IOException {
        var bytes = ByteBuffer.allocate(size).put(MARK).put(key);
        index.write(bytes);
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "terms", ".new");
        try {
            Files.write(fresh, bytes.array());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static int checksum(byte[] bytes, int end) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        return (int) checksum.getValue();
    }

    private static byte[] key(List<String> texts, Terms terms) {
        var all = new StringBuilder(terms.name()).append(Arrays.toString(terms.of(PROBE)));
        for (var text : texts) all.append(Digest.of(text).hex());
        return HexFormat.of().parseHex(Digest.of(all.toString()).hex());
    }
}

package dev.runbook.ml.bundle;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/// Unpacks `.zip`, `.tar.gz` and `.tgz` files. What would lie outside the folder, and what is larger than
/// `MOST_BYTES` unpacked, is refused.
final class Archive {

    private static final long MOST_BYTES = 4L << 30;
    private static final int BLOCK = 512;

    private final Path archive;
    private final Path folder;
    private long left = MOST_BYTES;

    private Archive(Path archive, Path folder) {
        this.archive = archive;
        this.folder = folder;
    }

    static boolean isOne(Path file) {
        var name = file.toString();
        return name.endsWith(".zip") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    static void unpack(Path archive, Path folder) throws IOException {
        var unpacking = new Archive(archive, folder);
        try (var in = new BufferedInputStream(Files.newInputStream(archive))) {
            if (archive.toString().endsWith(".zip")) unpacking.zip(new ZipInputStream(in));
            else unpacking.tar(new DataInputStream(new BufferedInputStream(new GZIPInputStream(in))));
        } catch (java.util.zip.ZipException | EOFException e) {
            throw new MalformedBundle(archive.toString(), "a damaged archive: " + e.getMessage());
        }
    }

    private void zip(ZipInputStream in) throws IOException {
        boolean any = false;
        for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            any = true;
            if (!entry.isDirectory()) write(entry.getName(), in, Long.MAX_VALUE);
        }
        if (!any) throw new MalformedBundle(archive.toString(), "no zip archive, or an empty one");
    }

    /// Regular files of a POSIX archive; links and devices are left out.
    private void tar(DataInputStream in) throws IOException {
        var header = new byte[BLOCK];
        String longName = "";
        while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
            long size = octal(header, 124, 12);
            char type = (char) header[156];
            var prefix = text(header, 345, 155);
            var name = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
            if (!longName.isEmpty()) name = longName;
            longName = "";
            long padding = (BLOCK - size % BLOCK) % BLOCK;
            if (type == 'L') {
                longName = text(in.readNBytes((int) Math.min(size, 4_096)), 0, (int) Math.min(size, 4_096));
                in.skipNBytes(padding);
            } else {
                if (type == '0' || type == 0) write(name, in, size);
                else in.skipNBytes(size);
                in.skipNBytes(padding);
            }
        }
    }

    private void write(String name, InputStream in, long size) throws IOException {
        var target = folder.resolve(name).normalize();
        if (!target.startsWith(folder))
            throw new MalformedBundle(archive.toString(), "'" + name + "' would lie outside the bundle");
        Files.createDirectories(target.getParent() == null ? folder : target.getParent());
        try (var out = Files.newOutputStream(target)) {
            var buffer = new byte[1 << 16];
            while (size > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, size));
                if (read < 0) break;
                left -= read;
                if (left < 0)
                    throw new MalformedBundle(archive.toString(), "more than " + MOST_BYTES + " bytes unpacked");
                out.write(buffer, 0, read);
                size -= read;
            }
        }
    }

    private long octal(byte[] header, int from, int length) throws MalformedBundle {
        var digits = text(header, from, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new MalformedBundle(archive.toString(), "a damaged tar archive: '" + digits + "' is no size");
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && end < bytes.length && bytes[end] != 0) end++;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}

package dev.runbook.ml.logs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A file of log lines, plain or gzipped, in UTF-8; what is not UTF-8 becomes the replacement character.
final class LogFile {

    private static final int BUFFER = 1 << 16;

    private LogFile() {}

    /// @throws IOException with the file's name and what is wrong with it
    static Reader open(Path file) throws IOException {
        if (!Files.exists(file)) throw new IOException("no such log file: " + file);
        if (Files.isDirectory(file)) throw new IOException("a directory, not a log file: " + file);
        if (!Files.isReadable(file)) throw new IOException("no permission to read the log file: " + file);
        var bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            bytes.mark(2);
            boolean zipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
            bytes.reset();
            return new InputStreamReader(zipped ? new GZIPInputStream(bytes, BUFFER) : bytes, StandardCharsets.UTF_8);
        } catch (ZipException e) {
            bytes.close();
            throw new IOException("a damaged gzip file: " + file + ": " + e.getMessage(), e);
        }
    }
}

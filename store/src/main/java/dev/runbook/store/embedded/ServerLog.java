package dev.runbook.store.embedded;

import dev.runbook.store.database.StoreException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the server writes about itself.
record ServerLog(Path file) {

    private static final long LIMIT_BYTES = 4_000_000;
    private static final Pattern COMPLAINT = Pattern.compile("(?:FATAL|PANIC|DETAIL|HINT|error|detail|hint): +(.*)");

    /// Makes the file; a long one is put aside first.
    void prepare() throws IOException {
        if (Files.exists(file) && Files.size(file) > LIMIT_BYTES)
            Files.move(file, file.resolveSibling(file.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        if (!Files.exists(file)) Files.createFile(file);
    }

    long length() throws IOException {
        return Files.size(file);
    }

    String since(long position) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(position);
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// What a program's output complains of, in one line.
    static StoreException fault(String what, Path data, String output) {
        if (DirectoryFault.saysFull(output)) return DirectoryFault.full(data);
        var complaints = output.lines()
                .map(COMPLAINT::matcher)
                .filter(m -> m.find())
                .map(m -> m.group(1))
                .distinct()
                .collect(Collectors.joining("; "));
        return new StoreException(what + ": " + (complaints.isEmpty() ? output.strip() : complaints));
    }
}

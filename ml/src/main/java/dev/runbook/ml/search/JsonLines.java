package dev.runbook.ml.search;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file with one JSON object a line, plain or gzipped, read line by line. One thread at a time.
final class JsonLines implements AutoCloseable {

    private static final Pattern SOURCE = Pattern.compile(" \\(start marker at .*", Pattern.DOTALL);

    private final Path file;
    private final BufferedReader reader;
    private long line;

    JsonLines(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException("no such file: " + file);
        this.file = file;
        var bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        bytes.mark(2);
        boolean zipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        reader = new BufferedReader(
                new InputStreamReader(zipped ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8));
    }

    /// The next object; null at the end. Empty lines are skipped.
    @Nullable
    JsonNode next() throws IOException {
        for (var text = reader.readLine(); text != null; text = reader.readLine()) {
            if (line++ == 0 && text.startsWith("\uFEFF")) text = text.substring(1);
            if (text.isBlank()) continue;
            try {
                var node = JsonMapper.shared().readTree(text);
                if (!node.isObject()) throw malformed("a line is to be an object {...}");
                return node;
            } catch (JacksonException e) {
                throw malformed("no JSON object: "
                        + SOURCE.matcher(e.getOriginalMessage()).replaceAll(""));
            }
        }
        return null;
    }

    /// The first of these fields that has text.
    ///
    /// @throws MalformedPages when none has
    String need(JsonNode node, String... names) throws MalformedPages {
        var text = first(node, names);
        if (text.isBlank()) throw malformed("none of the fields " + String.join(", ", names) + " has text");
        return text;
    }

    /// The first of these fields that has text; empty when none has.
    static String first(JsonNode node, String... names) {
        for (var name : names) {
            var value = node.path(name);
            if (value.isString() && !value.asString().isBlank()) return value.asString();
            if (value.isNumber()) return value.toString();
        }
        return "";
    }

    long line() {
        return line;
    }

    MalformedPages malformed(String problem) {
        return new MalformedPages(file.toString(), line, problem);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

package dev.runbook.ml.offline.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The format of the engine's own word lists: lines under `[section]` headings; lines that start with `#` are
/// remarks.
public final class Sections {

    private Sections() {}

    /// Reads a word list that lies beside a class.
    ///
    /// @return the lines of each section, sections and lines in the order of the file
    /// @throws IllegalArgumentException when a line stands before the first heading, with its number
    /// @throws IllegalStateException when there is no such file
    public static Map<String, List<String>> read(Class<?> beside, String file) {
        try (var stream = beside.getResourceAsStream(file)) {
            if (stream == null) throw new IllegalStateException("no file " + file + " beside " + beside.getName());
            return parse(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)), file);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static Map<String, List<String>> parse(BufferedReader lines, String file) throws IOException {
        var sections = new LinkedHashMap<String, List<String>>();
        List<String> current = null;
        int number = 0;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            var text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) continue;
            if (text.startsWith("[") && text.endsWith("]")) {
                current = sections.computeIfAbsent(text.substring(1, text.length() - 1), _ -> new ArrayList<>());
            } else if (current == null) {
                throw new IllegalArgumentException(
                        file + ":" + number + ": '" + text + "' stands before any [section]");
            } else {
                current.add(text);
            }
        }
        return sections;
    }
}

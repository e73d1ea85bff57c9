package dev.runbook.ml.facts;

import dev.runbook.core.diagnosis.CauseKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads conditions: lines of `name :: weight :: pattern :: meaning :: example` under `[category]` or
/// `[category: kind of cause]` headings; lines that start with `#` are remarks. An example must match, so
/// that no condition is there that never can.
public final class Conditions {

    private static final String FILE = "conditions.txt";

    private Conditions() {}

    /// The conditions that come along.
    public static List<Condition> standard() {
        try (var stream = Conditions.class.getResourceAsStream(FILE)) {
            if (stream == null) throw new IllegalStateException("no file " + FILE + " beside " + Conditions.class);
            return parse(FILE, new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Conditions of a user's own, in the same form.
    ///
    /// @throws IOException with file and line when one cannot be understood
    public static List<Condition> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException("no such file of conditions: " + file);
        try (var reader = Files.newBufferedReader(file)) {
            return parse(file.toString(), reader);
        }
    }

    private static List<Condition> parse(String file, BufferedReader reader) throws IOException {
        List<Condition> conditions = new ArrayList<>();
        var heading = "";
        int number = 0;
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            var text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) continue;
            if (text.startsWith("[") && text.endsWith("]")) heading = text.substring(1, text.length() - 1);
            else conditions.add(condition(file + ":" + number + ": ", heading, text));
        }
        return List.copyOf(conditions);
    }

    private static Condition condition(String place, String heading, String text) throws IOException {
        var parts = text.split("\\s+::\\s+", -1);
        if (heading.isEmpty()) throw new IOException(place + "a condition before any [category]");
        if (parts.length < 5)
            throw new IOException(
                    place + parts.length + " parts; write name :: weight :: pattern :: meaning :: example");
        try {
            double weight = Double.parseDouble(parts[1]);
            var pattern = Pattern.compile(parts[2], Pattern.CASE_INSENSITIVE);
            var condition = new Condition(
                    parts[0],
                    heading.split(":", 2)[0].strip(),
                    cause(place, heading),
                    weight,
                    pattern,
                    parts[3],
                    List.of(parts).subList(4, parts.length));
            for (var example : condition.examples())
                if (!pattern.matcher(example).find())
                    throw new IOException(place + "the example does not match the pattern: " + example);
            return condition;
        } catch (NumberFormatException e) {
            throw new IOException(place + "'" + parts[1] + "' is no weight from 0 to 1", e);
        } catch (PatternSyntaxException e) {
            throw new IOException(place + "'" + parts[2] + "' is no regular expression: " + e.getDescription(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(place + e.getMessage(), e);
        }
    }

    /// The kind of cause that a heading names after its colon.
    private static Optional<CauseKind> cause(String place, String heading) throws IOException {
        var parts = heading.split(":", 2);
        if (parts.length < 2) return Optional.empty();
        var wanted = parts[1].strip().toUpperCase(Locale.ROOT);
        for (var kind : CauseKind.values()) if (kind.name().equals(wanted)) return Optional.of(kind);
        throw new IOException(place + "there is no kind of cause '" + parts[1].strip() + "'; there are "
                + Stream.of(CauseKind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    }
}

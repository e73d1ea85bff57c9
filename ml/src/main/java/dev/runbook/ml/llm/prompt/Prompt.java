package dev.runbook.ml.llm.prompt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;

/// A prompt in its current version. Its text is a resource, `FAMILY/VERSION.md`, with a part for the system
/// and a part for the user, in which `{{name}}` stands for what is filled in. A version that was released
/// is never edited: another one is added.
public enum Prompt {
    CLASSIFICATION("classification", 1),
    DIAGNOSIS("diagnosis", 1),
    REFUTATION("refutation", 1),
    RESOLUTION("resolution", 1),
    SUMMARIZATION("summarization", 1),
    CHAT("chat", 1);

    private static final Pattern HOLE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String SYSTEM = "# system\n";
    private static final String USER = "\n# user\n";

    private final String family;
    private final int version;
    private final String system;
    private final String user;

    Prompt(String family, int version) {
        this.family = family;
        this.version = version;
        var text = read(family + "/" + version + ".md");
        int split = text.indexOf(USER);
        if (!text.startsWith(SYSTEM) || split < 0)
            throw new IllegalStateException("prompt " + label() + " needs '# system' and '# user'");
        system = text.substring(SYSTEM.length(), split).strip();
        user = text.substring(split + USER.length()).strip();
    }

    private static String read(String name) {
        try (var in = Prompt.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("there is no prompt " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Family and version: `diagnosis/1`.
    public String label() {
        return family + "/" + version;
    }

    /// What the model is told once; the same in every call.
    public String system() {
        return system;
    }

    /// What the model is told about one case.
    ///
    /// @param values for every hole of the template, and for no other
    /// @throws IllegalArgumentException when one is missing or too many
    public String user(Map<String, String> values) {
        var used = new HashSet<String>();
        var filled = HOLE.matcher(user).replaceAll(hole -> {
            var name = hole.group(1);
            used.add(name);
            var value = values.get(name);
            if (value == null) throw new IllegalArgumentException("prompt " + label() + " needs '" + name + "'");
            return java.util.regex.Matcher.quoteReplacement(value);
        });
        if (!used.equals(values.keySet()))
            throw new IllegalArgumentException("prompt " + label() + " has no place for all of " + values.keySet());
        return filled;
    }
}

package dev.runbook.app.draft;

import dev.runbook.core.value.Json;
import dev.runbook.core.value.Value;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// YAML in the making, line after line. One thread at a time.
final class YamlText {

    /// What YAML takes for text without quotes, in this language and in others that people know.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder text = new StringBuilder();

    /// @param depth how deep it stands, in steps of two spaces
    YamlText line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
        return this;
    }

    YamlText blank() {
        text.append('\n');
        return this;
    }

    /// A line for the human who reads the draft.
    YamlText remark(int depth, String remark) {
        return line(depth, "# " + remark.replaceAll("\\s+", " ").strip());
    }

    /// A key with a value.
    YamlText entry(int depth, String key, Value value) {
        return line(depth, key + ": " + inline(value));
    }

    YamlText entry(int depth, String key, String value) {
        return entry(depth, key, Value.text(value));
    }

    /// A value within a line. A field without a value is left out, since the language takes none.
    static String inline(Value value) {
        return switch (value) {
            case Value.Text(var text) -> quoted(text);
            case Value.Whole _, Value.Real _, Value.Truth _, Value.Nothing _ -> Json.write(value);
            case Value.Items(var items) ->
                items.stream().map(YamlText::inline).collect(Collectors.joining(", ", "[", "]"));
            case Value.Fields(var fields) ->
                fields.entrySet().stream()
                        .filter(field -> !(field.getValue() instanceof Value.Nothing))
                        .map(YamlText::inline)
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String inline(Map.Entry<String, Value> field) {
        return quoted(field.getKey()) + ": " + inline(field.getValue());
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))
                ? text
                : Json.write(Value.text(text));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

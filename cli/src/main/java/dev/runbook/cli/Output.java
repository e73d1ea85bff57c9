package dev.runbook.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a command prints what it has: for people, or as JSON.
public final class Output {

    /// Control characters, and those that turn the direction of what follows or show nothing at all: with
    /// them a line can be made to read as another.
    private static final Pattern CONTROL = Pattern.compile(
            "\r(?!\n)|[\\p{Cc}&&[^\n\t\r]]|[\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final PrintStream out = System.out;

    public boolean isJson() {
        return json;
    }

    /// Prints the JSON, or what people read instead.
    public void print(JsonNode data, Supplier<String> forPeople) {
        out.println(
                json
                        ? JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(data)
                        : harmless(forPeople.get()));
    }

    /// Prints JSON, whatever was asked for.
    void raw(JsonNode data) {
        out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(data));
    }

    /// Prints one line for people; nothing when JSON is wanted.
    public void say(String line) {
        if (!json) out.println(harmless(line));
    }

    /// Text that a terminal shows and does not obey: logs, alerts and tickets may hold control characters.
    static String harmless(String text) {
        return CONTROL.matcher(text).replaceAll("\uFFFD");
    }

    /// Rows as a table with aligned columns; the first row is the heading.
    public static String table(List<List<String>> rows) {
        var widths = new ArrayList<Integer>();
        for (var row : rows)
            for (int i = 0; i < row.size(); i++) {
                if (widths.size() <= i) widths.add(0);
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i + 1 < row.size())
                    line.append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}

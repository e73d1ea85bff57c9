package dev.runbook.ml.logs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A line that is a JSON object, as many services log. Only its top-level strings are read.
///
/// @param message what was logged
/// @param level `UNKNOWN` when the line has none
record StructuredLine(String message, LogLevel level) {

    private static final List<String> MESSAGES = List.of("message", "msg", "log", "text", "event", "body", "MESSAGE");
    private static final List<String> LEVELS =
            List.of("level", "severity", "levelname", "lvl", "loglevel", "log.level");

    /// Reads a line. One that is no JSON object, or has no message, is its own message.
    static StructuredLine of(String line) {
        if (!line.startsWith("{") || !line.stripTrailing().endsWith("}")) return plain(line);
        var fields = strings(line);
        for (var name : MESSAGES) {
            var message = fields.get(name);
            if (message != null) return new StructuredLine(message, level(fields));
        }
        return plain(line);
    }

    private static StructuredLine plain(String line) {
        return new StructuredLine(line, LogLevel.of(line));
    }

    private static LogLevel level(Map<String, String> fields) {
        for (var name : LEVELS) {
            var level = fields.get(name);
            if (level != null) return LogLevel.named(level);
        }
        return LogLevel.UNKNOWN;
    }

    private static Map<String, String> strings(String line) {
        Map<String, String> fields = new HashMap<>();
        int depth = 0;
        var name = "";
        boolean value = false;
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '"') {
                var text = new StringBuilder();
                i = quoted(line, i, text);
                if (depth == 1 && value) fields.putIfAbsent(name, text.toString());
                else if (depth == 1) name = text.toString();
                continue;
            }
            if (c == '{' || c == '[') depth++;
            else if (c == '}' || c == ']') depth--;
            else if (c == ':' && depth == 1) value = true;
            else if (c == ',' && depth == 1) value = false;
            i++;
        }
        return fields;
    }

    /// Reads a string from its opening quote.
    ///
    /// @return where it ends
    private static int quoted(String line, int open, StringBuilder text) {
        int i = open + 1;
        while (i < line.length() && line.charAt(i) != '"') {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                c = line.charAt(++i);
                if (c == 'n' || c == 't' || c == 'r') c = ' ';
            }
            text.append(c);
            i++;
        }
        return i + 1;
    }
}

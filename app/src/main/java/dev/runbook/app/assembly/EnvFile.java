package dev.runbook.app.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads a `.env` file: lines of `NAME=value`; blank lines and lines that begin with `#` say nothing. A
/// value may stand in single or double quotes; nothing inside it is expanded.
public final class EnvFile {

    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

    private EnvFile() {}

    /// The variables of a file; none when there is no such file.
    ///
    /// @throws ConfigurationException for a line that is no assignment, a name given twice, or a file that cannot
    ///     be read
    public static Map<String, String> read(Path file) {
        if (!Files.exists(file)) return Map.of();
        try {
            var variables = new TreeMap<String, String>();
            int number = 0;
            for (var raw : Files.readAllLines(file)) {
                number++;
                var line = raw.strip();
                if (line.isEmpty() || line.startsWith("#")) continue;
                var match = LINE.matcher(line);
                if (!match.matches())
                    throw new ConfigurationException(
                            file + ":" + number + ": not a line of the form NAME=value; begin remarks with #");
                if (variables.put(match.group(1), unquoted(match.group(2).strip())) != null)
                    throw new ConfigurationException(
                            file + ":" + number + ": " + match.group(1) + " is given twice; keep one");
            }
            return variables;
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read (" + e.getMessage() + "); check its permissions");
        }
    }

    private static String unquoted(String value) {
        if (value.length() < 2) return value;
        char first = value.charAt(0);
        var quoted = (first == '"' || first == '\'') && value.charAt(value.length() - 1) == first;
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}

package dev.runbook.ml.offline.logs;

import java.util.regex.Pattern;

/// Replaces what varies from line to line by `<*>`, so that lines of the same making look the same.
final class Masking {

    static final String HOLE = "<*>";

    /// Values: UUIDs, addresses, hexadecimal runs, times, numbers with their units, quoted text.
    private static final Pattern VALUES = Pattern.compile("\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b"
            + "|\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?\\b"
            + "|\\b0x[0-9a-fA-F]+\\b"
            + "|\\b(?=[0-9a-f]*\\d)[0-9a-f]{8,}\\b"
            + "|\\b\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?\\b"
            + "|(?<![A-Za-z])[-+]?\\d+(?:[.,:]\\d+)*(?:%|ms|us|ns|s|m|h|[kKMGT]i?B?|B)?(?![A-Za-z0-9])");

    /// Digits inside a name: `web-3`, `conn42`.
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private Masking() {}

    /// The words of a line, with its values masked. Only the first line of a stack trace counts.
    static String[] tokens(String message) {
        int end = message.indexOf('\n');
        var line = end < 0 ? message : message.substring(0, end);
        var masked = VALUES.matcher(line).replaceAll(HOLE).strip();
        var tokens = masked.split("\\s+");
        for (int i = 0; i < tokens.length; i++)
            if (!tokens[i].contains(HOLE)) tokens[i] = DIGITS.matcher(tokens[i]).replaceAll(HOLE);
        return tokens;
    }
}

package dev.runbook.language.parse;

/// Finds where a hole of a template ends.
final class Hole {

    /// The hole is never closed.
    static final int UNCLOSED = -1;

    /// Another hole is opened within it.
    static final int NESTED = -2;

    private Hole() {}

    /// Where the `}}` stands that closes the hole whose expression begins at `from`, or [#UNCLOSED], or
    /// [#NESTED]. Text in quotes, and the braces of maps, close nothing.
    static int end(String text, int from) {
        int depth = 0;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                i = afterQuote(text, i);
                if (i < 0) return UNCLOSED;
            } else if (c == '{') {
                if (text.startsWith("{{", i)) return NESTED;
                depth++;
                i++;
            } else if (c == '}') {
                if (depth == 0 && text.startsWith("}}", i)) return i;
                depth = Math.max(0, depth - 1);
                i++;
            } else {
                i++;
            }
        }
        return UNCLOSED;
    }

    private static int afterQuote(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') i++;
            else if (text.charAt(i) == text.charAt(open)) return i + 1;
        }
        return UNCLOSED;
    }

    /// Where a `}}` stands for which the text has no opening braces; negative when nowhere.
    static int strayEnd(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '{') depth++;
            else if (text.charAt(i) == '}') {
                if (depth == 0 && text.startsWith("}}", i)) return i;
                depth = Math.max(0, depth - 1);
            }
        }
        return -1;
    }
}

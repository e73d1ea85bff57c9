package dev.runbook.language.cel;

import java.util.regex.Pattern;

/// The one thing that runbooks write and CEL does not have: `90%`. Metrics in percent are numbers from 0 to
/// 100, so `90%` is the number 90. `%` between two operands stays the remainder, as in `x % 7`.
final class PercentLiterals {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern STRING = Pattern.compile("(?s)[rR]?[bB]?[rR]?(\"\"\".*?\"\"\"|'''.*?''')"
            + "|[rR][bB]?(\"[^\"\\n]*\"|'[^'\\n]*')|[bB][rR](\"[^\"\\n]*\"|'[^'\\n]*')"
            + "|[bB]?(\"(\\\\.|[^\"\\\\\\n])*+\"|'(\\\\.|[^'\\\\\\n])*+')");
    private static final Pattern COMMENT = Pattern.compile("//[^\\n]*");

    private PercentLiterals() {}

    /// The expression with a blank for the sign of each percent literal, so that every place stays what it was.
    static String rewrite(String source) {
        if (source.indexOf('%') < 0) return source;
        var out = new StringBuilder(source);
        int at = 0;
        while (at < source.length()) {
            int end = end(STRING, source, at);
            if (end < 0) end = end(COMMENT, source, at);
            if (end < 0) end = end(WORD, source, at);
            if (end < 0) {
                end = end(NUMBER, source, at);
                if (end > 0 && end < source.length() && source.charAt(end) == '%' && !operandFollows(source, end + 1))
                    out.setCharAt(end, ' ');
            }
            at = end < 0 ? at + 1 : end;
        }
        return out.toString();
    }

    /// Whether the number that begins at an index of an expression is a percent literal.
    static boolean begins(String source, int index) {
        int at = index;
        if (at < source.length() && source.charAt(at) == '-') at++;
        while (at < source.length() && (Character.isDigit(source.charAt(at)) || source.charAt(at) == '.')) at++;
        return at < source.length() && source.charAt(at) == '%';
    }

    private static int end(Pattern pattern, String source, int at) {
        var matcher = pattern.matcher(source).region(at, source.length());
        return matcher.lookingAt() ? matcher.end() : -1;
    }

    private static boolean operandFollows(String source, int at) {
        int next = at;
        while (next < source.length() && Character.isWhitespace(source.charAt(next))) next++;
        if (next == source.length()) return false;
        int word = end(WORD, source, next);
        if (word > 0) return !source.substring(next, word).equals("in");
        char c = source.charAt(next);
        return "([{.-'\"0123456789".indexOf(c) >= 0 || (c == '!' && !source.startsWith("!=", next));
    }
}

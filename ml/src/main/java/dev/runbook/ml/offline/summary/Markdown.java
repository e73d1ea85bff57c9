package dev.runbook.ml.offline.summary;

import java.util.List;
import java.util.regex.Pattern;

/// Markdown, written line by line. Whatever comes from outside goes through [#text], so that it can be read but
/// never becomes a heading, a link, an image, code, HTML or a cell of a table. One thread at a time.
final class Markdown {

    /// What starts or ends markup wherever it stands, the dollar of formulas included.
    private static final Pattern MARKUP =
            Pattern.compile("[\\\\`*<>\\[\\]|$@]|^#|(?<=\\s)#+$|~(?=~)|(?<=~)~|&(?=#?\\w+;)");

    /// Underscores at the edge of a word make emphasis; inside names they make none.
    private static final Pattern EDGE_UNDERSCORE = Pattern.compile("(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");

    /// What many renderers turn into links by themselves.
    private static final Pattern BARE_LINK = Pattern.compile("://|(?i)(?<=\\bwww)\\.");

    /// What makes a list, a rule or a heading at the start of a line.
    private static final Pattern LINE_START = Pattern.compile("^\\s*(?:[-+=](?!\\d)|\\d+(?=[.)](?:\\s|$)))");

    private final StringBuilder out = new StringBuilder();

    /// Text from outside, on one line, as it shall be read.
    static String text(String outside) {
        var line = outside.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        var plain = MARKUP.matcher(line).replaceAll("\\\\$0");
        plain = EDGE_UNDERSCORE.matcher(plain).replaceAll("\\\\_");
        plain = BARE_LINK.matcher(plain).replaceAll("\\\\$0");
        var start = LINE_START.matcher(plain);
        if (!start.find()) return plain;
        return Character.isDigit(plain.charAt(start.end() - 1))
                ? plain.substring(0, start.end()) + "\\" + plain.substring(start.end())
                : plain.substring(0, start.end() - 1) + "\\" + plain.substring(start.end() - 1);
    }

    /// @param markdown may hold markup
    Markdown heading(int level, String markdown) {
        if (!out.isEmpty()) out.append('\n');
        out.append("#".repeat(level)).append(' ').append(markdown).append("\n\n");
        return this;
    }

    Markdown paragraph(String markdown) {
        if (!markdown.isBlank()) out.append(markdown).append("\n\n");
        return this;
    }

    /// A list, or `otherwise` when it would be empty.
    Markdown list(List<String> items, String otherwise) {
        if (items.isEmpty()) return paragraph(otherwise);
        items.forEach(item -> out.append("- ").append(item).append('\n'));
        out.append('\n');
        return this;
    }

    Markdown table(List<String> headings, List<List<String>> rows) {
        row(headings);
        row(headings.stream().map(_ -> "---").toList());
        rows.forEach(this::row);
        out.append('\n');
        return this;
    }

    private void row(List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
        return out.toString().strip().replaceAll("\n{3,}", "\n\n") + "\n";
    }
}

package dev.runbook.ml.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Splits a page into passages: its sections, short ones together with the next.
final class Passages {

    private static final Pattern SECTION = Pattern.compile("\\n(?=#+ )");
    private static final Pattern HEADING = Pattern.compile("^#+\\s+(.+?)\\s*#*\\s*$", Pattern.MULTILINE);
    private static final int SHORTEST_SECTION = 20;

    /// So many characters are enough for a passage.
    private static final int ENOUGH = 300;

    /// Sections are not put together to more than this.
    private static final int LONGEST = 900;

    /// What is embedded of a passage, title included: about 256 tokens.
    private static final int EMBEDDED = 1_000;

    private Passages() {}

    /// A part of a page, whole sections.
    ///
    /// @param title of the page; may be empty
    /// @param text its headings included
    record Passage(String title, String text) {

        /// What stands for its meaning.
        String meant() {
            var meant = (title + " " + text).strip();
            return meant.substring(0, Math.min(meant.length(), EMBEDDED));
        }

        /// The first heading in it that is not the title of the page.
        Optional<String> heading() {
            return HEADING.matcher(text)
                    .results()
                    .map(heading -> heading.group(1))
                    .filter(heading -> !heading.equals(title))
                    .findFirst();
        }

        /// It without headings, on one line.
        String plain() {
            return HEADING.matcher(text).replaceAll(" ").replaceAll("\\s+", " ").strip();
        }
    }

    /// The passages of a page in order; none when it says nothing.
    static List<Passage> of(Page page) {
        List<Passage> passages = new ArrayList<>();
        var text = new StringBuilder();
        for (var section : sections(page.text())) {
            if (!text.isEmpty() && text.length() + section.length() > LONGEST) end(page, text, passages);
            if (!text.isEmpty()) text.append('\n');
            text.append(section);
            if (text.length() >= ENOUGH) end(page, text, passages);
        }
        if (!text.isEmpty() || passages.isEmpty()) end(page, text, passages);
        return passages;
    }

    private static List<String> sections(String text) {
        var sections = SECTION.splitAsStream(text)
                .map(String::strip)
                .filter(section -> section.length() >= SHORTEST_SECTION)
                .toList();
        return sections.isEmpty() ? List.of(text) : sections;
    }

    private static void end(Page page, StringBuilder text, List<Passage> passages) {
        var passage = new Passage(page.title(), text.toString());
        if (!passage.meant().isEmpty()) passages.add(passage);
        text.setLength(0);
    }
}

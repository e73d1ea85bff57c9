package dev.runbook.ml.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Splits a page into passages: its sections, short ones together with the next, long ones cut.
final class Passages {

    private static final Pattern SECTION = Pattern.compile("\\n(?=#+ )");
    private static final int SHORTEST_SECTION = 20;

    /// So many characters are enough for a passage.
    private static final int ENOUGH = 300;

    /// Sections are not put together to more than this.
    private static final int LONGEST = 900;

    /// What is embedded of a passage, title included: about 256 tokens.
    private static final int EMBEDDED = 1_000;

    private Passages() {}

    /// The passages of a page, each after the page's title; none when it says nothing.
    static List<String> of(Page page) {
        List<String> passages = new ArrayList<>();
        var passage = new StringBuilder();
        for (var section : sections(page.text())) {
            if (!passage.isEmpty() && passage.length() + section.length() > LONGEST) end(page, passage, passages);
            if (!passage.isEmpty()) passage.append('\n');
            passage.append(section);
            if (passage.length() >= ENOUGH) end(page, passage, passages);
        }
        if (!passage.isEmpty() || passages.isEmpty()) end(page, passage, passages);
        return passages;
    }

    private static List<String> sections(String text) {
        var sections = SECTION.splitAsStream(text)
                .map(String::strip)
                .filter(section -> section.length() >= SHORTEST_SECTION)
                .toList();
        return sections.isEmpty() ? List.of(text) : sections;
    }

    private static void end(Page page, StringBuilder passage, List<String> passages) {
        var text = (page.title() + " " + passage).strip();
        if (!text.isEmpty()) passages.add(text.substring(0, Math.min(text.length(), EMBEDDED)));
        passage.setLength(0);
    }
}

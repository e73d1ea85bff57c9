package dev.runbook.integrations.jira;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Writes text as an [Atlassian
/// Document](https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/), the only form
/// in which Jira takes rich text, and reads the text out of one. Headings, lists and fenced code of
/// Markdown keep their shape; all else is paragraphs.
final class AtlassianDocument {

    private static final String FENCE = "```";
    private static final int DEEPEST_HEADING = 6;

    private final List<Value> blocks = new ArrayList<>();
    private final List<String> paragraph = new ArrayList<>();
    private final List<Value> bullets = new ArrayList<>();

    private AtlassianDocument() {}

    /// The document of a text.
    static Value.Fields of(String text) {
        var document = new AtlassianDocument();
        document.read(text.lines().toList());
        return Value.fields("type", "doc", "version", 1, "content", document.blocks);
    }

    private void read(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).stripTrailing();
            if (line.startsWith(FENCE)) {
                int end = endOfCode(lines, i + 1);
                finish();
                code(lines.subList(i + 1, end));
                i = end;
            } else line(line);
        }
        finish();
        if (blocks.isEmpty()) blocks.add(Value.fields("type", "paragraph", "content", List.of()));
    }

    private static int endOfCode(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) if (lines.get(i).startsWith(FENCE)) return i;
        return lines.size();
    }

    private void code(List<String> lines) {
        var text = String.join("\n", lines);
        blocks.add(Value.fields("type", "codeBlock", "content", text.isEmpty() ? List.of() : List.of(text(text))));
    }

    private void line(String line) {
        if (line.isBlank()) finish();
        else if (line.matches("#{1,6} +.*")) heading(line);
        else if (line.matches("\\s*[-*] +.*")) bullet(line.strip().substring(1).strip());
        else {
            finishBullets();
            paragraph.add(line.strip());
        }
    }

    private void heading(String line) {
        finish();
        int level = Math.min(DEEPEST_HEADING, line.indexOf(' '));
        blocks.add(Value.fields(
                "type", "heading",
                "attrs", Value.fields("level", level),
                "content", List.of(text(line.substring(level).strip()))));
    }

    private void bullet(String line) {
        finishParagraph();
        bullets.add(Value.fields("type", "listItem", "content", List.of(paragraph(List.of(line)))));
    }

    private void finish() {
        finishParagraph();
        finishBullets();
    }

    private void finishParagraph() {
        if (!paragraph.isEmpty()) blocks.add(paragraph(paragraph));
        paragraph.clear();
    }

    private void finishBullets() {
        if (!bullets.isEmpty()) blocks.add(Value.fields("type", "bulletList", "content", bullets));
        bullets.clear();
    }

    private static Value.Fields paragraph(List<String> lines) {
        var content = new ArrayList<Value>();
        for (var line : lines) {
            if (!content.isEmpty()) content.add(Value.fields("type", "hardBreak"));
            content.add(text(line));
        }
        return Value.fields("type", "paragraph", "content", content);
    }

    private static Value.Fields text(String text) {
        return Value.fields("type", "text", "text", text);
    }

    /// All text of a document, piece after piece.
    static String textOf(JsonNode document) {
        var own = Nodes.text(document, "text").orElse("");
        return own
                + Nodes.list(document, "content").stream()
                        .map(AtlassianDocument::textOf)
                        .collect(Collectors.joining(" "));
    }
}

package dev.runbook.integrations.jira;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.edge.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Writes text as an [Atlassian
/// Document](https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/), the only form
/// in which Jira takes rich text, and reads the text out of one. Headings, lists, tables and fenced code of
/// Markdown keep their shape; all else is paragraphs.
final class AtlassianDocument {

    private static final String FENCE = "```";
    private static final int DEEPEST_HEADING = 6;
    private static final Pattern BETWEEN_CELLS = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern RULE = Pattern.compile("\\|?[\\s:|-]*-[\\s:|-]*");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(\\p{Punct})");

    private final List<Value> blocks = new ArrayList<>();
    private final List<String> paragraph = new ArrayList<>();
    private final List<Value> bullets = new ArrayList<>();
    private final List<Value> rows = new ArrayList<>();
    private boolean headless;

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
        else if (line.startsWith("|")) row(line);
        else if (line.matches("\\s*[-*] +.*")) bullet(line.strip().substring(1).strip());
        else {
            finishBullets();
            finishTable();
            paragraph.add(line.strip());
        }
    }

    /// The first row is the table's head, unless it says nothing.
    private void row(String line) {
        finishParagraph();
        finishBullets();
        if (RULE.matcher(line).matches()) return;
        var cells = BETWEEN_CELLS
                .splitAsStream(line.strip())
                .skip(1)
                .map(String::strip)
                .toList();
        if (cells.stream().allMatch(String::isEmpty)) {
            headless = rows.isEmpty();
            return;
        }
        var type = rows.isEmpty() && !headless ? "tableHeader" : "tableCell";
        rows.add(Value.fields(
                "type",
                "tableRow",
                "content",
                cells.stream().map(cell -> cell(type, cell)).toList()));
    }

    private static Value.Fields cell(String type, String text) {
        return Value.fields("type", type, "content", List.of(paragraph(text.isEmpty() ? List.of() : List.of(text))));
    }

    private void finishTable() {
        if (!rows.isEmpty()) blocks.add(Value.fields("type", "table", "content", rows));
        rows.clear();
        headless = false;
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
        finishTable();
        bullets.add(Value.fields("type", "listItem", "content", List.of(paragraph(List.of(line)))));
    }

    private void finish() {
        finishParagraph();
        finishBullets();
        finishTable();
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
            content.add(text(ESCAPED.matcher(line).replaceAll("$1")));
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

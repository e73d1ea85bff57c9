package dev.runbook.language.parse;

import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads values with holes: `{{ expression }}` in any text, at any depth. `{{ '{{' }}` writes braces as they are.
/// One thread at a time.
final class TemplateReader {

    /// A text with more holes is no text that anybody wrote.
    private static final int MOST_HOLES = 100;

    private static final Template NOTHING = new Template.Literal(new Value.Nothing());

    private final Problems problems;

    TemplateReader(Problems problems) {
        this.problems = problems;
    }

    /// @param name what the value is called, for messages
    Template read(String name, YamlNode node) {
        return switch (node) {
            case YamlNode.Refused _ -> NOTHING;
            case YamlNode.Scalar(var _, Value.Nothing _, var _) -> {
                problems.add(
                        node.position(),
                        Rule.WRONG_TYPE,
                        "'" + name + "' has no value",
                        "write one, or remove it; nothing is never put into a command");
                yield NOTHING;
            }
            case YamlNode.Scalar scalar when scalar.value() instanceof Value.Text -> text(scalar);
            case YamlNode.Scalar scalar -> new Template.Literal(scalar.value());
            case YamlNode.Sequence(var items, var _) -> {
                var read = items.stream().map(item -> read(name, item)).toList();
                yield simplest(read);
            }
            case YamlNode.Mapping(var entries, var _) -> {
                var read = new LinkedHashMap<String, Template>();
                for (var entry : entries) read.put(entry.name(), read(name + "." + entry.name(), entry.value()));
                yield simplest(read);
            }
        };
    }

    /// A list without holes is a literal.
    private static Template simplest(List<Template> items) {
        var values = new ArrayList<Value>();
        for (var item : items) {
            if (!(item instanceof Template.Literal(var value))) return new Template.ListOf(items);
            values.add(value);
        }
        return new Template.Literal(new Value.Items(values));
    }

    private static Template simplest(Map<String, Template> fields) {
        var values = new TreeMap<String, Value>();
        for (var field : fields.entrySet()) {
            if (!(field.getValue() instanceof Template.Literal(var value))) return new Template.MapOf(fields);
            values.put(field.getKey(), value);
        }
        return new Template.Literal(new Value.Fields(values));
    }

    private Template text(YamlNode.Scalar scalar) {
        var text = scalar.text();
        var parts = new ArrayList<Template>();
        int from = 0;
        int holes = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
            literal(scalar, from, open, parts);
            int close = Hole.end(text, open + 2);
            if (close < 0 || ++holes > MOST_HOLES) return unclosed(scalar, open, close, holes);
            int start = open + 2;
            parts.add(ExpressionReader.expression(
                            text.substring(start, close), i -> scalar.places().at(start + i), problems)
                    .<Template>map(Template.Computed::new)
                    .orElse(NOTHING));
            from = close + 2;
        }
        literal(scalar, from, text.length(), parts);
        if (parts.isEmpty()) return new Template.Literal(new Value.Text(text));
        return parts.size() == 1 ? parts.getFirst() : new Template.Mixed(parts);
    }

    private void literal(YamlNode.Scalar scalar, int from, int to, List<Template> parts) {
        if (from == to) return;
        var literal = scalar.text().substring(from, to);
        int stray = Hole.strayEnd(literal);
        if (stray >= 0)
            problems.add(
                    scalar.places().at(from + stray),
                    Rule.TEMPLATE_SYNTAX,
                    "'}}' closes nothing",
                    "open the hole with '{{'; to write braces as they are: {{ '}}' }}");
        parts.add(new Template.Literal(new Value.Text(literal)));
    }

    private Template unclosed(YamlNode.Scalar scalar, int open, int close, int holes) {
        if (holes > MOST_HOLES)
            problems.add(
                    scalar.places().at(open),
                    Rule.TEMPLATE_SYNTAX,
                    "the text has more than " + MOST_HOLES + " holes",
                    "split it");
        else if (close == Hole.NESTED)
            problems.add(
                    scalar.places().at(open),
                    Rule.TEMPLATE_SYNTAX,
                    "'{{' is opened again before it is closed",
                    "close the first with '}}'; within a hole, names need no braces");
        else
            problems.add(
                    scalar.places().at(open),
                    Rule.TEMPLATE_SYNTAX,
                    "'{{' is never closed",
                    "close it with '}}'; to write braces as they are: {{ '{{' }}");
        return NOTHING;
    }
}

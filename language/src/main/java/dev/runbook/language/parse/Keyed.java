package dev.runbook.language.parse;

import dev.runbook.core.operation.Durations;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Nearest;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads the values of a mapping by key and reports each that is not what it should be. A value that was reported
/// comes back empty. One thread at a time.
final class Keyed {

    private final YamlNode.Mapping mapping;
    private final String owner;
    private final Problems problems;

    /// @param owner what the mapping is, for messages: `the runbook`, `step 'restart'`
    Keyed(YamlNode.Mapping mapping, String owner, Problems problems) {
        this.mapping = mapping;
        this.owner = owner;
        this.problems = problems;
    }

    Position position() {
        return mapping.position();
    }

    /// Reports every key that is neither allowed nor left to `known`, which says whether it has reported the key.
    void refuseOthers(Collection<String> allowed, Function<YamlNode.Entry, Boolean> known) {
        for (var entry : mapping.entries())
            if (!allowed.contains(entry.name()) && !problems.isFull() && !known.apply(entry))
                problems.add(
                        entry.key().position(),
                        Rule.UNKNOWN_KEY,
                        owner + " has no key '" + entry.name() + "'",
                        Nearest.hint(entry.name(), allowed));
    }

    /// Reports a key that a later version will have; says whether it is one.
    boolean refuseLater(YamlNode.Entry entry, Set<String> later) {
        if (!later.contains(entry.name())) return false;
        problems.add(
                entry.key().position(),
                Rule.NOT_SUPPORTED,
                "'" + entry.name() + "' is not supported yet by this version",
                "remove it; it must not be ignored silently");
        return true;
    }

    void missing(String key, String hint) {
        if (mapping.entry(key).isEmpty())
            problems.add(position(), Rule.MISSING_KEY, owner + " has no '" + key + "'", hint);
    }

    Optional<YamlNode> node(String key) {
        return mapping.entry(key).map(YamlNode.Entry::value);
    }

    Optional<YamlNode.Scalar> text(String key) {
        return node(key).flatMap(node -> text("'" + key + "'", node));
    }

    private Optional<YamlNode.Scalar> text(String what, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.value() instanceof Value.Text(var text)) {
            if (!text.isBlank()) return Optional.of(scalar);
            problems.add(node.position(), Rule.WRONG_TYPE, what + " is empty", "write something, or remove the key");
        } else {
            wrongType(what, "text", node, node instanceof YamlNode.Scalar ? "put it in quotes" : "write one text");
        }
        return Optional.empty();
    }

    Optional<Boolean> truth(String key) {
        return node(key).flatMap(node -> {
            if (node instanceof YamlNode.Scalar(var _, Value.Truth(var truth), var _)) return Optional.of(truth);
            wrongType("'" + key + "'", "true or false", node, "write true or false, without quotes");
            return Optional.empty();
        });
    }

    /// One of the words that `words` has.
    <T> Optional<T> word(String key, Rule rule, Map<String, T> words) {
        return text(key).flatMap(scalar -> {
            var word = words.get(scalar.text());
            if (word == null)
                problems.add(
                        scalar.position(),
                        rule,
                        "'" + scalar.text() + "' is no " + key.replace('_', ' '),
                        Nearest.hint(scalar.text(), words.keySet()));
            return Optional.ofNullable(word);
        });
    }

    Optional<Duration> duration(String key) {
        return node(key).flatMap(node -> {
            var hint = "write it as 30s, 5m or 1h30m";
            if (node instanceof YamlNode.Scalar scalar && !(scalar.value() instanceof Value.Nothing)) {
                var duration = Durations.parse(scalar.text());
                if (duration.isEmpty() || duration.get().isNegative())
                    problems.add(node.position(), Rule.BAD_VALUE, "'" + scalar.text() + "' is no span of time", hint);
                return duration.filter(d -> !d.isNegative());
            }
            wrongType("'" + key + "'", "a span of time", node, hint);
            return Optional.empty();
        });
    }

    /// A list of text; a single text is a mistake worth naming.
    List<YamlNode.Scalar> texts(String key) {
        return switch (node(key).orElse(null)) {
            case null -> List.of();
            case YamlNode.Sequence(var items, var _) -> {
                var texts = new ArrayList<YamlNode.Scalar>();
                for (var item : items) text("an item of '" + key + "'", item).ifPresent(texts::add);
                yield texts;
            }
            case YamlNode other -> {
                wrongType("'" + key + "'", "a list", other, "write [" + key + "] or one item a line after a dash");
                yield List.of();
            }
        };
    }

    Optional<Keyed> mapping(String key) {
        return node(key).flatMap(node -> {
            if (node instanceof YamlNode.Mapping inner) return Optional.of(new Keyed(inner, "'" + key + "'", problems));
            wrongType("'" + key + "'", "a mapping", node, "write its keys below it, indented");
            return Optional.empty();
        });
    }

    Optional<Expression> expression(String key) {
        return node(key).flatMap(node -> {
            if (node instanceof YamlNode.Scalar scalar && !(scalar.value() instanceof Value.Nothing))
                return ExpressionReader.condition(scalar, problems);
            wrongType("'" + key + "'", "a condition", node, "write one, such as: cpu_usage > 90%");
            return Optional.empty();
        });
    }

    /// A mapping of templates; empty when the key is not there.
    Template.MapOf templates(String key) {
        var fields = new LinkedHashMap<String, Template>();
        mapping(key).ifPresent(inner -> {
            for (var entry : inner.mapping.entries())
                fields.put(entry.name(), new TemplateReader(problems).read(entry.name(), entry.value()));
        });
        return new Template.MapOf(fields);
    }

    private void wrongType(String what, String wanted, YamlNode node, String hint) {
        if (!(node instanceof YamlNode.Refused))
            problems.add(
                    node.position(), Rule.WRONG_TYPE, what + " must be " + wanted + ", and it is " + node.kind(), hint);
    }
}

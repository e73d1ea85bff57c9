package dev.runbook.language.lint;

import dev.runbook.core.operation.Durations;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.cel.Satisfiable;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.yaml.YamlNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds what can be read and can be run, and cannot be meant: spans of no time, inputs that nothing uses, an
/// undo that does it again. One thread at a time.
final class SenseChecks {

    private static final String WRITE_TIME = "write a time in which something can happen, such as 30s or 5m";

    private final Uses uses;
    private final Problems problems;

    SenseChecks(Uses uses, Problems problems) {
        this.uses = uses;
        this.problems = problems;
    }

    void check(Reading reading) {
        reading.root().ifPresent(root -> {
            applicability(root);
            fields(root, "inputs", reading.inputs());
        });
        for (var entry : reading.steps()) {
            times(entry.node());
            entry.step().ifPresent(step -> step(step, entry.node()));
        }
        reading.root().ifPresent(root -> unused(reading, root));
    }

    private void step(Step step, YamlNode.Mapping node) {
        if (step instanceof Step.Ask(var _, var _, var answers)) fields(node, "answers", answers);
        if (step instanceof Step.Execute execute) {
            undo(execute, node);
            checks(execute.check(), node);
        }
        if (step instanceof Step.Verify(var _, var check)) checks(check, node);
        if (step.head().forEach().orElse(null) instanceof Template.Literal(Value.Items(var items)) && items.isEmpty())
            noEffect(node, "for_each", "there is nothing in the list, so step '" + step.id() + "' never runs");
        if (step instanceof Step.Diagnose) twice(node);
        if (step instanceof Step.Decide
                && value(node, "rules").orElse(null) instanceof YamlNode.Sequence(var rules, var at)
                && rules.isEmpty())
            problems.addUnlessAt(
                    at,
                    Rule.WRONG_TYPE,
                    "step '" + step.id() + "' has no rules, so it decides nothing",
                    "write its rules, each with when, choose and because");
        if (node.entry("retry").isPresent() && step.head().handling().retry().attempts() == 1)
            noEffect(node, "retry", "one attempt is what every step has, so this changes nothing");
    }

    /// The steps of a `context` that are there already.
    private void twice(YamlNode.Mapping node) {
        var seen = new HashSet<String>();
        scalars(value(node, "context"))
                .filter(scalar -> !seen.add(scalar.text()))
                .forEach(scalar -> problems.addUnlessAt(
                        scalar.position(),
                        Rule.NO_EFFECT,
                        "'" + scalar.text() + "' is in the context twice",
                        "remove one of them, or name another step"));
    }

    private void noEffect(YamlNode.Mapping node, String key, String message) {
        problems.addUnlessAt(
                value(node, key).map(YamlNode::position).orElse(node.position()),
                Rule.NO_EFFECT,
                message,
                "write what is meant, or remove it");
    }

    private void times(YamlNode.Mapping node) {
        for (var key : List.of("timeout", "settle", "duration"))
            value(node, key).ifPresent(at -> time(key, at));
        value(node, "retry")
                .filter(YamlNode.Mapping.class::isInstance)
                .flatMap(retry -> value((YamlNode.Mapping) retry, "backoff"))
                .ifPresent(at -> time("backoff", at));
    }

    private void time(String key, YamlNode at) {
        if (at instanceof YamlNode.Scalar scalar
                && Durations.parse(scalar.text()).filter(Duration::isZero).isPresent())
            problems.addUnlessAt(
                    at.position(), Rule.NO_TIME, "'" + key + "' is no time at all: " + scalar.text(), WRITE_TIME);
    }

    /// The options of inputs and answers.
    private void fields(YamlNode.Mapping node, String key, List<Field> fields) {
        if (!(value(node, key).orElse(null) instanceof YamlNode.Mapping named)) return;
        for (var field : fields) {
            if (!(value(named, field.name()).orElse(null) instanceof YamlNode.Mapping one)) continue;
            if (!(value(one, "options").orElse(null) instanceof YamlNode.Sequence(var items, var at))) continue;
            if (field.type().name().equals("TRUTH")) {
                problems.addUnlessAt(
                        one.entry("options").map(e -> e.key().position()).orElse(at),
                        Rule.BAD_VALUE,
                        "'" + field.name() + "' is true or false, so it has no options",
                        "remove the options, or make it a text");
                continue;
            }
            options(field, items);
        }
    }

    private void options(Field field, List<YamlNode> items) {
        if (items.size() != field.options().size()) return;
        var seen = new HashSet<Value>();
        for (int i = 0; i < items.size(); i++) {
            var option = field.options().get(i);
            if (!field.type().accepts(option))
                problems.addUnlessAt(
                        items.get(i).position(),
                        Rule.PARAMETER_TYPE,
                        "the option " + option.display() + " of '" + field.name() + "' is no "
                                + field.type().name().toLowerCase(Locale.ROOT),
                        "make type and options agree");
            else if (!seen.add(option))
                problems.addUnlessAt(
                        items.get(i).position(),
                        Rule.NO_EFFECT,
                        "the option " + option.display() + " of '" + field.name() + "' is there twice",
                        "remove one of them");
        }
    }

    /// What `match` looks for and `not_for` excludes.
    private void applicability(YamlNode.Mapping root) {
        if (!(value(root, "match").orElse(null) instanceof YamlNode.Mapping match)
                || !(value(root, "not_for").orElse(null) instanceof YamlNode.Mapping except)) return;
        for (var key : List.of("phrases", "alerts", "category")) {
            var wanted = scalars(value(match, key)).map(YamlNode.Scalar::text).toList();
            scalars(value(except, key))
                    .filter(scalar -> wanted.stream().anyMatch(scalar.text()::equalsIgnoreCase))
                    .forEach(scalar -> contradiction(scalar, scalar.text()));
        }
        if (value(match, "labels").orElse(null) instanceof YamlNode.Mapping some
                && value(except, "labels").orElse(null) instanceof YamlNode.Mapping others)
            for (var entry : others.entries())
                if (entry.value() instanceof YamlNode.Scalar scalar
                        && value(some, entry.name()).orElse(null) instanceof YamlNode.Scalar same
                        && same.text().equals(scalar.text())) contradiction(scalar, entry.name() + "=" + scalar.text());
    }

    private void contradiction(YamlNode.Scalar at, String text) {
        problems.addUnlessAt(
                at.position(),
                Rule.MATCH_CONTRADICTION,
                "'match' looks for '" + text + "', and 'not_for' excludes it",
                "remove it from one of the two");
    }

    private static Stream<YamlNode.Scalar> scalars(Optional<YamlNode> node) {
        return switch (node.orElse(null)) {
            case YamlNode.Scalar scalar -> Stream.of(scalar);
            case YamlNode.Sequence(var items, var _) ->
                items.stream().filter(YamlNode.Scalar.class::isInstance).map(YamlNode.Scalar.class::cast);
            case null, default -> Stream.of();
        };
    }

    private void unused(Reading reading, YamlNode.Mapping root) {
        // What is broken may be what uses them.
        if (problems.hasErrors()) return;
        var used = new HashSet<String>();
        Stream.concat(
                        Stream.concat(reading.trigger().stream(), reading.vars().expressions()),
                        Stream.concat(
                                reading.inputs().stream()
                                        .flatMap(input -> input.fallback().stream())
                                        .flatMap(Template::expressions),
                                reading.steps().stream()
                                        .flatMap(entry -> entry.step().stream())
                                        .flatMap(step -> Uses.slots(step).stream())
                                        .map(Uses.Slot::expression)))
                .flatMap(uses::in)
                .forEach(use -> {
                    var reference = use.reference();
                    used.add(
                            reference.path().isEmpty()
                                    ? reference.root()
                                    : reference.root() + "." + reference.path().getFirst());
                });
        unused(root, "inputs", reading.inputs().stream().map(Field::name).toList(), used);
        unused(root, "vars", List.copyOf(reading.vars().fields().keySet()), used);
    }

    private void unused(YamlNode.Mapping root, String key, List<String> names, Set<String> used) {
        if (used.contains(key) || !(value(root, key).orElse(null) instanceof YamlNode.Mapping named)) return;
        for (var name : names)
            if (!used.contains(key + "." + name))
                named.entry(name)
                        .ifPresent(entry -> problems.addUnlessAt(
                                entry.key().position(),
                                Rule.UNUSED_NAME,
                                "nothing uses " + key + "." + name,
                                "use it, or remove it"));
    }

    private void undo(Step.Execute step, YamlNode.Mapping node) {
        if (step.safety()
                .undo()
                .filter(undo -> undo.operation().equals(step.operation())
                        && undo.parameters().source().equals(step.parameters().source()))
                .isPresent())
            problems.addUnlessAt(
                    value(node, "undo").map(YamlNode::position).orElse(node.position()),
                    Rule.UNDO_SAME,
                    "the undo of step '" + step.id() + "' does the same again",
                    "name what takes it back, with the values of before; if there is none, write undo: none");
    }

    private void checks(Step.Check check, YamlNode.Mapping node) {
        if (check.success().isEmpty() || check.harm().isEmpty()) return;
        var success = check.success().get().source();
        var harm = check.harm().get().source();
        boolean sometimes = Satisfiable.of(success, Shapes::metric) == Satisfiable.SOMETIMES
                && Satisfiable.of(harm, Shapes::metric) == Satisfiable.SOMETIMES;
        if (sometimes && Satisfiable.of("(" + success + ") && !(" + harm + ")", Shapes::metric) == Satisfiable.NEVER)
            problems.addUnlessAt(
                    value(node, "harm").map(YamlNode::position).orElse(node.position()),
                    Rule.CHECK_CONTRADICTION,
                    "there is harm whenever there is success: '" + harm + "'",
                    "let 'harm' say what must not be, such as: error_rate > 5%");
    }

    private static Optional<YamlNode> value(YamlNode.Mapping node, String key) {
        return node.entry(key).map(YamlNode.Entry::value);
    }
}

package dev.runbook.language.lint;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Shape;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.cel.Typing;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.yaml.YamlNode;
import java.util.Optional;
import java.util.Set;

/// Checks that expressions do with values what these can do. One thread at a time.
final class TypeChecks {

    /// A place that knows neither metrics nor anything local.
    private static final Uses.Slot VALUE =
            new Uses.Slot(new Expression("true", new Position("", 1, 1)), Uses.When.VALUE, Set.of());

    private final Shapes shapes;
    private final Problems problems;

    TypeChecks(Shapes shapes, Problems problems) {
        this.shapes = shapes;
        this.problems = problems;
    }

    void check(Reading reading) {
        reading.trigger().ifPresent(trigger -> faults(trigger, Typing.of(trigger.source(), Shapes::metric)));
        reading.vars().expressions().forEach(e -> faults(e, shapes.typed(e, VALUE, Optional.empty())));
        for (var entry : reading.steps()) entry.step().ifPresent(step -> check(step, entry.node()));
    }

    private void check(Step step, YamlNode.Mapping node) {
        for (var slot : Uses.slots(step))
            faults(slot.expression(), shapes.typed(slot.expression(), slot, Optional.of(step)));
        step.head()
                .forEach()
                .filter(Template.Computed.class::isInstance)
                .ifPresent(list -> wanted(list, step, Shape.Items.class, node, "for_each", "a list"));
        if (step instanceof Step.Execute(var _, var _, var safety, var _))
            safety.target().ifPresent(target -> written(target, node, "target"));
        if (step instanceof Step.Ask(var _, var question, var _)) written(question, node, "question");
        if (step instanceof Step.Execute execute)
            execute.safety()
                    .target()
                    .filter(Template.Computed.class::isInstance)
                    .ifPresent(target -> single(target, step, node, "target"));
        if (step instanceof Step.Ask(var _, Template.Computed question, var _))
            single(question, step, node, "question");
        if (step instanceof Step.Wait(var _, Template.Computed duration)
                && !(shapes.of(duration, VALUE, step) instanceof Shape.Span))
            wanted(duration, step, Shape.Text.class, node, "duration", "a span of time, such as 5m");
    }

    /// What people read, or what a lock is for, cannot be empty.
    private void written(Template template, YamlNode.Mapping node, String key) {
        if (template instanceof Template.Literal(Value.Text(var text)) && text.isBlank())
            problems.addUnlessAt(
                    node.entry(key).map(e -> e.value().position()).orElse(node.position()),
                    Rule.WRONG_TYPE,
                    "'" + key + "' is empty",
                    "write something, or remove the key");
    }

    /// A text or a number, which can be shown in a line.
    private void single(Template template, Step step, YamlNode.Mapping node, String key) {
        var shape = shapes.of(template, VALUE, step);
        if (shape instanceof Shape.Items || shape instanceof Shape.Fields)
            wanted(template, step, Shape.Text.class, node, key, "text");
    }

    private void wanted(
            Template template,
            Step step,
            Class<? extends Shape> type,
            YamlNode.Mapping node,
            String key,
            String words) {
        var shape = shapes.of(template, VALUE, step);
        if (shape instanceof Shape.Anything || shape instanceof Shape.Nothing || type.isInstance(shape)) return;
        problems.addUnlessAt(
                node.entry(key).map(e -> e.value().position()).orElse(node.position()),
                Rule.WRONG_TYPE,
                "'" + key + "' must be " + words + ", and " + template.source() + " is "
                        + shape.kind().orElse("something else"),
                "name a value that is " + words);
    }

    private void faults(Expression expression, Typing.Typed typed) {
        for (var fault : typed.faults())
            problems.addUnlessAt(Uses.place(expression, fault.index()), fault.rule(), fault.message(), fault.hint());
    }
}

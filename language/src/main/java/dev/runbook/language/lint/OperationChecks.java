package dev.runbook.language.lint;

import dev.runbook.core.evidence.Metric;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.Invocation;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Shape;
import dev.runbook.core.value.Value;
import dev.runbook.language.Nearest;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.yaml.YamlNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Holds the steps against the operations that exist. One thread at a time.
final class OperationChecks {

    private final Catalogue catalogue;
    private final Shapes shapes;
    private final Problems problems;
    private Map<String, Parameter.Type> inputs = Map.of();

    OperationChecks(Catalogue catalogue, Shapes shapes, Problems problems) {
        this.catalogue = catalogue;
        this.shapes = shapes;
        this.problems = problems;
    }

    void check(Reading reading) {
        inputs = reading.inputs().stream().collect(Collectors.toMap(Field::name, Field::type, (one, _) -> one));
        for (var entry : reading.steps()) entry.step().ifPresent(step -> check(step, entry.node()));
    }

    private void check(Step step, YamlNode.Mapping node) {
        step.invocation()
                .map(call -> operation(step, call, node))
                .ifPresent(operation -> effect(step, operation, node));
        if (step instanceof Step.Execute execute
                && execute.safety().undo().isPresent()
                && node.entry("undo").map(YamlNode.Entry::value).orElse(null) instanceof YamlNode.Mapping inner) {
            var undo = operation(step, execute.safety().undo().get(), inner);
            if (undo != null && undo.effect() == Effect.READS)
                problems.add(
                        place(inner, "method"),
                        Rule.WRONG_EFFECT,
                        undo.name() + " only looks, and takes nothing back",
                        "name the operation that changes it back, or write undo: none");
        }
    }

    private void effect(Step step, Operation operation, YamlNode.Mapping node) {
        switch (step) {
            case Step.Gather _ -> {
                if (operation.effect() != Effect.READS)
                    problems.add(
                            place(node, "action"),
                            Rule.WRONG_EFFECT,
                            operation.name() + " changes the world, and gather must only look",
                            "use action: execute, so that the step can be approved and verified");
            }
            case Step.Notify _ -> {
                if (!operation.isMessage())
                    problems.add(
                            place(node, "action"),
                            Rule.WRONG_EFFECT,
                            operation.name() + " tells nobody anything, and notify is for messages",
                            operation.effect() == Effect.READS ? "use action: gather" : "use action: execute");
            }
            case Step.Execute execute -> execution(operation, execute, node);
            case Step.Diagnose _, Step.Decide _, Step.Verify _, Step.Ask _, Step.Wait _, Step.Call _ -> {}
        }
    }

    /// The operation that is called, after its parameters were checked.
    private @Nullable Operation operation(Step step, Invocation call, YamlNode.Mapping node) {
        var operation = operation(call.operation(), node);
        if (operation != null) parameters(operation, step, call.parameters(), node);
        return operation;
    }

    private @Nullable Operation operation(OperationName name, YamlNode.Mapping node) {
        var found = catalogue.find(name);
        if (found.isPresent()) return found.get();
        problems.add(
                place(node, "method"),
                Rule.UNKNOWN_OPERATION,
                "the integration '" + name.capability().key() + "' has no method '" + name.method() + "'",
                methodHint(name));
        return null;
    }

    private String methodHint(OperationName name) {
        var elsewhere = catalogue.all().stream()
                .map(Operation::name)
                .filter(other -> other.method().equals(name.method()))
                .map(other -> other.capability().key())
                .toList();
        if (!elsewhere.isEmpty()) return "the integration '" + elsewhere.getFirst() + "' has it";
        return Nearest.hint(
                name.method(),
                catalogue.all().stream()
                        .map(Operation::name)
                        .filter(other -> other.capability() == name.capability())
                        .map(OperationName::method)
                        .toList());
    }

    private void parameters(Operation operation, Step step, Template.MapOf given, YamlNode.Mapping node) {
        for (var field : given.fields().entrySet()) {
            var parameter = operation.parameter(field.getKey());
            if (parameter.isEmpty()) {
                var names = operation.parameters().stream().map(Parameter::name).toList();
                problems.add(
                        parameterKey(node, field.getKey()),
                        Rule.UNKNOWN_PARAMETER,
                        operation.name() + " has no parameter '" + field.getKey() + "'",
                        names.isEmpty() ? "it takes none; remove it" : Nearest.hint(field.getKey(), names));
            } else {
                value(operation, parameter.get(), step, field.getValue(), node);
            }
        }
        boolean broken = node.entry("params")
                .filter(e -> !(e.value() instanceof YamlNode.Mapping))
                .isPresent();
        if (broken) return;
        for (var parameter : operation.parameters())
            if (parameter.required() && !given.fields().containsKey(parameter.name()))
                problems.add(
                        node.entry("params").map(e -> e.key().position()).orElse(node.position()),
                        Rule.MISSING_PARAMETER,
                        operation.name() + " needs '" + parameter.name() + "': " + parameter.description(),
                        "add it below params");
    }

    private void value(Operation operation, Parameter parameter, Step step, Template template, YamlNode.Mapping node) {
        var at = parameterValue(node, parameter.name());
        var must = "'" + parameter.name() + "' of " + operation.name() + " must be ";
        if (!fits(parameter.type(), step, template))
            problems.add(
                    at,
                    Rule.PARAMETER_TYPE,
                    must + parameter.type().name().toLowerCase(Locale.ROOT) + ", and it is " + given(step, template),
                    hint(parameter.type()));
        else if (template instanceof Template.Literal(var value)
                && !(value instanceof Value.Nothing)
                && !parameter.accepts(value))
            problems.add(
                    at,
                    Rule.PARAMETER_RANGE,
                    must + parameter.wanted() + ", and it is "
                            + (value.display().isBlank() ? "empty" : value.display()),
                    "write a value that it takes; every integration refuses this one");
        else if (parameter.name().equals("metric") && template instanceof Template.Literal(Value.Text(var metric)))
            Nearest.misspelled(metric, Metric.names())
                    .ifPresent(near -> problems.add(
                            at,
                            Rule.UNKNOWN_METRIC,
                            "nothing measures '" + metric + "'",
                            "did you mean '" + near + "'?"));
    }

    private String given(Step step, Template template) {
        return switch (template) {
            case Template.Literal(var value) -> value.display();
            case Template.Computed(var expression)
            when inputs.containsKey(input(expression)) ->
                "the input " + input(expression) + ", which is of another type";
            case Template.Computed(var expression) ->
                expression.source() + ", which is "
                        + shape(step, template).kind().orElse("of another type");
            case Template.Mixed _, Template.ListOf _, Template.MapOf _ -> "text with holes";
        };
    }

    private Shape shape(Step step, Template template) {
        var first = template.expressions().findFirst();
        if (first.isEmpty()) return Shape.anything();
        var slot = new Uses.Slot(first.get(), Uses.When.VALUE, Set.of(Uses.ITEM, Uses.RESULT));
        return shapes.of(template, slot, step);
    }

    private boolean fits(Parameter.Type type, Step step, Template template) {
        return switch (template) {
            case Template.Literal(Value.Nothing _) -> true;
            case Template.Literal(var value) -> type.accepts(value);
            case Template.Computed(var expression) -> {
                var given = inputs.get(input(expression));
                yield given == null ? Shapes.fits(type, shape(step, template)) : takes(type, given);
            }
            case Template.Mixed(var parts) ->
                type == Parameter.Type.TEXT || (type == Parameter.Type.DURATION && spans(parts, step));
            case Template.ListOf _ -> type == Parameter.Type.LIST;
            case Template.MapOf _ -> type == Parameter.Type.MAP;
        };
    }

    /// Whether texts and numbers are put together, which may be a span of time.
    private boolean spans(List<Template> parts, Step step) {
        return parts.stream()
                .map(part -> shape(step, part))
                .noneMatch(shape ->
                        shape instanceof Shape.Items || shape instanceof Shape.Fields || shape instanceof Shape.Truth);
    }

    /// The input that an expression is, if it is one as a whole; else an empty name.
    private static String input(Expression expression) {
        var prefix = "inputs.";
        return expression.source().startsWith(prefix) ? expression.source().substring(prefix.length()) : "";
    }

    /// Whether a parameter takes whatever a field of another type holds.
    private static boolean takes(Parameter.Type wanted, Parameter.Type given) {
        return wanted == given
                || (wanted == Parameter.Type.NUMBER && given == Parameter.Type.WHOLE)
                || (wanted == Parameter.Type.TEXT && given == Parameter.Type.DURATION);
    }

    private static String hint(Parameter.Type type) {
        return switch (type) {
            case TEXT -> "put it in quotes";
            case WHOLE -> "write digits alone, without quotes";
            case NUMBER -> "write a number, without quotes";
            case TRUTH -> "write true or false, without quotes";
            case DURATION -> "write it as 30s, 15m, 2h or 1d";
            case LIST -> "write [a, b], or one item a line after a dash";
            case MAP -> "write its keys below it, indented";
        };
    }

    private void execution(Operation operation, Step.Execute execute, YamlNode.Mapping node) {
        if (operation.effect() == Effect.READS)
            problems.add(
                    place(node, "action"),
                    Rule.WRONG_EFFECT,
                    operation.name() + " only looks, and execute is for changes",
                    "use action: gather");
        else undo(operation, execute, node);
        boolean written = node.entry("risk_level")
                .filter(e -> e.value() instanceof YamlNode.Scalar risk
                        && risk.text().equals(execute.risk().key()))
                .isPresent();
        if (written && !execute.risk().isAtLeast(operation.riskFloor()))
            problems.add(
                    place(node, "risk_level"),
                    Rule.RISK_BELOW_FLOOR,
                    "the risk of " + operation.name() + " is at least "
                            + operation.riskFloor().key() + ", and the step says "
                            + execute.risk().key(),
                    "write " + operation.riskFloor().key() + " or more, or leave it out");
    }

    /// What cannot be undone by itself must say so.
    private void undo(Operation operation, Step.Execute execute, YamlNode.Mapping node) {
        boolean grave = execute.risk().or(operation.riskFloor()).isAtLeast(RiskLevel.HIGH);
        if (grave && operation.effect() == Effect.CHANGES && node.entry("undo").isEmpty())
            problems.add(
                    node.position(),
                    Rule.NO_UNDO,
                    "step '" + execute.id() + "' has a high risk and does not say how it is undone",
                    "add the operation that takes it back: undo: {integration: …, method: …}; if there is none, write"
                            + " undo: none");
    }

    /// Where the value of a key stands.
    private static Position place(YamlNode.Mapping node, String key) {
        return node.entry(key).map(e -> e.value().position()).orElse(node.position());
    }

    private static Position parameterKey(YamlNode.Mapping node, String name) {
        return parameter(node, name).map(e -> e.key().position()).orElse(node.position());
    }

    private static Position parameterValue(YamlNode.Mapping node, String name) {
        return parameter(node, name).map(e -> e.value().position()).orElse(node.position());
    }

    private static Optional<YamlNode.Entry> parameter(YamlNode.Mapping node, String name) {
        return node.entry("params")
                .map(YamlNode.Entry::value)
                .flatMap(value -> value instanceof YamlNode.Mapping given ? given.entry(name) : Optional.empty());
    }
}

package dev.runbook.language.lint;

import dev.runbook.core.evidence.Metric;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Shape;
import dev.runbook.core.value.Value;
import dev.runbook.language.cel.Typing;
import dev.runbook.language.parse.Reading;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What is known of the names that a runbook's expressions use, before it runs. One thread at a time.
final class Shapes {

    private static final Shape INCIDENT = new Shape.Fields(
            Map.of(
                    "id", Shape.text(),
                    "text", Shape.text(),
                    "host", Shape.text(),
                    "service", Shape.text(),
                    "environment", Shape.text(),
                    "category", options(Category.values()),
                    "severity", options(Severity.values()),
                    "labels", new Shape.Fields(Map.of(), true)),
            true);

    private final Catalogue catalogue;
    private final Map<String, Shape> names = new HashMap<>();

    /// What each step answers, before its `outputs`.
    private final Map<String, Shape> raw = new HashMap<>();

    private Shapes(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    static Shapes of(Reading reading, Catalogue catalogue) {
        var shapes = new Shapes(catalogue);
        shapes.names.put("incident", INCIDENT);
        var inputs = new LinkedHashMap<String, Shape>();
        for (var input : reading.inputs()) inputs.put(input.name(), of(input));
        shapes.names.put("inputs", new Shape.Fields(inputs, true));
        var vars = new LinkedHashMap<String, Shape>();
        reading.vars().fields().forEach((name, template) -> {
            vars.put(name, shapes.of(template, shapes::name));
            shapes.names.put("vars", new Shape.Fields(vars, true));
        });
        for (var entry : reading.steps()) entry.id().ifPresent(id -> shapes.names.putIfAbsent(id, Shape.anything()));
        for (var entry : reading.steps()) entry.step().ifPresent(shapes::add);
        return shapes;
    }

    private static Shape options(Enum<?>[] values) {
        return new Shape.Text(Arrays.stream(values)
                .map(v -> v.name().toLowerCase(Locale.ROOT))
                .toList());
    }

    private Shape name(String name) {
        return names.getOrDefault(name, Shape.anything());
    }

    private static Shape of(Field field) {
        return switch (field.type()) {
            case TEXT ->
                new Shape.Text(field.options().stream()
                        .filter(Value.Text.class::isInstance)
                        .map(Value::display)
                        .toList());
            case DURATION -> Shape.text();
            case WHOLE, NUMBER -> Shape.number();
            case TRUTH -> Shape.truth();
            case LIST -> new Shape.Items(Shape.anything());
            case MAP -> new Shape.Fields(Map.of(), true);
        };
    }

    private void add(Step step) {
        var answer = answer(step);
        if (step.head().forEach().isPresent()) answer = new Shape.Items(answer);
        raw.put(step.id().id(), answer);
        var outputs = step.head().outputs().fields();
        if (outputs.isEmpty()) {
            names.put(step.id().id(), answer);
            return;
        }
        var result = answer;
        var seen = new LinkedHashMap<String, Shape>();
        outputs.forEach((name, template) ->
                seen.put(name, of(template, known -> known.equals(Uses.RESULT) ? result : name(known))));
        names.put(step.id().id(), new Shape.Fields(seen, false));
    }

    private Shape answer(Step step) {
        return switch (step) {
            case Step.Gather(var _, var call) ->
                catalogue.find(call.operation()).map(Operation::result).orElse(Shape.anything());
            case Step.Diagnose _ -> diagnosis();
            case Step.Decide(var _, var rules) -> decision(rules);
            case Step.Ask(var _, var _, var answers) -> {
                var given = new LinkedHashMap<String, Shape>();
                for (var answer : answers) given.put(answer.name(), of(answer));
                yield new Shape.Fields(given, false);
            }
            case Step.Verify _ -> Shape.fields("verified", Shape.truth());
            case Step.Wait _ -> Shape.fields();
            case Step.Execute _, Step.Notify _, Step.Call _ -> Shape.anything();
        };
    }

    /// Which further values a recommendation brings hangs on what is recommended.
    private static Shape diagnosis() {
        var fields = new HashMap<String, Shape>();
        for (var name : List.of(
                "verdict",
                "cause",
                "category",
                "component",
                "action",
                "target_host",
                "target_service",
                "target_database",
                "target_application",
                "target_path",
                "target_version",
                "avoid")) fields.put(name, Shape.text());
        fields.put("confidence", new Shape.Numeric(0, 1));
        fields.put("replicas", Shape.number());
        return new Shape.Fields(fields, true);
    }

    private Shape decision(List<Step.Decide.Rule> rules) {
        var fields = new LinkedHashMap<String, Shape>();
        fields.put("because", Shape.text());
        var chosen = rules.stream()
                .flatMap(rule -> rule.choose().stream())
                .map(StepId::id)
                .distinct();
        boolean always = rules.stream().allMatch(rule -> rule.choose().isPresent())
                && rules.stream().anyMatch(rule -> rule.when().isEmpty());
        // Where nothing may be chosen, no text stands for it.
        var none = always ? Stream.<String>of() : Stream.of("");
        fields.put("action", new Shape.Text(Stream.concat(chosen, none).toList()));
        for (var rule : rules)
            rule.set()
                    .fields()
                    .forEach((name, template) -> fields.merge(name, of(template, this::name), Shape::either));
        return new Shape.Fields(fields, false);
    }

    /// What a template comes to.
    private Shape of(Template template, Function<String, Shape> scope) {
        return switch (template) {
            case Template.Literal(var value) -> loose(Shape.of(value));
            case Template.Computed(var expression) ->
                Typing.of(expression.source(), scope).shape();
            case Template.Mixed _ -> Shape.text();
            case Template.ListOf(var items) ->
                new Shape.Items(items.stream()
                        .map(item -> of(item, scope))
                        .reduce(Shape::either)
                        .orElse(Shape.anything()));
            case Template.MapOf(var fields) -> {
                var shapes = new LinkedHashMap<String, Shape>();
                fields.forEach((name, field) -> shapes.put(name, of(field, scope)));
                yield new Shape.Fields(shapes, false);
            }
        };
    }

    /// A constant of a runbook may be another one tomorrow, so it is only known to be text.
    private static Shape loose(Shape shape) {
        return shape instanceof Shape.Text ? Shape.text() : shape;
    }

    /// What an expression of a step comes to, and what is wrong with it.
    Typing.Typed typed(Expression expression, Uses.Slot slot, Optional<Step> step) {
        return Typing.of(expression.source(), scope(slot, step));
    }

    /// What a template of a step comes to.
    Shape of(Template template, Uses.Slot slot, Step step) {
        return of(template, scope(slot, Optional.of(step)));
    }

    /// What is known of the names that an expression may use at its place.
    Function<String, Shape> scope(Uses.Slot slot, Optional<Step> step) {
        return name -> {
            if (slot.extra().contains(name)) return local(name, step);
            var known = names.get(name);
            if (known != null) return known;
            return slot.when() == Uses.When.VALUE ? Shape.anything() : metric(name);
        };
    }

    /// A condition's own view: what is no step is a metric.
    static Shape metric(String name) {
        return Metric.find(name)
                .<Shape>map(metric -> new Shape.Numeric(metric.least(), metric.most()))
                .orElse(Shape.number());
    }

    private Shape local(String name, Optional<Step> step) {
        if (step.isEmpty()) return Shape.anything();
        if (name.equals(Uses.RESULT))
            return Objects.requireNonNullElse(raw.get(step.get().id().id()), Shape.anything());
        return step.get()
                .head()
                .forEach()
                .map(list -> of(list, this::name))
                .filter(Shape.Items.class::isInstance)
                .map(list -> ((Shape.Items) list).item())
                .orElse(Shape.anything());
    }

    /// Whether a parameter or an input of a type takes what has a shape, as far as is known.
    static boolean fits(Parameter.Type type, Shape shape) {
        return switch (shape) {
            case Shape.Anything _, Shape.Nothing _ -> true;
            case Shape.Text _ -> type == Parameter.Type.TEXT || type == Parameter.Type.DURATION;
            case Shape.Span _ -> type == Parameter.Type.TEXT || type == Parameter.Type.DURATION;
            case Shape.Time _ -> type == Parameter.Type.TEXT;
            case Shape.Numeric _ -> type == Parameter.Type.NUMBER || type == Parameter.Type.WHOLE;
            case Shape.Truth _ -> type == Parameter.Type.TRUTH;
            case Shape.Items _ -> type == Parameter.Type.LIST;
            case Shape.Fields _ -> type == Parameter.Type.MAP;
        };
    }
}

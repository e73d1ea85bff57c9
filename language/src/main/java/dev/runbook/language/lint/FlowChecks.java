package dev.runbook.language.lint;

import dev.runbook.core.operation.Durations;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Shape;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.cel.Satisfiable;
import dev.runbook.language.cel.Syntax;
import dev.runbook.language.cel.Typing;
import dev.runbook.language.parse.Reading;
import dev.runbook.language.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Checks when steps run, whether what they use is there then, and whether anybody looks what came of it.
/// One thread at a time.
final class FlowChecks {

    private final Uses uses;
    private final Shapes shapes;
    private final Problems problems;
    private boolean triggered;
    private final Map<String, Step> maybeSkipped = new HashMap<>();

    /// Steps that a failure leads past, by the step from which on they may be missing.
    private final Map<StepId, List<Step>> passed = new HashMap<>();

    /// What decides about changes at this place of the runbook.
    private Decider decider = new Decider.Nobody();

    private sealed interface Decider {
        record Nobody() implements Decider {}

        /// A diagnosis, or a step that cannot be read and may be one.
        record Diagnosis() implements Decider {}

        record Rules(StepId step, Set<StepId> chosen) implements Decider {}
    }

    FlowChecks(Uses uses, Shapes shapes, Problems problems) {
        this.uses = uses;
        this.shapes = shapes;
        this.problems = problems;
    }

    void check(Reading reading) {
        triggered = reading.trigger().isPresent();
        reading.trigger().ifPresent(this::trigger);
        for (var input : reading.inputs())
            reading.root().flatMap(root -> at(root, "inputs", input.name())).ifPresent(at -> field(input, at));
        var steps = reading.steps();
        for (int i = 0; i < steps.size(); i++) {
            var later = steps.subList(i + 1, steps.size());
            var entry = steps.get(i);
            // A step that cannot be read may be the decision that another one relies on.
            entry.step()
                    .ifPresentOrElse(
                            step -> step(step, entry.node(), reading, later), () -> decider = new Decider.Diagnosis());
        }
    }

    private void step(Step step, YamlNode.Mapping node, Reading reading, List<Reading.Entry> later) {
        passed.getOrDefault(step.id(), List.of())
                .forEach(one -> maybeSkipped.put(one.id().id(), one));
        conditions(step);
        values(step, node);
        if (step instanceof Step.Execute execute) change(execute, reading, later);
        skipped(step);
        if (step instanceof Step.Diagnose) decider = new Decider.Diagnosis();
        if (step instanceof Step.Decide decide) decider = rules(decide);
        boolean chosen = step instanceof Step.Execute && !(decider instanceof Decider.Nobody);
        boolean passedOver = step.head().handling().onFailure() instanceof OnFailure.Continue
                && node.entry("on_failure").isPresent();
        if (step.head().handling().onFailure() instanceof OnFailure.GoTo(var target)) leadsPast(step, target, later);
        if (step.when().isPresent() || chosen || passedOver)
            maybeSkipped.put(step.id().id(), step);
    }

    /// From the step on to which a failure leads, neither the failed step nor those in between need have a
    /// result.
    private void leadsPast(Step step, StepId target, List<Reading.Entry> later) {
        var missing = new ArrayList<Step>();
        missing.add(step);
        for (var entry : later) {
            if (entry.id().filter(target.id()::equals).isPresent()) break;
            entry.step().ifPresent(missing::add);
        }
        passed.computeIfAbsent(target, _ -> new ArrayList<>()).addAll(missing);
    }

    private static Decider rules(Step.Decide decide) {
        var chosen = new HashSet<StepId>();
        decide.rules().forEach(rule -> rule.choose().ifPresent(chosen::add));
        return new Decider.Rules(decide.id(), chosen);
    }

    private void conditions(Step step) {
        for (var slot : Uses.slots(step))
            if (slot.when() != Uses.When.VALUE)
                condition(slot.what(), slot.expression(), shapes.scope(slot, Optional.of(step)));
    }

    /// Values that only some steps have.
    private void values(Step step, YamlNode.Mapping node) {
        if (step.head().forEach().orElse(null) instanceof Template.Literal(var value)
                && !(value instanceof Value.Items))
            problems.add(
                    place(node, "for_each"),
                    Rule.WRONG_TYPE,
                    "'for_each' must be a list, and it is " + value.display(),
                    "write a list, or a hole that gives one");
        if (step.head().forEach().orElse(null) instanceof Template.Literal(Value.Items(var items))
                && items.size() > Step.MOST_ITEMS)
            problems.add(
                    place(node, "for_each"),
                    Rule.BAD_VALUE,
                    "'for_each' has " + items.size() + " items, and a step runs at most " + Step.MOST_ITEMS + " times",
                    "split the list over several steps");
        if (step instanceof Step.Verify(var _, var check)
                && check.success().isEmpty()
                && check.harm().isEmpty()
                && !triggered)
            problems.add(
                    step.position(),
                    Rule.MISSING_KEY,
                    "step '" + step.id() + "' does not say what it looks for",
                    "say what must hold, such as: success: cpu_usage < 70%");
        if (step instanceof Step.Wait(var _, Template.Literal(var value))
                && !(value instanceof Value.Nothing)
                && Durations.parse(value.display()).isEmpty())
            problems.add(
                    place(node, "duration"),
                    Rule.BAD_VALUE,
                    "'" + value.display() + "' is no span of time",
                    "write it as 30s, 5m or 1h30m");
        if (step instanceof Step.Ask(var _, var _, var answers))
            for (var answer : answers) at(node, "answers", answer.name()).ifPresent(at -> field(answer, at));
    }

    private void field(Field field, Position at) {
        if (field.fallback().orElse(null) instanceof Template.Literal(var value))
            field.fault(value)
                    .ifPresent(fault -> problems.add(
                            at,
                            Rule.PARAMETER_TYPE,
                            "the default of " + fault,
                            "make default, type and options agree"));
    }

    private void change(Step.Execute step, Reading reading, List<Reading.Entry> later) {
        if (step.when().isEmpty()) decided(step);
        boolean verified = step.success().isPresent()
                || reading.trigger().isPresent()
                || later.stream().anyMatch(e -> e.step().isEmpty() || e.step().get() instanceof Step.Verify);
        // What a diagnosis stands on is looked at again, whatever the step says.
        boolean agreed = decider instanceof Decider.Nobody && step.safety().requiresApproval();
        boolean ruled = step.when().isPresent() || agreed || decider instanceof Decider.Rules;
        if (!verified && ruled && !(decider instanceof Decider.Diagnosis))
            problems.add(
                    step.position(),
                    Rule.NO_SUCCESS,
                    "nothing tells whether step '" + step.id() + "' helped",
                    "add what must hold afterwards, such as: success: cpu_usage < 70%");
    }

    private void decided(Step.Execute step) {
        switch (decider) {
            case Decider.Nobody _ -> {
                if (step.safety().requiresApproval()) return;
                problems.add(
                        step.position(),
                        Rule.UNDECIDED_CHANGE,
                        "step '" + step.id() + "' changes the world whatever the evidence says",
                        "decide before it with an ml_decision or decide step, give it a condition with 'when', or let"
                                + " somebody decide with requires_approval: true");
            }
            case Decider.Rules(var by, var chosen) -> {
                if (!chosen.contains(step.id()))
                    problems.add(
                            step.position(),
                            Rule.UNREACHABLE_STEP,
                            "step '" + step.id() + "' never runs: no rule of '" + by + "' chooses it",
                            "choose it in a rule, or give it a condition with 'when'");
            }
            case Decider.Diagnosis _ -> {}
        }
    }

    private void skipped(Step step) {
        for (var slot : Uses.slots(step))
            uses.in(slot.expression()).forEach(use -> {
                var source = maybeSkipped.get(use.reference().root());
                if (source == null || use.reference().asked() || source.id().equals(step.id())) return;
                boolean gate = step.when().filter(slot.expression()::equals).isPresent();
                if (guarded(slot.expression(), source) || (!gate && sharesFate(step, source))) return;
                problems.addUnlessAt(
                        use.position(),
                        Rule.MAYBE_SKIPPED,
                        "step '" + source.id() + "' may be skipped or fail, and then '" + use.reference()
                                + "' has no value",
                        "give this step the same 'when', or ask has(" + asked(use) + ") first");
            });
    }

    private static String asked(Uses.Use use) {
        return use.reference().path().isEmpty()
                ? use.reference() + ".…"
                : use.reference().toString();
    }

    /// Whether an expression asks itself whether a step has a result.
    private boolean guarded(Expression expression, Step source) {
        var id = source.id().id();
        return expression.source().matches("(?s).*\\b" + id + "\\s*!=\\s*null\\b.*")
                || uses.in(expression)
                        .anyMatch(use -> use.reference().root().equals(id)
                                && use.reference().asked());
    }

    /// Whether a step runs only when another one has run, as far as its condition tells.
    private boolean sharesFate(Step step, Step source) {
        if (step.when().isEmpty()) return false;
        boolean same = step.when().map(Expression::source).equals(source.when().map(Expression::source));
        return same
                || uses.in(step.when().get())
                        .anyMatch(
                                use -> use.reference().root().equals(source.id().id()));
    }

    private void trigger(Expression trigger) {
        if (!(uses.syntax(trigger) instanceof Syntax.Sound(var kind, var references))) return;
        if (kind == Syntax.Kind.VALUE || references.isEmpty() || isFaulty(trigger, Shapes::metric)) {
            condition("the trigger", trigger, Shapes::metric);
            return;
        }
        switch (Satisfiable.of(trigger.source(), Shapes::metric)) {
            case NEVER ->
                problems.add(
                        trigger.position(),
                        Rule.TRIGGER_NEVER,
                        "no metric can ever fulfil '" + trigger.source() + "'",
                        "compare with values that the metrics can have; percentages go from 0 to 100");
            case ALWAYS ->
                problems.add(
                        trigger.position(),
                        Rule.TRIGGER_ALWAYS,
                        "every value fulfils '" + trigger.source() + "'",
                        "compare with values that only a sick system has");
            case SOMETIMES -> settled(trigger, Shapes::metric);
        }
    }

    /// Whether an expression cannot be evaluated, or is no condition, so that it is idle to ask when it holds.
    private static boolean isFaulty(Expression expression, Function<String, Shape> scope) {
        var typed = Typing.of(expression.source(), scope);
        return !typed.faults().isEmpty() || !isCondition(typed.shape());
    }

    private static boolean isCondition(Shape shape) {
        return shape instanceof Shape.Truth || shape instanceof Shape.Anything || shape instanceof Shape.Nothing;
    }

    private void condition(String what, Expression expression, Function<String, Shape> scope) {
        if (!(uses.syntax(expression) instanceof Syntax.Sound(var kind, var references))) return;
        var typed = Typing.of(expression.source(), scope);
        if (!typed.faults().isEmpty()) return;
        if (kind == Syntax.Kind.VALUE || !isCondition(typed.shape())) noCondition(what, expression);
        else if (references.isEmpty() || Satisfiable.of(expression.source(), scope) != Satisfiable.SOMETIMES)
            problems.add(
                    expression.position(),
                    Rule.CONSTANT_CONDITION,
                    what + " is always the same, whatever is seen",
                    "compare a metric, a field of the incident or the result of a step, or remove it");
        else settled(expression, scope);
    }

    /// A part of a condition that says nothing, since values cannot be otherwise.
    private void settled(Expression expression, Function<String, Shape> scope) {
        for (var part : Satisfiable.settled(expression.source(), scope))
            problems.add(
                    Uses.place(expression, part.index()),
                    Rule.CONSTANT_CONDITION,
                    "this comparison of '" + part.text() + "' " + (part.always() ? "always" : "never")
                            + " holds, whatever is seen",
                    "compare with a value that it can have, or remove the comparison");
    }

    private void noCondition(String what, Expression expression) {
        problems.add(
                expression.position(),
                Rule.NOT_A_CONDITION,
                what + " must be true or false, and '" + expression.source() + "' is neither",
                "compare it, such as: cpu_usage > 90%");
    }

    /// Where the value of a key stands.
    private static Position place(YamlNode.Mapping node, String key) {
        return node.entry(key).map(e -> e.value().position()).orElse(node.position());
    }

    /// Where the default of a field stands.
    private static Optional<Position> at(YamlNode.Mapping node, String key, String field) {
        return node.entry(key)
                .map(YamlNode.Entry::value)
                .flatMap(value -> value instanceof YamlNode.Mapping fields ? fields.entry(field) : Optional.empty())
                .flatMap(entry ->
                        entry.value() instanceof YamlNode.Mapping inner ? inner.entry("default") : Optional.empty())
                .map(entry -> entry.value().position());
    }
}

package dev.runbook.language.lint;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.language.cel.Reference;
import dev.runbook.language.cel.Syntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The names that expressions use, each at its place. Each expression is read once. One thread at a time.
final class Uses {

    static final String ITEM = "item";
    static final String RESULT = "result";

    private final Map<String, Syntax> read = new HashMap<>();

    /// @param expression that uses it
    /// @param reference what is used
    /// @param position where
    record Use(Expression expression, Reference reference, Position position) {}

    /// An expression of a step.
    ///
    /// @param when when it is evaluated
    /// @param extra the names it knows besides the incident, the inputs, the vars and the steps
    /// @param what how messages call it
    record Slot(Expression expression, When when, Set<String> extra, String what) {
        /// A value.
        Slot(Expression expression, When when, Set<String> extra) {
            this(expression, when, extra, "the value");
        }
    }

    /// When an expression of a step is evaluated, and what it may speak of.
    enum When {
        /// Before the step: what stands in its values. It knows no metrics.
        VALUE,
        /// Before the step: a condition, which knows metrics.
        CONDITION,
        /// After the world has settled: a condition, which knows metrics and the results of all steps.
        AFTERWARDS
    }

    /// The expressions of a step.
    static List<Slot> slots(Step step) {
        var all = new ArrayList<Slot>();
        step.when().ifPresent(e -> all.add(new Slot(e, When.CONDITION, Set.of(), "'when'")));
        step.head().forEach().ifPresent(t -> values(all, t, Set.of()));
        var item = step.head().forEach().isPresent() ? Set.of(ITEM) : Set.<String>of();
        step.invocation().ifPresent(call -> values(all, call.parameters(), item));
        switch (step) {
            case Step.Gather _, Step.Notify _, Step.Diagnose _ -> {}
            case Step.Decide(var _, var rules) -> {
                for (var rule : rules) {
                    rule.when().ifPresent(e -> all.add(new Slot(e, When.CONDITION, Set.of(), "a rule's 'when'")));
                    values(all, rule.set(), Set.of());
                }
            }
            case Step.Execute(var _, var _, var safety, var check) -> {
                safety.target().ifPresent(t -> values(all, t, item));
                safety.undo().ifPresent(undo -> values(all, undo.parameters(), with(item, RESULT)));
                conditions(all, check);
            }
            case Step.Verify(var _, var check) -> conditions(all, check);
            case Step.Ask(var _, var question, var answers) -> {
                values(all, question, Set.of());
                answers.forEach(field -> field.fallback().ifPresent(t -> values(all, t, Set.of())));
            }
            case Step.Wait(var _, var duration) -> values(all, duration, Set.of());
            case Step.Call(var _, var _, var inputs) -> values(all, inputs, Set.of());
        }
        values(all, step.head().outputs(), Set.of(RESULT));
        return all;
    }

    private static void conditions(List<Slot> all, Step.Check check) {
        check.success().ifPresent(e -> all.add(new Slot(e, When.AFTERWARDS, Set.of(), "'success'")));
        check.harm().ifPresent(e -> all.add(new Slot(e, When.AFTERWARDS, Set.of(), "'harm'")));
    }

    private static void values(List<Slot> all, Template template, Set<String> extra) {
        template.expressions().forEach(e -> all.add(new Slot(e, When.VALUE, extra)));
    }

    private static Set<String> with(Set<String> some, String more) {
        return Stream.concat(some.stream(), Stream.of(more)).collect(Collectors.toSet());
    }

    Stream<Use> in(Expression expression) {
        return switch (syntax(expression)) {
            case Syntax.Faulty _ -> Stream.of();
            case Syntax.Sound(var _, var references) ->
                references.stream()
                        .map(reference -> new Use(expression, reference, place(expression, reference.index())));
        };
    }

    Syntax syntax(Expression expression) {
        return read.computeIfAbsent(expression.source(), Syntax::of);
    }

    /// Where a part of an expression stands. An expression over several lines, or with escapes, is shown
    /// where it begins.
    static Position place(Expression expression, int index) {
        var start = expression.position();
        var before = expression.source().substring(0, index);
        if (!expression.straight()) return start;
        return new Position(start.file(), start.line(), start.column() + before.codePointCount(0, before.length()));
    }
}

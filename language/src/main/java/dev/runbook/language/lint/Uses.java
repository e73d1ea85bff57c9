package dev.runbook.language.lint;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.language.cel.Reference;
import dev.runbook.language.cel.Syntax;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The names that expressions use, each at its place. Each expression is read once. One thread at a time.
final class Uses {

    private final Map<String, Syntax> read = new HashMap<>();

    /// @param reference what is used
    /// @param position where
    record Use(Reference reference, Position position) {}

    /// The names in the parameters of a step.
    List<Use> inParameters(Step step) {
        return switch (step) {
            case Step.Gather gather ->
                expressions(gather.parameters()).flatMap(this::in).toList();
            case Step.Execute execute ->
                expressions(execute.parameters()).flatMap(this::in).toList();
            case Step.Decide _ -> List.of();
        };
    }

    Stream<Use> in(Expression expression) {
        return switch (syntax(expression)) {
            case Syntax.Faulty _ -> Stream.of();
            case Syntax.Sound(var _, var references) ->
                references.stream().map(reference -> new Use(reference, place(expression, reference)));
        };
    }

    Syntax syntax(Expression expression) {
        return read.computeIfAbsent(expression.source(), Syntax::of);
    }

    private static Stream<Expression> expressions(Template template) {
        return switch (template) {
            case Template.Literal _ -> Stream.of();
            case Template.Computed(var expression) -> Stream.of(expression);
            case Template.Mixed(var parts) -> parts.stream().flatMap(Uses::expressions);
            case Template.ListOf(var items) -> items.stream().flatMap(Uses::expressions);
            case Template.MapOf(var fields) -> fields.values().stream().flatMap(Uses::expressions);
        };
    }

    /// An expression over several lines is shown where it begins.
    private static Position place(Expression expression, Reference reference) {
        var start = expression.position();
        var before = expression.source().substring(0, reference.index());
        if (expression.source().indexOf('\n') >= 0) return start;
        return new Position(start.file(), start.line(), start.column() + before.codePointCount(0, before.length()));
    }
}

package dev.runbook.language.lint;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.language.cel.Reference;
import dev.runbook.language.cel.Syntax;
import java.util.List;
import java.util.stream.Stream;

/// The names that a step's expressions use, each at its place.
final class Uses {

    /// @param reference what is used
    /// @param position where
    record Use(Reference reference, Position position) {}

    private Uses() {}

    /// The names in the parameters of a step.
    static List<Use> inParameters(Step step) {
        return switch (step) {
            case Step.Gather gather ->
                expressions(gather.parameters()).flatMap(Uses::in).toList();
            case Step.Execute execute ->
                expressions(execute.parameters()).flatMap(Uses::in).toList();
            case Step.Decide _ -> List.of();
        };
    }

    static Stream<Use> in(Expression expression) {
        return switch (Syntax.of(expression.source())) {
            case Syntax.Faulty _ -> Stream.of();
            case Syntax.Sound(var _, var references) ->
                references.stream().map(reference -> new Use(reference, place(expression, reference)));
        };
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

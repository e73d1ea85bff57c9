package dev.runbook.core.runbook;

import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.TreeMap;

/// Evaluates expressions and fills templates. A pure function: the same expression and scope give the same
/// result. Safe for use by many threads.
public interface Expressions {

    /// @param scope the names the expression may use: `incident`, the ids of steps that have run, metric
    ///     names in a trigger
    Evaluation evaluate(Expression expression, Value.Fields scope);

    /// The result of an evaluation.
    sealed interface Evaluation {
        record Evaluated(Value value) implements Evaluation {}

        /// @param reason what is missing or wrong, with the position of the expression
        record Failed(String reason) implements Evaluation {}
    }

    /// Fills a template. The first hole that cannot be filled fails the whole: nothing is ever replaced by
    /// empty text.
    default Evaluation render(Template template, Value.Fields scope) {
        return switch (template) {
            case Template.Literal(var value) -> new Evaluation.Evaluated(value);
            case Template.Computed(var expression) ->
                switch (evaluate(expression, scope)) {
                    case Evaluation.Evaluated(Value.Nothing _) ->
                        new Evaluation.Failed(
                                expression.position() + ": {{ " + expression.source() + " }} has no value");
                    case Evaluation other -> other;
                };
            case Template.Mixed(var parts) -> {
                var text = new StringBuilder();
                for (var part : parts) {
                    switch (render(part, scope)) {
                        case Evaluation.Evaluated(var value) -> text.append(value.display());
                        case Evaluation.Failed failed -> {
                            yield failed;
                        }
                    }
                }
                yield new Evaluation.Evaluated(new Value.Text(text.toString()));
            }
            case Template.ListOf(var items) -> {
                var values = new ArrayList<Value>();
                for (var item : items) {
                    switch (render(item, scope)) {
                        case Evaluation.Evaluated(var value) -> values.add(value);
                        case Evaluation.Failed failed -> {
                            yield failed;
                        }
                    }
                }
                yield new Evaluation.Evaluated(new Value.Items(values));
            }
            case Template.MapOf(var fields) -> {
                var values = new TreeMap<String, Value>();
                for (var field : fields.entrySet()) {
                    switch (render(field.getValue(), scope)) {
                        case Evaluation.Evaluated(var value) -> values.put(field.getKey(), value);
                        case Evaluation.Failed failed -> {
                            yield failed;
                        }
                    }
                }
                yield new Evaluation.Evaluated(new Value.Fields(values));
            }
        };
    }
}

package dev.runbook.core.testkit;

import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The little of CEL that tests of the engine need: paths, numbers, texts, `true` and `false`, one comparison, and
/// comparisons joined by `&&`.
public final class SimpleExpressions implements Expressions {

    private static final Pattern COMPARISON = Pattern.compile("(.+?)\\s*(==|!=|<=|>=|<|>)\\s*(.+)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

    @Override
    public Evaluation evaluate(Expression expression, Value.Fields scope) {
        try {
            return new Evaluation.Evaluated(conjunction(expression.source(), scope));
        } catch (Missing missing) {
            return new Evaluation.Failed(expression.position() + ": " + missing.getMessage());
        }
    }

    private static Value conjunction(String source, Value.Fields scope) {
        var parts = List.of(source.split("&&"));
        if (parts.size() == 1) return comparison(source.strip(), scope);
        var truths = new ArrayList<Boolean>();
        for (var part : parts) truths.add(comparison(part.strip(), scope).equals(new Value.Truth(true)));
        return new Value.Truth(!truths.contains(false));
    }

    private static Value comparison(String source, Value.Fields scope) {
        var matcher = COMPARISON.matcher(source);
        if (!matcher.matches()) return term(source, scope);
        var left = term(matcher.group(1).strip(), scope);
        var right = term(matcher.group(3).strip(), scope);
        var order = compare(left, right);
        return new Value.Truth(
                switch (matcher.group(2)) {
                    case "==" -> order == 0;
                    case "!=" -> order != 0;
                    case "<" -> order < 0;
                    case ">" -> order > 0;
                    case "<=" -> order <= 0;
                    default -> order >= 0;
                });
    }

    private static int compare(Value left, Value right) {
        var a = number(left);
        var b = number(right);
        return a.isPresent() && b.isPresent()
                ? Double.compare(a.get(), b.get())
                : left.display().compareTo(right.display());
    }

    private static Optional<Double> number(Value value) {
        return switch (value) {
            case Value.Whole(var whole) -> Optional.of((double) whole);
            case Value.Real(var real) -> Optional.of(real);
            case Value _ -> Optional.empty();
        };
    }

    private static Value term(String source, Value.Fields scope) {
        if (source.equals("true") || source.equals("false")) return new Value.Truth(Boolean.parseBoolean(source));
        if (NUMBER.matcher(source).matches())
            return source.contains(".")
                    ? new Value.Real(Double.parseDouble(source))
                    : new Value.Whole(Long.parseLong(source));
        var quoted = QUOTED.matcher(source);
        if (quoted.matches())
            return new Value.Text(Optional.ofNullable(quoted.group(1)).orElseGet(() -> quoted.group(2)));
        Value at = scope;
        for (var name : source.split("\\.")) {
            if (!(at instanceof Value.Fields fields) || fields.get(name).isEmpty())
                throw new Missing("there is no '" + name + "' in " + source);
            at = fields.get(name).get();
        }
        return at;
    }

    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Missing(String message) {
            super(message, null, false, false);
        }
    }
}

package dev.runbook.language.cel;

import dev.cel.common.ast.CelExpr;
import dev.runbook.core.value.Shape;
import dev.runbook.language.Nearest;
import dev.runbook.language.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the operators of expressions take, and what they come to. One expression, one thread.
final class OperatorTyping {

    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("_==_", "=="),
            Map.entry("_!=_", "!="),
            Map.entry("_<_", "<"),
            Map.entry("_<=_", "<="),
            Map.entry("_>_", ">"),
            Map.entry("_>=_", ">="),
            Map.entry("_+_", "+"),
            Map.entry("_-_", "-"),
            Map.entry("_*_", "*"),
            Map.entry("_/_", "/"),
            Map.entry("_%_", "%"));

    private final TypeFaults faults;

    OperatorTyping(TypeFaults faults) {
        this.faults = faults;
    }

    void truth(CelExpr expr, Shape shape) {
        if (TypeFaults.known(shape) && !(shape instanceof Shape.Truth))
            faults.fault(
                    expr,
                    Rule.NOT_A_CONDITION,
                    "true or false is needed here, and '" + faults.text(expr) + "' is " + TypeFaults.kind(shape),
                    "compare it, such as: cpu_usage > 90%");
    }

    void equal(CelExpr at, String operator, Shape one, Shape other, CelExpr left, CelExpr right) {
        if (!TypeFaults.known(one) || !TypeFaults.known(other)) return;
        var always = operator.equals("_==_") ? "never" : "always";
        if (one.getClass() != other.getClass()) {
            faults.fault(
                    at,
                    Rule.TYPE_MISMATCH,
                    "'" + faults.text(left) + "' is " + TypeFaults.kind(one) + " and '" + faults.text(right) + "' is "
                            + TypeFaults.kind(other) + ", so this " + always + " holds",
                    hint(one, other));
        } else if (one instanceof Shape.Text(var some)
                && other instanceof Shape.Text(var more)
                && !some.isEmpty()
                && !more.isEmpty()
                && some.stream().noneMatch(more::contains)) {
            boolean literal = more.size() == 1;
            var wrong = (literal ? more : some).getFirst();
            var possible = (literal ? some : more).stream().filter(option -> !option.isEmpty());
            faults.fault(
                    at,
                    Rule.IMPOSSIBLE_VALUE,
                    "'" + faults.text(literal ? left : right) + "' is never '" + wrong + "'",
                    Nearest.hint(wrong, possible.toList()));
        } else percentages(at, List.of(left, right), List.of(one, other));
    }

    /// A percentage is held against a metric that is none: 10% of the free bytes is not the number 10.
    private void percentages(CelExpr at, List<CelExpr> values, List<Shape> shapes) {
        for (int i = 0; i < 2; i++) {
            var constant = values.get(i);
            boolean percentage = constant.getKind() == CelExpr.ExprKind.Kind.CONSTANT && faults.isPercentage(constant);
            if (!percentage
                    || !(shapes.get(1 - i) instanceof Shape.Numeric(var least, var most))
                    || least != 0
                    || most != Double.POSITIVE_INFINITY) continue;
            var number = faults.text(constant);
            faults.fault(
                    at,
                    Rule.TYPE_MISMATCH,
                    "'" + faults.text(values.get(1 - i)) + "' is not measured in percent, so " + number
                            + "% is nothing to compare it with",
                    "compare it with a number in its own unit, without the %");
        }
    }

    private static String hint(Shape one, Shape other) {
        for (var shape : List.of(one, other))
            if (shape instanceof Shape.Text(var options) && options.size() > 1)
                return "compare it with one of: "
                        + options.stream().filter(option -> !option.isEmpty()).collect(Collectors.joining(", "));
        return "compare values of one type; convert them with int(), double() or string()";
    }

    void ordered(CelExpr at, String operator, List<CelExpr> values, List<Shape> shapes) {
        var one = shapes.get(0);
        var other = shapes.get(1);
        for (int i = 0; i < 2; i++)
            if (shapes.get(i) instanceof Shape.Items || shapes.get(i) instanceof Shape.Fields) {
                faults.mismatch(
                        values.get(i), "a number", shapes.get(i), "count a list with size(), or take one of its items");
                return;
            }
        if (!TypeFaults.known(one) || !TypeFaults.known(other)) return;
        if (one.getClass() != other.getClass())
            faults.fault(
                    at,
                    Rule.TYPE_MISMATCH,
                    "'" + faults.text(values.get(0)) + "' is " + TypeFaults.kind(one) + " and '"
                            + faults.text(values.get(1)) + "' is " + TypeFaults.kind(other) + ", so '"
                            + OPERATORS.get(operator) + "' cannot compare them",
                    hint(one, other));
        else if ((one instanceof Shape.Text(var options) && options.size() > 1)
                || (other instanceof Shape.Text(var more) && more.size() > 1))
            faults.fault(
                    at,
                    Rule.TYPE_MISMATCH,
                    "'" + OPERATORS.get(operator) + "' compares texts by their letters, which is no order of theirs",
                    "name those that are meant, such as: incident.severity in ['high', 'critical']");
        else percentages(at, values, shapes);
    }

    Shape arithmetic(CelExpr at, String function, List<CelExpr> values, List<Shape> shapes) {
        var one = shapes.get(0);
        var other = shapes.get(1);
        if (List.of("_/_", "_%_").contains(function) && isZero(values.get(1)))
            faults.fault(
                    at,
                    Rule.BAD_VALUE,
                    "nothing can be divided by 0",
                    "divide by another number; a value that may be 0 is asked first: n != 0 && sum / n > 5");
        if (!TypeFaults.known(one) || !TypeFaults.known(other)) return Shape.anything();
        var result = result(function, one, other);
        if (result.isEmpty())
            faults.fault(
                    at,
                    Rule.TYPE_MISMATCH,
                    "'" + OPERATORS.get(function) + "' cannot be applied to " + TypeFaults.kind(one) + " ('"
                            + faults.text(values.get(0)) + "') and " + TypeFaults.kind(other) + " ('"
                            + faults.text(values.get(1)) + "')",
                    "convert them with int(), double() or string()");
        return result.orElse(Shape.anything());
    }

    private static boolean isZero(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.CONSTANT) return false;
        return switch (expr.constant().getKind()) {
            case INT64_VALUE -> expr.constant().int64Value() == 0;
            case DOUBLE_VALUE -> expr.constant().doubleValue() == 0;
            default -> false;
        };
    }

    private static Optional<Shape> result(String function, Shape one, Shape other) {
        if (one instanceof Shape.Numeric && other instanceof Shape.Numeric) return Optional.of(Shape.number());
        boolean plus = function.equals("_+_");
        boolean minus = function.equals("_-_");
        if (plus && one instanceof Shape.Text && other instanceof Shape.Text) return Optional.of(Shape.text());
        if (plus && one instanceof Shape.Items && other instanceof Shape.Items)
            return Optional.of(Shape.either(one, other));
        if ((plus || minus) && one instanceof Shape.Span && other instanceof Shape.Span) return Optional.of(one);
        if ((plus || minus) && one instanceof Shape.Time && other instanceof Shape.Span) return Optional.of(one);
        if (plus && one instanceof Shape.Span && other instanceof Shape.Time) return Optional.of(other);
        if (minus && one instanceof Shape.Time && other instanceof Shape.Time) return Optional.of(new Shape.Span());
        return Optional.empty();
    }

    void contained(List<CelExpr> values, List<Shape> shapes, Function<CelExpr, Shape> shapeOf) {
        var list = shapes.get(1);
        if (TypeFaults.known(list) && !(list instanceof Shape.Items || list instanceof Shape.Fields)) {
            faults.mismatch(
                    values.get(1),
                    "a list",
                    list,
                    list instanceof Shape.Text ? "look into text with text.contains(part)" : "write a list: [1, 2]");
            return;
        }
        if (values.get(1).getKind() != CelExpr.ExprKind.Kind.LIST) {
            if (list instanceof Shape.Items(var item))
                equal(values.get(0), "_==_", shapes.get(0), item, values.get(0), values.get(1));
            return;
        }
        for (var element : values.get(1).list().elements())
            equal(element, "_==_", shapes.get(0), shapeOf.apply(element), values.get(0), element);
    }
}

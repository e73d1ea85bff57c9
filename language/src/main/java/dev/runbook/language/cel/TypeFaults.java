package dev.runbook.language.cel;

import dev.cel.common.ast.CelExpr;
import dev.runbook.core.value.Shape;
import dev.runbook.language.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an expression does that its values cannot do, each said in the words of the expression and at its place
/// in it. One expression, one thread.
final class TypeFaults {

    private final String source;
    private final Map<Long, Integer> positions;
    private final List<Typing.Fault> found = new ArrayList<>();

    /// @param positions where each part of the expression begins, in code points, by its id
    TypeFaults(String source, Map<Long, Integer> positions) {
        this.source = source;
        this.positions = positions;
    }

    /// What was found so far, in no order.
    List<Typing.Fault> found() {
        return List.copyOf(found);
    }

    int count() {
        return found.size();
    }

    /// Forgets what was found after the first `count`: a part of the expression was looked at a second time.
    void backTo(int count) {
        while (found.size() > count) found.removeLast();
    }

    void fault(CelExpr expr, Rule rule, String message, String hint) {
        var fault = new Typing.Fault(Parsed.index(source, start(expr)), rule, message, hint);
        if (found.stream().noneMatch(f -> f.index() == fault.index() && f.rule() == rule)) found.add(fault);
    }

    void mismatch(CelExpr expr, String wanted, Shape shape, String hint) {
        fault(expr, Rule.TYPE_MISMATCH, wanted + " is needed here, and '" + text(expr) + "' is " + kind(shape), hint);
    }

    /// Reports a value that is known to be something else than is wanted; gives the result in any case.
    Shape takes(
            List<CelExpr> values,
            List<Shape> shapes,
            int index,
            Class<? extends Shape> wanted,
            String words,
            Shape result) {
        var shape = shapes.get(index);
        if (known(shape) && !wanted.isInstance(shape))
            mismatch(values.get(index), words, shape, "convert it with int(), double() or string(), or take another");
        return result;
    }

    static boolean known(Shape shape) {
        return !(shape instanceof Shape.Anything || shape instanceof Shape.Nothing);
    }

    static String kind(Shape shape) {
        return shape.kind().orElse("not known");
    }

    /// Whether a constant is written as a percentage, such as `90%`.
    boolean isPercentage(CelExpr constant) {
        return PercentLiterals.begins(source, Parsed.index(source, positions.getOrDefault(constant.id(), 0)));
    }

    /// Where an expression begins, in code points.
    private int start(CelExpr expr) {
        int own = positions.getOrDefault(expr.id(), Integer.MAX_VALUE);
        var first = switch (expr.getKind()) {
            case SELECT -> start(expr.select().operand());
            case CALL ->
                Stream.concat(expr.call().target().stream(), expr.call().args().stream())
                        .mapToInt(this::start)
                        .min()
                        .orElse(own);
            case COMPREHENSION -> start(expr.comprehension().iterRange());
            case CONSTANT, IDENT, LIST, MAP, STRUCT, NOT_SET -> own;
        };
        boolean named = expr.getKind() == CelExpr.ExprKind.Kind.CALL
                && Character.isLetter(expr.call().function().charAt(0))
                && expr.call().target().isEmpty();
        if (named) return Math.max(0, Math.min(first, before(own, expr.call().function())));
        return first == Integer.MAX_VALUE ? 0 : Math.min(first, own);
    }

    /// Where the name of a function stands whose arguments begin at a place.
    private int before(int own, String function) {
        int index = source.lastIndexOf(function, Parsed.index(source, own));
        return index < 0 ? own : source.codePointCount(0, index);
    }

    /// An expression as messages show it.
    String text(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> expr.ident().name();
            case SELECT -> text(expr.select().operand()) + "." + expr.select().field();
            case CONSTANT -> {
                var shape = Typing.constant(expr);
                yield shape instanceof Shape.Text(var words) ? words.getFirst() : number(expr);
            }
            case CALL -> {
                var call = expr.call();
                if (call.function().equals("_[_]"))
                    yield text(call.args().get(0)) + "[" + text(call.args().get(1)) + "]";
                yield Character.isLetter(call.function().charAt(0))
                        ? call.target().map(t -> text(t) + ".").orElse("") + call.function() + "("
                                + call.args().stream().map(this::text).collect(Collectors.joining(", ")) + ")"
                        : "…";
            }
            case LIST -> "[…]";
            case MAP, STRUCT, COMPREHENSION, NOT_SET -> "…";
        };
    }

    private static String number(CelExpr expr) {
        return switch (expr.constant().getKind()) {
            case INT64_VALUE -> Long.toString(expr.constant().int64Value());
            case DOUBLE_VALUE -> Double.toString(expr.constant().doubleValue());
            case BOOLEAN_VALUE -> Boolean.toString(expr.constant().booleanValue());
            default -> "…";
        };
    }
}

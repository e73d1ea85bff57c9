package dev.runbook.language.cel;

import dev.cel.common.ast.CelExpr;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.value.Shape;
import dev.runbook.language.Rule;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What the functions of expressions take, and what they come to. One expression, one thread.
final class FunctionTyping {

    private final TypeFaults faults;

    FunctionTyping(TypeFaults faults) {
        this.faults = faults;
    }

    /// @param values what it is called with, what stands before the dot first
    Shape of(String function, List<CelExpr> values, List<Shape> shapes) {
        var text = Shape.Text.class;
        return switch (function) {
            case "size" -> {
                var shape = shapes.getFirst();
                if (shape instanceof Shape.Numeric || shape instanceof Shape.Truth || shape instanceof Shape.Span)
                    faults.mismatch(values.getFirst(), "a list or text", shape, "use it as it is");
                yield Shape.number();
            }
            case "contains", "startsWith", "endsWith", "matches" -> {
                if (function.equals("contains") && shapes.getFirst() instanceof Shape.Items list)
                    faults.mismatch(values.getFirst(), "text", list, "ask a list with: part in list");
                else faults.takes(values, shapes, 0, text, "text", Shape.truth());
                faults.takes(values, shapes, 1, text, "text", Shape.truth());
                if (function.equals("matches")) pattern(values.get(1));
                yield Shape.truth();
            }
            case "lowerAscii", "upperAscii", "trim" -> faults.takes(values, shapes, 0, text, "text", Shape.text());
            case "replace" -> {
                for (int i = 0; i < shapes.size(); i++) faults.takes(values, shapes, i, text, "text", Shape.text());
                yield Shape.text();
            }
            case "split" -> faults.takes(values, shapes, 0, text, "text", new Shape.Items(Shape.text()));
            case "join" -> faults.takes(values, shapes, 0, Shape.Items.class, "a list", Shape.text());
            case "round" -> faults.takes(values, shapes, 0, Shape.Numeric.class, "a number", Shape.number());
            case "bool" -> Shape.truth();
            case "string" -> Shape.text();
            case "int", "uint", "double" -> {
                if (shapes.getFirst() instanceof Shape.Items || shapes.getFirst() instanceof Shape.Fields)
                    faults.mismatch(
                            values.getFirst(), "text or a number", shapes.getFirst(), "count a list with size()");
                yield Shape.number();
            }
            case "duration" -> span(values, shapes);
            case "timestamp" -> time(values, shapes);
            case "dyn", "type", "bytes" -> Shape.anything();
            default -> function.startsWith("get") ? Shape.number() : Shape.anything();
        };
    }

    private Shape span(List<CelExpr> values, List<Shape> shapes) {
        if (!(shapes.getFirst() instanceof Shape.Span))
            faults.takes(values, shapes, 0, Shape.Text.class, "text", Shape.text());
        literal(values.getFirst())
                .filter(written -> Durations.parse(written).isEmpty())
                .ifPresent(written -> faults.fault(
                        values.getFirst(),
                        Rule.BAD_VALUE,
                        "'" + written + "' is no span of time",
                        "write it as 30s, 5m or 1h30m"));
        return new Shape.Span();
    }

    private Shape time(List<CelExpr> values, List<Shape> shapes) {
        var shape = shapes.getFirst();
        if (!(shape instanceof Shape.Time || shape instanceof Shape.Numeric))
            faults.takes(values, shapes, 0, Shape.Text.class, "text", Shape.text());
        literal(values.getFirst())
                .filter(written -> !isTime(written))
                .ifPresent(written -> faults.fault(
                        values.getFirst(),
                        Rule.BAD_VALUE,
                        "'" + written + "' is no point in time",
                        "write it as 2026-01-31T12:00:00Z"));
        return new Shape.Time();
    }

    private static boolean isTime(String text) {
        try {
            return java.time.OffsetDateTime.parse(text).toInstant().isAfter(Instant.MIN);
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private void pattern(CelExpr expr) {
        literal(expr).ifPresent(regex -> {
            try {
                Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                faults.fault(
                        expr,
                        Rule.BAD_VALUE,
                        "'" + regex + "' is no regular expression: " + e.getDescription(),
                        "correct it; a sign that is meant as it is takes a backslash before it");
            }
        });
    }

    private static Optional<String> literal(CelExpr expr) {
        return constantShape(expr) instanceof Shape.Text(var options) && options.size() == 1
                ? Optional.of(options.getFirst())
                : Optional.empty();
    }

    private static Shape constantShape(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT ? Typing.constant(expr) : Shape.anything();
    }
}

package dev.runbook.language.cel;

import dev.cel.common.ast.CelExpr;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.value.Shape;
import dev.runbook.language.Nearest;
import dev.runbook.language.Rule;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// Tells what an expression can come to, and where it does what its values cannot do. What is not known is
/// never held
/// against it. One expression, one thread.
public final class Typing {

    /// @param shape what it can come to
    /// @param faults in no order; empty when nothing is wrong
    public record Typed(Shape shape, List<Fault> faults) {
        public Typed {
            faults = List.copyOf(faults);
        }
    }

    /// Something that cannot be done with these values.
    ///
    /// @param index where it begins in the expression, from 0
    public record Fault(int index, Rule rule, String message, String hint) {}

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

    private final String source;
    private final Map<Long, Integer> positions;
    private final Function<String, Shape> scope;
    private final Map<String, Shape> locals = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private Typing(String source, Map<Long, Integer> positions, Function<String, Shape> scope) {
        this.source = source;
        this.positions = positions;
        this.scope = scope;
    }

    /// @param scope what is known of a name
    public static Typed of(String source, Function<String, Shape> scope) {
        if (!(Parsed.of(source) instanceof Parsed.Tree(var tree, var _))) return new Typed(Shape.anything(), List.of());
        var typing = new Typing(source, tree.getSource().getPositionsMap(), scope);
        var shape = typing.shape(tree.getExpr());
        return new Typed(shape, typing.faults);
    }

    private Shape shape(CelExpr expr) {
        return switch (expr.getKind()) {
            case NOT_SET -> Shape.anything();
            case CONSTANT -> constant(expr);
            case IDENT -> name(expr.ident().name());
            case SELECT -> select(expr);
            case LIST ->
                new Shape.Items(expr.list().elements().stream()
                        .map(this::shape)
                        .reduce(Shape::either)
                        .orElse(Shape.anything()));
            case MAP -> {
                expr.map().entries().forEach(entry -> {
                    shape(entry.key());
                    shape(entry.value());
                });
                yield new Shape.Fields(Map.of(), true);
            }
            case STRUCT -> Shape.anything();
            case COMPREHENSION -> loop(expr.comprehension());
            case CALL -> call(expr, expr.call());
        };
    }

    private static Shape constant(CelExpr expr) {
        return switch (expr.constant().getKind()) {
            case BOOLEAN_VALUE -> Shape.truth();
            case INT64_VALUE, UINT64_VALUE, DOUBLE_VALUE -> Shape.number();
            case STRING_VALUE -> new Shape.Text(List.of(expr.constant().stringValue()));
            case NULL_VALUE -> new Shape.Nothing();
            default -> Shape.anything();
        };
    }

    private Shape name(String name) {
        var root = name.startsWith(".") ? name.substring(1) : name;
        var local = locals.get(root);
        return local != null ? local : scope.apply(root);
    }

    private Shape select(CelExpr expr) {
        var of = expr.select().operand();
        var found = field(expr, shape(of), expr.select().field());
        return expr.select().testOnly() ? Shape.truth() : found;
    }

    /// The names of these are held against what there is elsewhere, with other words.
    private static boolean ofTheRunbook(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.IDENT
                && List.of("incident", "inputs", "vars").contains(expr.ident().name());
    }

    /// Labels are texts, whatever their names.
    private static boolean isLabels(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.SELECT
                && expr.select().field().equals("labels")
                && ofTheRunbook(expr.select().operand());
    }

    private Shape field(CelExpr at, Shape of, String field) {
        var owner = at.getKind() == CelExpr.ExprKind.Kind.SELECT
                ? at.select().operand()
                : at.call().args().getFirst();
        return switch (of) {
            case Shape.Fields(var fields, var open) -> {
                var known = fields.get(field);
                if (known == null && !ofTheRunbook(owner) && (!open || misspelled(field, fields)))
                    fault(
                            at,
                            Rule.UNKNOWN_NAME,
                            "'" + text(owner) + "' has no '" + field + "'",
                            fields.isEmpty() ? "it has nothing; remove it" : Nearest.hint(field, fields.keySet()));
                yield Objects.requireNonNullElse(known, isLabels(owner) ? Shape.text() : Shape.anything());
            }
            case Shape.Items(var item) -> {
                fault(
                        at,
                        Rule.TYPE_MISMATCH,
                        "'" + text(owner) + "' is a list, and a list has no '" + field + "'",
                        item instanceof Shape.Fields(var fields, var _) && fields.containsKey(field)
                                ? "take one of its items, such as " + text(owner) + "[0]." + field
                                        + ", or ask all of them with exists, all, filter or map"
                                : "take one of its items, such as " + text(owner) + "[0], or count them with size()");
                yield Shape.anything();
            }
            case Shape.Text _, Shape.Numeric _, Shape.Truth _, Shape.Span _, Shape.Time _ -> {
                fault(
                        at,
                        Rule.TYPE_MISMATCH,
                        "'" + text(owner) + "' is " + kind(of) + ", and has no '" + field + "'",
                        "use it as it is");
                yield Shape.anything();
            }
            case Shape.Anything _, Shape.Nothing _ -> Shape.anything();
        };
    }

    private static boolean misspelled(String field, Map<String, Shape> fields) {
        return Nearest.misspelled(field, fields.keySet()).isPresent();
    }

    /// `all` and `exists` begin with a truth, `exists_one` with a count, `map` and `filter` with a list.
    private Shape loop(CelExpr.CelComprehension loop) {
        var range = shape(loop.iterRange());
        if (!(range instanceof Shape.Items || range instanceof Shape.Fields) && known(range))
            mismatch(loop.iterRange(), "a list", range, "ask a list, or take the loop away");
        var before = new HashMap<>(locals);
        locals.put(
                loop.iterVar(),
                switch (range) {
                    case Shape.Items(var item) -> item;
                    case Shape.Fields _ -> Shape.text();
                    case Shape _ -> Shape.anything();
                });
        boolean collects = loop.accuInit().getKind() == CelExpr.ExprKind.Kind.LIST;
        var begins = shape(loop.accuInit());
        locals.put(loop.accuVar(), collects ? Shape.anything() : begins);
        var step = shape(loop.loopStep());
        var result = collects ? collected(loop.loopStep(), step) : shape(loop.result());
        locals.clear();
        locals.putAll(before);
        return result;
    }

    /// What a loop collects: `accu + [item]`, for `filter` under a condition.
    private Shape collected(CelExpr step, Shape otherwise) {
        if (step.getKind() != CelExpr.ExprKind.Kind.CALL) return otherwise;
        var call = step.call();
        if (call.function().equals("_?_:_")) return collected(call.args().get(1), otherwise);
        if (!call.function().equals("_+_")) return otherwise;
        int noted = faults.size();
        var added = shape(call.args().get(1));
        while (faults.size() > noted) faults.removeLast();
        return added;
    }

    private Shape call(CelExpr expr, CelExpr.CelCall call) {
        var values = new ArrayList<CelExpr>();
        call.target().ifPresent(values::add);
        values.addAll(call.args());
        var shapes = values.stream().map(this::shape).toList();
        return switch (call.function()) {
            case "_&&_", "_||_", "!_" -> {
                for (int i = 0; i < shapes.size(); i++) truth(values.get(i), shapes.get(i));
                yield Shape.truth();
            }
            case "_?_:_" -> {
                truth(values.getFirst(), shapes.getFirst());
                yield Shape.either(shapes.get(1), shapes.get(2));
            }
            case "_==_", "_!=_" -> {
                equal(expr, call.function(), shapes.get(0), shapes.get(1), values.get(0), values.get(1));
                yield Shape.truth();
            }
            case "_<_", "_<=_", "_>_", "_>=_" -> {
                ordered(expr, call.function(), values, shapes);
                yield Shape.truth();
            }
            case "_+_", "_-_", "_*_", "_/_", "_%_" -> arithmetic(expr, call.function(), values, shapes);
            case "-_" -> takes(values, shapes, 0, Shape.Numeric.class, "a number", Shape.number());
            case "@in" -> {
                contained(values, shapes);
                yield Shape.truth();
            }
            case "_[_]" -> indexed(expr, values, shapes);
            default -> function(call.function(), values, shapes);
        };
    }

    private void truth(CelExpr expr, Shape shape) {
        if (known(shape) && !(shape instanceof Shape.Truth))
            fault(
                    expr,
                    Rule.NOT_A_CONDITION,
                    "true or false is needed here, and '" + text(expr) + "' is " + kind(shape),
                    "compare it, such as: cpu_usage > 90%");
    }

    private void equal(CelExpr at, String operator, Shape one, Shape other, CelExpr left, CelExpr right) {
        if (!known(one) || !known(other)) return;
        var always = operator.equals("_==_") ? "never" : "always";
        if (one.getClass() != other.getClass()) {
            fault(
                    at,
                    Rule.TYPE_MISMATCH,
                    "'" + text(left) + "' is " + kind(one) + " and '" + text(right) + "' is " + kind(other)
                            + ", so this " + always + " holds",
                    hint(one, other));
        } else if (one instanceof Shape.Text(var some)
                && other instanceof Shape.Text(var more)
                && !some.isEmpty()
                && !more.isEmpty()
                && some.stream().noneMatch(more::contains)) {
            boolean literal = more.size() == 1;
            var wrong = (literal ? more : some).getFirst();
            var possible = literal ? some : more;
            fault(
                    at,
                    Rule.IMPOSSIBLE_VALUE,
                    "'" + text(literal ? left : right) + "' is never '" + wrong + "'",
                    Nearest.hint(wrong, possible));
        }
    }

    private static String hint(Shape one, Shape other) {
        if (one instanceof Shape.Text(var options) && options.size() > 1)
            return "compare it with one of: " + String.join(", ", options);
        if (other instanceof Shape.Text(var options) && options.size() > 1)
            return "compare it with one of: " + String.join(", ", options);
        return "compare values of one type; convert them with int(), double() or string()";
    }

    private void ordered(CelExpr at, String operator, List<CelExpr> values, List<Shape> shapes) {
        var one = shapes.get(0);
        var other = shapes.get(1);
        for (int i = 0; i < 2; i++)
            if (shapes.get(i) instanceof Shape.Items || shapes.get(i) instanceof Shape.Fields) {
                mismatch(
                        values.get(i), "a number", shapes.get(i), "count a list with size(), or take one of its items");
                return;
            }
        if (!known(one) || !known(other)) return;
        if (one.getClass() != other.getClass())
            fault(
                    at,
                    Rule.TYPE_MISMATCH,
                    "'" + text(values.get(0)) + "' is " + kind(one) + " and '" + text(values.get(1)) + "' is "
                            + kind(other) + ", so '" + OPERATORS.get(operator) + "' cannot compare them",
                    hint(one, other));
        else if ((one instanceof Shape.Text(var options) && options.size() > 1)
                || (other instanceof Shape.Text(var more) && more.size() > 1))
            fault(
                    at,
                    Rule.TYPE_MISMATCH,
                    "'" + OPERATORS.get(operator) + "' compares texts by their letters, which is no order of theirs",
                    "name those that are meant, such as: incident.severity in ['high', 'critical']");
    }

    private Shape arithmetic(CelExpr at, String function, List<CelExpr> values, List<Shape> shapes) {
        var one = shapes.get(0);
        var other = shapes.get(1);
        if (!known(one) || !known(other)) return Shape.anything();
        var result = result(function, one, other);
        if (result.isEmpty())
            fault(
                    at,
                    Rule.TYPE_MISMATCH,
                    "'" + OPERATORS.get(function) + "' cannot be applied to " + kind(one) + " ('" + text(values.get(0))
                            + "') and " + kind(other) + " ('" + text(values.get(1)) + "')",
                    "convert them with int(), double() or string()");
        return result.orElse(Shape.anything());
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

    private void contained(List<CelExpr> values, List<Shape> shapes) {
        var list = shapes.get(1);
        if (known(list) && !(list instanceof Shape.Items || list instanceof Shape.Fields)) {
            mismatch(
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
            equal(element, "_==_", shapes.get(0), shape(element), values.get(0), element);
    }

    private Shape indexed(CelExpr at, List<CelExpr> values, List<Shape> shapes) {
        var index = values.get(1);
        return switch (shapes.get(0)) {
            case Shape.Items(var item) -> {
                if (known(shapes.get(1)) && !(shapes.get(1) instanceof Shape.Numeric))
                    mismatch(index, "a number", shapes.get(1), "a list is counted from 0: list[0]");
                yield item;
            }
            case Shape.Fields fields
            when shapes.get(1) instanceof Shape.Text(var names) && names.size() == 1 ->
                field(at, fields, names.getFirst());
            case Shape.Text _, Shape.Numeric _, Shape.Truth _, Shape.Span _, Shape.Time _ -> {
                mismatch(values.getFirst(), "a list", shapes.getFirst(), "use it as it is");
                yield Shape.anything();
            }
            case Shape.Fields _, Shape.Anything _, Shape.Nothing _ -> Shape.anything();
        };
    }

    private Shape function(String function, List<CelExpr> values, List<Shape> shapes) {
        var text = Shape.Text.class;
        return switch (function) {
            case "size" -> {
                var shape = shapes.getFirst();
                if (shape instanceof Shape.Numeric || shape instanceof Shape.Truth || shape instanceof Shape.Span)
                    mismatch(values.getFirst(), "a list or text", shape, "use it as it is");
                yield Shape.number();
            }
            case "contains", "startsWith", "endsWith", "matches" -> {
                if (function.equals("contains") && shapes.getFirst() instanceof Shape.Items list)
                    mismatch(values.getFirst(), "text", list, "ask a list with: part in list");
                else takes(values, shapes, 0, text, "text", Shape.truth());
                takes(values, shapes, 1, text, "text", Shape.truth());
                if (function.equals("matches")) pattern(values.get(1));
                yield Shape.truth();
            }
            case "lowerAscii", "upperAscii", "trim" -> takes(values, shapes, 0, text, "text", Shape.text());
            case "replace" -> {
                for (int i = 0; i < shapes.size(); i++) takes(values, shapes, i, text, "text", Shape.text());
                yield Shape.text();
            }
            case "split" -> takes(values, shapes, 0, text, "text", new Shape.Items(Shape.text()));
            case "join" -> takes(values, shapes, 0, Shape.Items.class, "a list", Shape.text());
            case "round" -> takes(values, shapes, 0, Shape.Numeric.class, "a number", Shape.number());
            case "bool" -> Shape.truth();
            case "string" -> Shape.text();
            case "int", "uint", "double" -> {
                if (shapes.getFirst() instanceof Shape.Items || shapes.getFirst() instanceof Shape.Fields)
                    mismatch(values.getFirst(), "text or a number", shapes.getFirst(), "count a list with size()");
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
            takes(values, shapes, 0, Shape.Text.class, "text", Shape.text());
        literal(values.getFirst())
                .filter(written -> Durations.parse(written).isEmpty())
                .ifPresent(written -> fault(
                        values.getFirst(),
                        Rule.BAD_VALUE,
                        "'" + written + "' is no span of time",
                        "write it as 30s, 5m or 1h30m"));
        return new Shape.Span();
    }

    private Shape time(List<CelExpr> values, List<Shape> shapes) {
        var shape = shapes.getFirst();
        if (!(shape instanceof Shape.Time || shape instanceof Shape.Numeric))
            takes(values, shapes, 0, Shape.Text.class, "text", Shape.text());
        literal(values.getFirst())
                .filter(written -> !isTime(written))
                .ifPresent(written -> fault(
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
                fault(
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
        return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT ? constant(expr) : Shape.anything();
    }

    private Shape takes(
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

    private void mismatch(CelExpr expr, String wanted, Shape shape, String hint) {
        fault(expr, Rule.TYPE_MISMATCH, wanted + " is needed here, and '" + text(expr) + "' is " + kind(shape), hint);
    }

    private static boolean known(Shape shape) {
        return !(shape instanceof Shape.Anything || shape instanceof Shape.Nothing);
    }

    private static String kind(Shape shape) {
        return shape.kind().orElse("not known");
    }

    private void fault(CelExpr expr, Rule rule, String message, String hint) {
        var fault = new Fault(Parsed.index(source, start(expr)), rule, message, hint);
        if (faults.stream().noneMatch(f -> f.index() == fault.index() && f.rule() == rule)) faults.add(fault);
    }

    /// Where an expression begins, in code points.
    private int start(CelExpr expr) {
        int own = positions.getOrDefault(expr.id(), Integer.MAX_VALUE);
        var first = switch (expr.getKind()) {
            case SELECT -> start(expr.select().operand());
            case CALL ->
                java.util.stream.Stream.concat(expr.call().target().stream(), expr.call().args().stream())
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
    private String text(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> expr.ident().name();
            case SELECT -> text(expr.select().operand()) + "." + expr.select().field();
            case CONSTANT -> {
                var shape = constant(expr);
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

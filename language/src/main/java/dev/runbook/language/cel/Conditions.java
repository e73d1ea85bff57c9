package dev.runbook.language.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.runbook.core.value.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a condition as comparisons of names with constants, joined by `&&`, `||`, `!` and `?:`. One
/// expression, one thread.
final class Conditions {

    private static final Map<String, String> MIRRORED =
            Map.of("_<_", "_>_", "_<=_", "_>=_", "_>_", "_<_", "_>=_", "_<=_", "_==_", "_==_", "_!=_", "_!=_");

    private final String source;
    private final Map<Long, Integer> positions;
    private final Function<String, Shape> scope;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final List<Comparison> comparisons = new ArrayList<>();

    Conditions(String source, Map<Long, Integer> positions, Function<String, Shape> scope) {
        this.source = source;
        this.positions = positions;
        this.scope = scope;
    }

    /// @param names the variables that it hangs on
    record Condition(Set<String> names, Test test) {
        private Condition not() {
            return new Condition(names, values -> !test.holds(values));
        }

        private Condition and(Condition other) {
            return new Condition(union(names, other.names), values -> test.holds(values) && other.test.holds(values));
        }

        private Condition or(Condition other) {
            return not().and(other.not()).not();
        }

        private static Set<String> union(Set<String> some, Set<String> more) {
            return Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
        }
    }

    @FunctionalInterface
    interface Test {
        boolean holds(Map<String, Object> values);
    }

    /// A comparison of a name whose values are known to be limited.
    ///
    /// @param text the name
    record Comparison(int index, String text, Condition condition) {}

    /// What a name is compared with.
    sealed interface Variable {
        /// One value of each kind that the comparisons tell apart.
        List<?> values();
    }

    private record Numeric(TreeSet<Double> constants, double least, double most) implements Variable {
        @Override
        public List<?> values() {
            var marks = new TreeSet<>(constants);
            if (Double.isFinite(least)) marks.add(least);
            if (Double.isFinite(most)) marks.add(most);
            var all = new TreeSet<Double>();
            Double before = null;
            for (var mark : marks) {
                all.add(before == null ? mark - 1 : (before + mark) / 2);
                all.add(mark);
                before = mark;
            }
            if (before != null) all.add(before + 1);
            return all.stream().filter(value -> value >= least && value <= most).toList();
        }
    }

    private record Textual(Set<String> constants, List<String> options) implements Variable {
        @Override
        public List<?> values() {
            if (!options.isEmpty()) return options;
            return Stream.concat(constants.stream(), Stream.of("\u0000")).toList();
        }
    }

    private record Truth() implements Variable {
        @Override
        public List<?> values() {
            return List.of(true, false);
        }
    }

    Map<String, Variable> variables() {
        return variables;
    }

    List<Comparison> comparisons() {
        return comparisons;
    }

    Condition read(CelExpr expr) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expr.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE)
            return constant(expr.constant().booleanValue());
        if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) return unknown(expr);
        var parts = expr.call().args();
        return switch (expr.call().function()) {
            case "_&&_" -> read(parts.get(0)).and(read(parts.get(1)));
            case "_||_" -> read(parts.get(0)).or(read(parts.get(1)));
            case "!_" -> read(parts.get(0)).not();
            case "_?_:_" -> {
                var when = read(parts.get(0));
                yield when.and(read(parts.get(1))).or(when.not().and(read(parts.get(2))));
            }
            case "@in" -> among(expr, parts.get(0), parts.get(1));
            default ->
                MIRRORED.containsKey(expr.call().function())
                        ? comparison(expr, expr.call().function(), parts.get(0), parts.get(1))
                        : unknown(expr);
        };
    }

    private static Condition constant(boolean truth) {
        return new Condition(Set.of(), _ -> truth);
    }

    /// It may be true or false, and is the same wherever it is written the same.
    private Condition unknown(CelExpr expr) {
        var name = "truth " + written(expr);
        variables.putIfAbsent(name, new Truth());
        return new Condition(Set.of(name), values -> Boolean.TRUE.equals(values.get(name)));
    }

    private Condition comparison(CelExpr whole, String operator, CelExpr left, CelExpr right) {
        if (isConstant(left) && !isConstant(right))
            return comparison(whole, MIRRORED.getOrDefault(operator, operator), right, left);
        if (written(left).equals(written(right)))
            return constant(Set.of("_==_", "_<=_", "_>=_").contains(operator));
        var number = number(right);
        if (number.isPresent()) return compared(whole, operator, left, number.get(), percent(right));
        var text = text(right);
        if (text.isPresent() && Set.of("_==_", "_!=_").contains(operator)) {
            var same = isOneOf(whole, left, List.of(text.get()));
            return operator.equals("_==_") ? same : same.not();
        }
        if (right.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && right.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
                && Set.of("_==_", "_!=_").contains(operator)) {
            var same = right.constant().booleanValue() ? read(left) : read(left).not();
            return operator.equals("_==_") ? same : same.not();
        }
        return unknown(whole);
    }

    private Condition compared(CelExpr whole, String operator, CelExpr left, double constant, boolean percent) {
        var own = number(left);
        if (own.isPresent()) return constant(holds(operator, own.get(), constant));
        var name = "number " + written(left);
        var shape = shape(left);
        var known = variables.get(name) instanceof Numeric numeric ? numeric : fresh(shape, left);
        if (percent && known.least() == Double.NEGATIVE_INFINITY) known = new Numeric(known.constants(), 0, 100);
        known.constants().add(constant);
        variables.put(name, known);
        var condition = new Condition(
                Set.of(name), values -> values.get(name) instanceof Double value && holds(operator, value, constant));
        if (Double.isFinite(known.least())) note(whole, left, condition);
        return condition;
    }

    private static Numeric fresh(Shape shape, CelExpr expr) {
        if (shape instanceof Shape.Numeric(var least, var most)) return new Numeric(new TreeSet<>(), least, most);
        boolean size = expr.getKind() == CelExpr.ExprKind.Kind.CALL
                && expr.call().function().equals("size");
        return new Numeric(new TreeSet<>(), size ? 0 : Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private static boolean holds(String operator, double value, double constant) {
        return switch (operator) {
            case "_<_" -> value < constant;
            case "_<=_" -> value <= constant;
            case "_>_" -> value > constant;
            case "_>=_" -> value >= constant;
            case "_==_" -> value == constant;
            default -> value != constant;
        };
    }

    private Condition among(CelExpr whole, CelExpr left, CelExpr list) {
        if (list.getKind() != CelExpr.ExprKind.Kind.LIST) return unknown(whole);
        var elements = list.list().elements();
        if (elements.isEmpty()) return constant(false);
        var texts = elements.stream().flatMap(e -> text(e).stream()).toList();
        if (texts.size() == elements.size()) return isOneOf(whole, left, texts);
        var numbers = elements.stream().flatMap(e -> number(e).stream()).toList();
        if (numbers.size() < elements.size()) return unknown(whole);
        return numbers.stream()
                .map(n -> compared(whole, "_==_", left, n, false))
                .reduce(Condition::or)
                .orElseGet(() -> constant(false));
    }

    private Condition isOneOf(CelExpr whole, CelExpr left, List<String> texts) {
        var own = text(left);
        if (own.isPresent()) return constant(texts.contains(own.get()));
        var name = "text " + written(left);
        var options = shape(left) instanceof Shape.Text(var some) ? some : List.<String>of();
        var known =
                variables.get(name) instanceof Textual textual ? textual : new Textual(new LinkedHashSet<>(), options);
        known.constants().addAll(texts);
        variables.put(name, known);
        var condition = new Condition(Set.of(name), values -> texts.contains(String.valueOf(values.get(name))));
        if (!options.isEmpty()) note(whole, left, condition);
        return condition;
    }

    private void note(CelExpr whole, CelExpr compared, Condition condition) {
        comparisons.add(new Comparison(
                Parsed.index(source, begin(whole)), written(compared).strip(), condition));
    }

    private int begin(CelExpr expr) {
        int own = positions.getOrDefault(expr.id(), 0);
        return switch (expr.getKind()) {
            case SELECT -> begin(expr.select().operand());
            case CALL ->
                Stream.concat(expr.call().target().stream(), expr.call().args().stream())
                        .mapToInt(this::begin)
                        .reduce(own, Math::min);
            case CONSTANT, IDENT, LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> own;
        };
    }

    private boolean percent(CelExpr constant) {
        return PercentLiterals.begins(source, Parsed.index(source, positions.getOrDefault(constant.id(), 0)));
    }

    /// What is known of a name and the fields after it.
    private Shape shape(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> scope.apply(expr.ident().name());
            case SELECT ->
                shape(expr.select().operand()) instanceof Shape.Fields(var fields, var _)
                                && !expr.select().testOnly()
                                && fields.containsKey(expr.select().field())
                        ? fields.get(expr.select().field())
                        : Shape.anything();
            case CALL, CONSTANT, LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> Shape.anything();
        };
    }

    private static boolean isConstant(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT;
    }

    private static Optional<Double> number(CelExpr expr) {
        if (!isConstant(expr)) return Optional.empty();
        return switch (expr.constant().getKind()) {
            case INT64_VALUE -> Optional.of((double) expr.constant().int64Value());
            case DOUBLE_VALUE -> Optional.of(expr.constant().doubleValue());
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(CelExpr expr) {
        return isConstant(expr) && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expr.constant().stringValue())
                : Optional.empty();
    }

    /// An expression in one way of writing.
    private static String written(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT -> expr.constant().toString();
            case IDENT -> expr.ident().name();
            case SELECT ->
                (expr.select().testOnly() ? "has " : "") + written(expr.select().operand()) + "."
                        + expr.select().field();
            case CALL ->
                expr.call().target().map(Conditions::written).orElse("") + " "
                        + expr.call().function() + "("
                        + expr.call().args().stream().map(Conditions::written).collect(Collectors.joining(", ")) + ")";
            case LIST ->
                expr.list().elements().stream().map(Conditions::written).collect(Collectors.joining(", ", "[", "]"));
            case COMPREHENSION -> {
                var loop = expr.comprehension();
                yield "loop(" + loop.iterVar() + ", " + written(loop.iterRange()) + ", " + written(loop.accuInit())
                        + ", " + written(loop.loopCondition()) + ", " + written(loop.loopStep()) + ", "
                        + written(loop.result()) + ")";
            }
            case MAP ->
                expr.map().entries().stream()
                        .map(entry -> written(entry.key()) + ": " + written(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case STRUCT, NOT_SET -> "? " + expr.id();
        };
    }
}

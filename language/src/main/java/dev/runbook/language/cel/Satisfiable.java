package dev.runbook.language.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whether a condition on numbers can hold, and whether it can fail. Between two constants that an expression compares
/// a name with, all values of the name are alike; so it is enough to try one value in each gap.
public enum Satisfiable {
    /// No values fulfil it.
    NEVER,
    /// All values fulfil it.
    ALWAYS,
    /// Some do and some do not, or nobody can tell.
    SOMETIMES;

    /// More cases are not tried: such a condition is left to its author.
    private static final int MOST_CASES = 20_000;

    private static final Map<String, String> MIRRORED =
            Map.of("_<_", "_>_", "_<=_", "_>=_", "_>_", "_<_", "_>=_", "_<=_", "_==_", "_==_", "_!=_", "_!=_");

    /// What an expression that is made of `&&`, `||`, `!` and comparisons of names with numbers can be; for any other,
    /// [#SOMETIMES].
    public static Satisfiable of(String source) {
        if (!(Parsed.of(source) instanceof Parsed.Tree(var tree, var _))) return SOMETIMES;
        var names = new LinkedHashMap<String, Name>();
        var positions = tree.getSource().getPositionsMap();
        var condition = read(tree.getExpr(), names, expr -> percent(source, positions.getOrDefault(expr.id(), 0)));
        if (condition.isEmpty()) return SOMETIMES;
        long cases = 1;
        for (var name : names.values()) {
            cases *= name.values().size();
            if (cases > MOST_CASES) return SOMETIMES;
        }
        var found = new HashSet<Boolean>();
        tryAll(condition.get(), new ArrayList<>(names.keySet()), names, new HashMap<>(), found);
        return found.size() == 2 ? SOMETIMES : found.contains(true) ? ALWAYS : NEVER;
    }

    /// A condition on numbers by name.
    @FunctionalInterface
    private interface Condition {
        boolean holds(Map<String, Double> values);
    }

    @FunctionalInterface
    private interface Percent {
        boolean is(CelExpr constant);
    }

    /// What a name is compared with.
    private static final class Name {
        private final TreeSet<Double> constants = new TreeSet<>();
        private boolean percent;

        /// The constants, and a value in each gap beside them. A percentage goes from 0 to 100.
        private List<Double> values() {
            var all = new TreeSet<Double>();
            var marks = new TreeSet<>(constants);
            if (percent) marks.addAll(List.of(0.0, 100.0));
            Double before = null;
            for (var mark : marks) {
                all.add(before == null ? mark - 1 : (before + mark) / 2);
                all.add(mark);
                before = mark;
            }
            all.add(marks.last() + 1);
            return all.stream()
                    .filter(value -> !percent || (value >= 0 && value <= 100))
                    .toList();
        }
    }

    private static boolean percent(String source, int offset) {
        int at = Parsed.index(source, offset);
        while (at < source.length() && (Character.isDigit(source.charAt(at)) || source.charAt(at) == '.')) at++;
        return at < source.length() && source.charAt(at) == '%';
    }

    private static Optional<Condition> read(CelExpr expr, Map<String, Name> names, Percent percent) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expr.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE) {
            boolean constant = expr.constant().booleanValue();
            return Optional.of(_ -> constant);
        }
        if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) return Optional.empty();
        var call = expr.call();
        var parts = call.args();
        return switch (call.function()) {
            case "_&&_" ->
                read(parts.get(0), names, percent)
                        .flatMap(a -> read(parts.get(1), names, percent)
                                .map(b -> values -> a.holds(values) && b.holds(values)));
            case "_||_" ->
                read(parts.get(0), names, percent)
                        .flatMap(a -> read(parts.get(1), names, percent)
                                .map(b -> values -> a.holds(values) || b.holds(values)));
            case "!_" -> read(parts.get(0), names, percent).map(a -> values -> !a.holds(values));
            default ->
                MIRRORED.containsKey(call.function())
                        ? comparison(call.function(), parts.get(0), parts.get(1), names, percent)
                        : Optional.empty();
        };
    }

    private static Optional<Condition> comparison(
            String operator, CelExpr left, CelExpr right, Map<String, Name> names, Percent percent) {
        if (left.getKind() != CelExpr.ExprKind.Kind.IDENT)
            return right.getKind() == CelExpr.ExprKind.Kind.IDENT
                    ? comparison(MIRRORED.getOrDefault(operator, operator), right, left, names, percent)
                    : Optional.empty();
        var number = number(right);
        if (number.isEmpty()) return Optional.empty();
        var name = left.ident().name();
        var known = names.computeIfAbsent(name, _ -> new Name());
        known.constants.add(number.get());
        known.percent |= percent.is(right);
        double constant = number.get();
        return Optional.of(values -> {
            double value = values.getOrDefault(name, 0.0);
            return switch (operator) {
                case "_<_" -> value < constant;
                case "_<=_" -> value <= constant;
                case "_>_" -> value > constant;
                case "_>=_" -> value >= constant;
                case "_==_" -> value == constant;
                default -> value != constant;
            };
        });
    }

    private static Optional<Double> number(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.CONSTANT) return Optional.empty();
        return switch (expr.constant().getKind()) {
            case INT64_VALUE -> Optional.of((double) expr.constant().int64Value());
            case DOUBLE_VALUE -> Optional.of(expr.constant().doubleValue());
            default -> Optional.empty();
        };
    }

    private static void tryAll(
            Condition condition,
            List<String> left,
            Map<String, Name> names,
            Map<String, Double> values,
            Set<Boolean> found) {
        if (found.size() == 2) return;
        if (left.isEmpty()) {
            found.add(condition.holds(values));
            return;
        }
        var name = left.getFirst();
        var known = names.get(name);
        if (known == null) return;
        for (var value : known.values()) {
            values.put(name, value);
            tryAll(condition, left.subList(1, left.size()), names, values, found);
        }
    }
}

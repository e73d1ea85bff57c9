package dev.runbook.language.cel;

import dev.runbook.core.value.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Whether a condition can hold, and whether it can fail. Between two constants that an expression compares a
/// name with, all values of the name are alike; so it is enough to try one value in each gap. What is no
/// comparison with constants may be true or false, but is the same wherever it is written the same.
public enum Satisfiable {
    /// No values fulfil it.
    NEVER,
    /// All values fulfil it.
    ALWAYS,
    /// Some do and some do not, or nobody can tell.
    SOMETIMES;

    /// More cases are not tried: such a condition is left to its author.
    private static final int MOST_CASES = 20_000;

    /// A comparison that is the same whatever is seen.
    ///
    /// @param index where it begins in the expression, from 0
    /// @param always whether it always holds; else it never does
    public record Settled(int index, String text, boolean always) {}

    /// What an expression can be.
    ///
    /// @param scope what is known of a name
    public static Satisfiable of(String source, Function<String, Shape> scope) {
        if (!(Parsed.of(source) instanceof Parsed.Tree(var tree, var _))) return SOMETIMES;
        var reader = new Conditions(source, tree.getSource().getPositionsMap(), scope);
        var condition = reader.read(tree.getExpr());
        return of(condition, reader.variables());
    }

    /// The comparisons within an expression that are the same whatever is seen, in the order of the text.
    ///
    /// @param scope what is known of a name
    public static List<Settled> settled(String source, Function<String, Shape> scope) {
        if (!(Parsed.of(source) instanceof Parsed.Tree(var tree, var _))) return List.of();
        var reader = new Conditions(source, tree.getSource().getPositionsMap(), scope);
        reader.read(tree.getExpr());
        var settled = new ArrayList<Settled>();
        for (var comparison : reader.comparisons()) {
            var can = of(comparison.condition(), reader.variables());
            if (can != SOMETIMES) settled.add(new Settled(comparison.index(), comparison.text(), can == ALWAYS));
        }
        return List.copyOf(settled);
    }

    private static Satisfiable of(Conditions.Condition condition, Map<String, Conditions.Variable> variables) {
        var used = variables.entrySet().stream()
                .filter(variable -> condition.names().contains(variable.getKey()))
                .toList();
        long cases = 1;
        for (var variable : used) {
            cases *= variable.getValue().values().size();
            if (cases > MOST_CASES) return SOMETIMES;
        }
        var found = new HashSet<Boolean>();
        tryAll(condition, used, new HashMap<>(), found);
        return found.size() == 2 ? SOMETIMES : found.contains(true) ? ALWAYS : NEVER;
    }

    private static void tryAll(
            Conditions.Condition condition,
            List<Map.Entry<String, Conditions.Variable>> left,
            Map<String, Object> values,
            Set<Boolean> found) {
        if (found.size() == 2) return;
        if (left.isEmpty()) {
            found.add(condition.test().holds(values));
            return;
        }
        for (var value : left.getFirst().getValue().values()) {
            values.put(left.getFirst().getKey(), value);
            tryAll(condition, left.subList(1, left.size()), values, found);
        }
    }
}

package dev.runbook.language.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the names and functions that an expression uses. One expression, one thread.
final class Names {

    /// @param offset where its arguments begin, in code points
    /// @param values how many values it is given, the one before the dot included
    record Call(String function, int offset, int values, boolean onTarget) {}

    private final CelAbstractSyntaxTree tree;
    private final List<Reference> references = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Integer> locals = new HashMap<>();

    private Names(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    static Names of(CelAbstractSyntaxTree tree) {
        var names = new Names(tree);
        names.visit(tree.getExpr());
        return names;
    }

    List<Call> calls() {
        return calls;
    }

    List<Reference> references(String source) {
        return references.stream()
                .map(r -> new Reference(r.root(), r.path(), Parsed.index(source, r.index()), r.asked()))
                .sorted(Comparator.comparingInt(Reference::index))
                .toList();
    }

    private void visit(CelExpr expr) {
        switch (expr.getKind()) {
            case IDENT, SELECT -> path(expr, new ArrayList<>(), false);
            case CALL -> {
                if (constantIndex(expr).isPresent()) path(expr, new ArrayList<>(), false);
                else call(expr);
            }
            case LIST -> expr.list().elements().forEach(this::visit);
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    visit(entry.key());
                    visit(entry.value());
                });
            case STRUCT -> {
                calls.add(new Call(expr.struct().messageName(), offset(expr), 0, false));
                expr.struct().entries().forEach(entry -> visit(entry.value()));
            }
            case COMPREHENSION -> comprehension(expr.comprehension());
            case CONSTANT, NOT_SET -> {}
        }
    }

    /// Follows `a.b['c']` down to the name it begins with.
    private void path(CelExpr expr, List<String> fields, boolean asked) {
        switch (expr.getKind()) {
            case IDENT -> name(expr, fields, asked);
            case SELECT -> {
                fields.addFirst(expr.select().field());
                path(expr.select().operand(), fields, asked || expr.select().testOnly());
            }
            default -> {
                var index = constantIndex(expr);
                if (index.isPresent()) {
                    fields.addFirst(index.get());
                    path(expr.call().args().getFirst(), fields, asked);
                } else {
                    visit(expr);
                }
            }
        }
    }

    private void name(CelExpr expr, List<String> fields, boolean asked) {
        var name = expr.ident().name();
        var root = name.startsWith(".") ? name.substring(1) : name;
        if (!locals.containsKey(root) && !Syntax.RESERVED.contains(root))
            references.add(new Reference(root, fields, offset(expr), asked));
    }

    private static Optional<String> constantIndex(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.CALL
                || !expr.call().function().equals("_[_]")) return Optional.empty();
        var index = expr.call().args().get(1);
        boolean text = index.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && index.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        return text ? Optional.of(index.constant().stringValue()) : Optional.empty();
    }

    private void call(CelExpr expr) {
        var call = expr.call();
        if (Character.isJavaIdentifierStart(call.function().charAt(0))
                && !call.function().startsWith("_"))
            calls.add(new Call(
                    call.function(),
                    offset(expr),
                    call.args().size() + (call.target().isPresent() ? 1 : 0),
                    call.target().isPresent()));
        call.target().ifPresent(this::visit);
        call.args().forEach(this::visit);
    }

    private void comprehension(CelExpr.CelComprehension loop) {
        visit(loop.iterRange());
        visit(loop.accuInit());
        var own = List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar());
        own.forEach(name -> locals.merge(name, 1, Integer::sum));
        visit(loop.loopCondition());
        visit(loop.loopStep());
        visit(loop.result());
        own.forEach(name -> locals.computeIfPresent(name, (_, uses) -> uses == 1 ? null : uses - 1));
    }

    private int offset(CelExpr expr) {
        return tree.getSource().getPositionsMap().getOrDefault(expr.id(), 0);
    }
}

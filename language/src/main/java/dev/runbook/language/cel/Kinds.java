package dev.runbook.language.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.runbook.language.cel.Syntax.Kind;
import java.util.Set;

/// Tells from an expression's outermost operation what it can give.
final class Kinds {

    private static final Set<String> CONDITIONS = Set.of(
            "_&&_",
            "_||_",
            "!_",
            "_==_",
            "_!=_",
            "_<_",
            "_<=_",
            "_>_",
            "_>=_",
            "@in",
            "contains",
            "startsWith",
            "endsWith",
            "matches",
            "bool",
            "@not_strictly_false");

    /// Functions that give what one of their arguments is, or that nobody can tell.
    private static final Set<String> EITHER = Set.of("_[_]", "dyn");

    private Kinds() {}

    static Kind of(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT, NOT_SET -> Kind.ANYTHING;
            case SELECT -> expr.select().testOnly() ? Kind.CONDITION : Kind.ANYTHING;
            case CONSTANT -> expr.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE ? Kind.CONDITION : Kind.VALUE;
            case LIST, MAP, STRUCT -> Kind.VALUE;
            case COMPREHENSION -> of(expr.comprehension().result()) == Kind.CONDITION ? Kind.CONDITION : loop(expr);
            case CALL -> call(expr.call());
        };
    }

    /// `all`, `exists` and `exists_one` begin with a truth or a count, `map` and `filter` with a list.
    private static Kind loop(CelExpr expr) {
        var begin = expr.comprehension().accuInit();
        return begin.getKind() == CelExpr.ExprKind.Kind.LIST ? Kind.VALUE : of(begin);
    }

    private static Kind call(CelExpr.CelCall call) {
        if (call.function().equals("_?_:_")) {
            var one = of(call.args().get(1));
            return one == of(call.args().get(2)) ? one : Kind.ANYTHING;
        }
        if (CONDITIONS.contains(call.function())) return Kind.CONDITION;
        return EITHER.contains(call.function()) ? Kind.ANYTHING : Kind.VALUE;
    }
}

package dev.runbook.language.cel;

import dev.cel.common.ast.CelExpr;
import dev.runbook.core.value.Shape;
import dev.runbook.language.Nearest;
import dev.runbook.language.Rule;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is taken out of a value: a field by its name, an item by its number. One expression, one thread.
final class FieldTyping {

    private final TypeFaults faults;

    FieldTyping(TypeFaults faults) {
        this.faults = faults;
    }

    Shape field(CelExpr at, Shape of, String field) {
        var owner = at.getKind() == CelExpr.ExprKind.Kind.SELECT
                ? at.select().operand()
                : at.call().args().getFirst();
        return switch (of) {
            case Shape.Fields(var fields, var open) -> {
                var known = fields.get(field);
                if (known == null && !ofTheRunbook(owner) && (!open || misspelled(field, fields)))
                    faults.fault(
                            at,
                            Rule.UNKNOWN_NAME,
                            "'" + faults.text(owner) + "' has no '" + field + "'",
                            fields.isEmpty() ? "it has nothing; remove it" : Nearest.hint(field, fields.keySet()));
                yield Objects.requireNonNullElse(known, isLabels(owner) ? Shape.text() : Shape.anything());
            }
            case Shape.Items(var item) -> {
                faults.fault(
                        at,
                        Rule.TYPE_MISMATCH,
                        "'" + faults.text(owner) + "' is a list, and a list has no '" + field + "'",
                        item instanceof Shape.Fields(var fields, var _) && fields.containsKey(field)
                                ? "take one of its items, such as " + faults.text(owner) + "[0]." + field
                                        + ", or ask all of them with exists, all, filter or map"
                                : "take one of its items, such as " + faults.text(owner)
                                        + "[0], or count them with size()");
                yield Shape.anything();
            }
            case Shape.Text _, Shape.Numeric _, Shape.Truth _, Shape.Span _, Shape.Time _ -> {
                faults.fault(
                        at,
                        Rule.TYPE_MISMATCH,
                        "'" + faults.text(owner) + "' is " + TypeFaults.kind(of) + ", and has no '" + field + "'",
                        "use it as it is");
                yield Shape.anything();
            }
            case Shape.Anything _, Shape.Nothing _ -> Shape.anything();
        };
    }

    Shape indexed(CelExpr at, List<CelExpr> values, List<Shape> shapes) {
        var index = values.get(1);
        return switch (shapes.get(0)) {
            case Shape.Items(var item) -> {
                boolean counted = !TypeFaults.known(shapes.get(1)) || shapes.get(1) instanceof Shape.Numeric;
                if (!counted) faults.mismatch(index, "a number", shapes.get(1), "a list is counted from 0: list[0]");
                yield counted ? item : Shape.anything();
            }
            case Shape.Fields fields
            when shapes.get(1) instanceof Shape.Text(var names) && names.size() == 1 ->
                field(at, fields, names.getFirst());
            case Shape.Text _, Shape.Numeric _, Shape.Truth _, Shape.Span _, Shape.Time _ -> {
                faults.mismatch(values.getFirst(), "a list", shapes.getFirst(), "use it as it is");
                yield Shape.anything();
            }
            case Shape.Fields _, Shape.Anything _, Shape.Nothing _ -> Shape.anything();
        };
    }

    private static boolean misspelled(String field, Map<String, Shape> fields) {
        return Nearest.misspelled(field, fields.keySet()).isPresent();
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
}

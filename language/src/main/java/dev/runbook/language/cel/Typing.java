package dev.runbook.language.cel;

import dev.cel.common.ast.CelExpr;
import dev.runbook.core.value.Shape;
import dev.runbook.language.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Tells what an expression can come to, and where it does what its values cannot do. What is not known is
/// never held against it. One expression, one thread.
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

    private final Function<String, Shape> scope;
    private final TypeFaults faults;
    private final FieldTyping fields;
    private final OperatorTyping operators;
    private final FunctionTyping functions;
    private final Map<String, Shape> locals = new HashMap<>();

    private Typing(TypeFaults faults, Function<String, Shape> scope) {
        this.scope = scope;
        this.faults = faults;
        this.fields = new FieldTyping(faults);
        this.operators = new OperatorTyping(faults);
        this.functions = new FunctionTyping(faults);
    }

    /// @param scope what is known of a name
    public static Typed of(String source, Function<String, Shape> scope) {
        if (!(Parsed.of(source) instanceof Parsed.Tree(var tree, var _))) return new Typed(Shape.anything(), List.of());
        var typing = new Typing(new TypeFaults(source, tree.getSource().getPositionsMap()), scope);
        var shape = typing.shape(tree.getExpr());
        return new Typed(shape, typing.faults.found());
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

    static Shape constant(CelExpr expr) {
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
        var found = fields.field(expr, shape(of), expr.select().field());
        return expr.select().testOnly() ? Shape.truth() : found;
    }

    /// `all` and `exists` begin with a truth, `exists_one` with a count, `map` and `filter` with a list.
    private Shape loop(CelExpr.CelComprehension loop) {
        var range = shape(loop.iterRange());
        if (!(range instanceof Shape.Items || range instanceof Shape.Fields) && TypeFaults.known(range))
            faults.mismatch(loop.iterRange(), "a list", range, "ask a list, or take the loop away");
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
        int noted = faults.count();
        var added = shape(call.args().get(1));
        faults.backTo(noted);
        return added;
    }

    private Shape call(CelExpr expr, CelExpr.CelCall call) {
        var values = new ArrayList<CelExpr>();
        call.target().ifPresent(values::add);
        values.addAll(call.args());
        var shapes = values.stream().map(this::shape).toList();
        return switch (call.function()) {
            case "_&&_", "_||_", "!_" -> {
                for (int i = 0; i < shapes.size(); i++) operators.truth(values.get(i), shapes.get(i));
                yield Shape.truth();
            }
            case "_?_:_" -> {
                operators.truth(values.getFirst(), shapes.getFirst());
                yield Shape.either(shapes.get(1), shapes.get(2));
            }
            case "_==_", "_!=_" -> {
                operators.equal(expr, call.function(), shapes.get(0), shapes.get(1), values.get(0), values.get(1));
                yield Shape.truth();
            }
            case "_<_", "_<=_", "_>_", "_>=_" -> {
                operators.ordered(expr, call.function(), values, shapes);
                yield Shape.truth();
            }
            case "_+_", "_-_", "_*_", "_/_", "_%_" -> operators.arithmetic(expr, call.function(), values, shapes);
            case "-_" -> faults.takes(values, shapes, 0, Shape.Numeric.class, "a number", Shape.number());
            case "@in" -> {
                operators.contained(values, shapes, this::shape);
                yield Shape.truth();
            }
            case "_[_]" -> fields.indexed(expr, values, shapes);
            default -> functions.of(call.function(), values, shapes);
        };
    }
}

package dev.runbook.language.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.Program;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Mentions;
import dev.runbook.core.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Evaluates expressions with Google's CEL ([language definition](https://github.com/google/cel-spec)).
///
/// Beyond CEL: `90%` is the number 90, whole and real numbers mix in arithmetic, and `has(step.field)` is
/// false, not an error, when the step has not run. Cost is bounded by the length of the expression, the
/// number of iterations and the size of what it makes.
///
/// Safe for use by many threads.
public final class CelExpressions implements Expressions, Mentions {

    /// A library has a few hundred expressions; beyond this the cache begins anew.
    private static final int MOST_CACHED = 5_000;

    private final Map<String, Compiled> cache = new ConcurrentHashMap<>();

    private sealed interface Compiled {
        /// @param roots the names that are referred to, and whether only fields of them are
        record Ready(Program program, List<Reference> references, Map<String, Boolean> roots) implements Compiled {}

        record Broken(String reason) implements Compiled {}
    }

    @Override
    public Evaluation evaluate(Expression expression, Value.Fields scope) {
        return switch (compiled(expression.source())) {
            case Compiled.Broken(var reason) -> failed(expression, reason);
            case Compiled.Ready ready -> run(expression, ready, scope);
        };
    }

    @Override
    public List<Name> in(Expression expression) {
        return switch (Syntax.of(expression.source())) {
            case Syntax.Sound(var _, var references) ->
                references.stream().map(r -> new Name(r.root(), r.path())).toList();
            case Syntax.Faulty _ -> List.of();
        };
    }

    private Compiled compiled(String source) {
        if (cache.size() >= MOST_CACHED) cache.clear();
        return cache.computeIfAbsent(source, CelExpressions::compile);
    }

    private static Compiled compile(String source) {
        return switch (Parsed.of(source)) {
            case Parsed.Nothing(var fault) ->
                new Compiled.Broken(fault.message() + " at character " + (fault.index() + 1) + "; " + fault.hint());
            case Parsed.Tree(var tree, var references) -> {
                try {
                    yield new Compiled.Ready(Cold.RUNTIME.createProgram(tree), references, roots(references));
                } catch (CelEvaluationException e) {
                    yield new Compiled.Broken(FailureWords.of(e));
                }
            }
        };
    }

    private static Map<String, Boolean> roots(List<Reference> references) {
        return references.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Reference::root, r -> !r.path().isEmpty(), (one, other) -> one && other));
    }

    private static Evaluation run(Expression expression, Compiled.Ready ready, Value.Fields scope) {
        try {
            return new Evaluation.Evaluated(CelValues.ofCel(ready.program().eval(variables(ready.roots(), scope))));
        } catch (CelEvaluationException e) {
            var words = FailureWords.of(e);
            return failed(
                    expression, Missing.reason(words, ready.references(), scope).orElse(words));
        } catch (IllegalArgumentException e) {
            return failed(expression, "the result " + e.getMessage());
        }
    }

    /// What the expression refers to and the scope has. A name that is missing, and of which the expression
    /// only uses fields, stands for no fields: so `has()` can ask about a step that has not run, and every
    /// other use still fails.
    private static Map<String, Object> variables(Map<String, Boolean> roots, Value.Fields scope) {
        var variables = new HashMap<String, Object>();
        roots.forEach((name, onlyFields) -> {
            var value = scope.get(name);
            if (value.isPresent()) variables.put(name, CelValues.toCel(value.get()));
            else if (onlyFields) variables.put(name, Map.of());
        });
        return variables;
    }

    private static Evaluation failed(Expression expression, String reason) {
        return new Evaluation.Failed(expression.position() + ": '" + expression.source() + "': " + reason);
    }

    /// What is loaded when the first expression is evaluated.
    private static final class Cold {
        static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(Parsed.Cold.OPTIONS)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .filterFunctions((_, overload) -> !Functions.REPLACED.contains(overload.toString()))
                        .build())
                .addFunctionBindings(Functions.bindings())
                .build();
    }
}

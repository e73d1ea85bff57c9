package dev.runbook.core.engine;

import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.Invocation;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/// What `gather` steps ask, as things stand. Pure; what was asked last is remembered, so each incident that
/// is driven has its own.
public final class GatherCalls {

    private final Expressions expressions;
    private final Scopes scopes;

    GatherCalls(Expressions expressions, Scopes scopes) {
        this.expressions = expressions;
        this.scopes = scopes;
    }

    /// Whether it is known what to ask.
    public sealed interface Calls {
        /// @param calls one for each item of a `for_each` step, else one
        record Ready(List<Event.Call> calls) implements Calls {
            public Ready {
                calls = List.copyOf(calls);
            }
        }

        /// @param reason which value is missing
        record Impossible(String reason) implements Calls {}
    }

    /// What a step of the runbook that the incident follows would ask now.
    public static Calls of(
            Incident incident, Runbook runbook, Step.Gather step, Expressions expressions, Settings settings) {
        return new GatherCalls(expressions, new Scopes(expressions, settings)).of(incident, runbook, step);
    }

    Calls of(Incident incident, Runbook runbook, Step.Gather step) {
        var template = step.parameters();
        if (step.head().forEach().isEmpty() && !template.hasHoles())
            return call(step.call(), Value.Fields.NONE, new ArrayList<>());
        var scope = scopes.values(incident, runbook);
        if (step.head().forEach().isEmpty()) return call(step.call(), scope, new ArrayList<>());
        return switch (Course.items(expressions, step.head().forEach().get(), scope)) {
            case Evaluation.Failed(var reason) -> new Calls.Impossible(reason);
            case Evaluation.Evaluated(var items) -> {
                var calls = new ArrayList<Event.Call>();
                for (var item : ((Value.Items) items).items())
                    if (call(step.call(), Course.with(scope, item), calls) instanceof Calls.Impossible impossible)
                        yield impossible;
                yield new Calls.Ready(calls);
            }
        };
    }

    /// Adds a call with its values.
    private Calls call(Invocation invocation, Value.Fields scope, List<Event.Call> calls) {
        return switch (expressions.render(invocation.parameters(), scope)) {
            case Evaluation.Failed(var reason) -> new Calls.Impossible(reason);
            case Evaluation.Evaluated(var parameters) -> {
                calls.add(new Event.Call(invocation.operation(), (Value.Fields) parameters));
                yield new Calls.Ready(calls);
            }
        };
    }
}

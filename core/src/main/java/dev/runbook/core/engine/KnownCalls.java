package dev.runbook.core.engine;

import dev.runbook.core.engine.Forecast.Unknown;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The calls of steps, with their values as far as they are known. One thread at a time.
final class KnownCalls {

    private final Provider provider;
    private final Expressions expressions;
    private final Scopes scopes;
    private final DryState state;
    private final Doubts doubts;

    KnownCalls(DryRun.Parts parts, DryState state, Doubts doubts) {
        provider = parts.provider();
        expressions = parts.expressions();
        scopes = parts.scopes();
        this.state = state;
        this.doubts = doubts;
    }

    /// What a step gives to the runbook that it calls, as far as it is known.
    ///
    /// @param given what is known; the rest is left out
    /// @param fault why it cannot be called; empty when it can, as far as is known
    record Inputs(Value.Fields given, List<Unknown> unknown, Optional<String> fault) {}

    Inputs inputs(Step.Call step) {
        var given = new TreeMap<String, Value>();
        var unknown = new LinkedHashSet<Unknown>();
        var fault = Optional.<String>empty();
        for (var input : step.inputs().fields().entrySet()) {
            var filling = new Filling(step.id(), scopes.values(state.incident, state.runbook, step.id()));
            var value = filling.fill(input.getValue());
            unknown.addAll(filling.unknown);
            if (!filling.faults.isEmpty()) fault = Optional.of(filling.faults.getFirst());
            else if (filling.isWhole()) given.put(input.getKey(), value);
        }
        return new Inputs(new Value.Fields(given), List.copyOf(unknown), fault);
    }

    /// The calls of a step, with their values as far as they are known.
    Calls of(Step step) {
        if (step.invocation().isEmpty()) return Calls.NONE;
        var invocation = step.invocation().get();
        var operation = provider.catalogue().find(invocation.operation());
        if (operation.isEmpty())
            return new Calls(List.of(), List.of(), Optional.of("there is no operation " + invocation.operation()));
        var scope = scopes.values(state.incident, state.runbook, step.id());
        var unknown = new LinkedHashSet<Unknown>();
        var calls = new ArrayList<Forecast.Call>();
        for (var one : scopesOf(step, scope, unknown)) {
            var filling = new Filling(step.id(), one);
            var given = filling.fill(invocation.parameters());
            unknown.addAll(filling.unknown);
            if (!filling.faults.isEmpty())
                return new Calls(List.of(), List.of(), Optional.of(filling.faults.getFirst()));
            var faults = filling.unknown.isEmpty() ? operation.get().faults(given) : List.<String>of();
            if (!faults.isEmpty()) return new Calls(List.of(), List.of(), Optional.of(String.join("; ", faults)));
            var apart = filling.unknown.isEmpty()
                    ? Pairing.fault(operation.get(), given, state.incident)
                    : Optional.<String>empty();
            if (apart.isPresent()) return new Calls(List.of(), List.of(), apart);
            var values =
                    filling.unknown.isEmpty() ? operation.get().check(given).values() : given;
            var target = step instanceof Step.Execute execute
                    ? execute.safety().target().map(t -> filling.fill(t).display())
                    : Optional.<String>empty();
            calls.add(new Forecast.Call(
                    operation.get().name(),
                    operation.get().effect(),
                    values,
                    target.or(() -> operation.get().targetOf(values))));
        }
        return new Calls(calls, List.copyOf(unknown), Optional.empty());
    }

    /// A text of a step as far as its values are known, the rest as the runbook writes it.
    String text(Step step, Template template) {
        return new Filling(step.id(), scopes.values(state.incident, state.runbook, step.id()))
                .fill(template)
                .display();
    }

    /// The scope of each call of a step.
    private List<Value.Fields> scopesOf(Step step, Value.Fields scope, Set<Unknown> unknown) {
        if (step.head().forEach().isEmpty()) return List.of(scope);
        var list = step.head().forEach().get();
        var open = doubts.doubts(list.expressions(), step.id(), false).toList();
        unknown.addAll(open);
        if (!open.isEmpty()) return List.of(scope);
        return switch (Course.items(expressions, list, scope)) {
            case Evaluation.Evaluated(Value.Items(var items)) ->
                items.stream().map(item -> Course.with(scope, item)).toList();
            case Evaluation _ -> List.of(scope);
        };
    }

    /// Fills templates as far as their values are known.
    final class Filling {
        private final StepId step;
        private final Value.Fields scope;
        private final Set<Unknown> unknown = new LinkedHashSet<>();
        private final List<String> faults = new ArrayList<>();

        Filling(StepId step, Value.Fields scope) {
            this.step = step;
            this.scope = scope;
        }

        Value.Fields fill(Template.MapOf templates) {
            return (Value.Fields) fill((Template) templates);
        }

        /// Whether everything that was filled is known.
        boolean isWhole() {
            return unknown.isEmpty() && faults.isEmpty();
        }

        Value fill(Template template) {
            return switch (template) {
                case Template.Literal(var value) -> value;
                case Template.Computed _ -> hole(template);
                case Template.Mixed(var parts) ->
                    Value.text(parts.stream().map(part -> fill(part).display()).reduce("", String::concat));
                case Template.ListOf(var items) ->
                    new Value.Items(items.stream().map(this::fill).toList());
                case Template.MapOf(var fields) -> {
                    var values = new TreeMap<String, Value>();
                    fields.forEach((name, field) -> values.put(name, fill(field)));
                    yield new Value.Fields(values);
                }
            };
        }

        private Value hole(Template hole) {
            var open = doubts.doubts(hole.expressions(), step, false)
                    .filter(doubt -> scope.get(doubt.name()).isEmpty())
                    .toList();
            if (!open.isEmpty()) {
                unknown.addAll(open);
                return Shown.of(hole);
            }
            return switch (expressions.render(hole, scope)) {
                case Evaluation.Evaluated(var value) -> value;
                case Evaluation.Failed(var reason) -> {
                    faults.add(reason);
                    yield Shown.of(hole);
                }
            };
        }
    }

    /// What the calls of a step come to.
    ///
    /// @param fault why the step cannot be carried out; empty when it can, as far as is known
    record Calls(List<Forecast.Call> calls, List<Unknown> unknown, Optional<String> fault) {
        static final Calls NONE = new Calls(List.of(), List.of(), Optional.empty());
    }

    /// Templates as runbooks write them.
    static final class Shown {
        private Shown() {}

        static Value of(Template template) {
            return switch (template) {
                case Template.Literal(var value) -> value;
                case Template.Computed(var expression) -> Value.text("{{ " + expression.source() + " }}");
                case Template.Mixed(var parts) ->
                    Value.text(parts.stream().map(part -> of(part).display()).reduce("", String::concat));
                case Template.ListOf(var items) ->
                    new Value.Items(items.stream().map(Shown::of).toList());
                case Template.MapOf(var fields) -> {
                    var values = new TreeMap<String, Value>();
                    fields.forEach((name, field) -> values.put(name, of(field)));
                    yield new Value.Fields(values);
                }
            };
        }
    }
}

package dev.runbook.core.engine;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.Invocation;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes the exact plans of changes, and of taking them back, as things stand. Pure; the last plan is
/// remembered, so that asking whether it still holds costs nothing where nothing that it hangs on is
/// another.
final class Planning {

    /// The name by which an undo refers to what the action answered.
    private static final Pattern RESULT = Pattern.compile("(?<![.\\w])result(?!\\w)");

    private final Provider provider;
    private final Expressions expressions;
    private final Scopes scopes;
    private final Latest<Planned> actions = new Latest<>();
    private final Latest<Digest> evidence = new Latest<>();

    Planning(Provider provider, Expressions expressions, Scopes scopes) {
        this.provider = provider;
        this.expressions = expressions;
        this.scopes = scopes;
    }

    /// Whether an action can be planned.
    sealed interface Planned {
        record Ready(Plan plan) implements Planned {}

        record Impossible(String reason) implements Planned {}
    }

    /// Whether parameters can be filled in.
    private sealed interface Filled {
        record Ready(Value.Fields parameters) implements Filled {}

        record Impossible(String reason) implements Filled {}
    }

    /// The step's exact action as things stand now, with how it would be taken back.
    Planned action(Incident incident, Runbook runbook, Step.Execute step) {
        var standing = Scopes.standing(incident, runbook, step, provider.catalogue());
        return actions.of(standing, () -> planned(incident, runbook, step));
    }

    private Digest evidence(Incident incident) {
        return evidence.of(List.of(incident.findings().evidence()), incident::evidenceDigest);
    }

    private Planned planned(Incident incident, Runbook runbook, Step.Execute step) {
        var operation = provider.catalogue().find(step.operation());
        if (operation.isEmpty()) return new Planned.Impossible("there is no operation " + step.operation());
        var scope = scopes.values(incident, runbook, step.id());
        var target = step.safety().target().map(template -> expressions.render(template, scope));
        if (target.isPresent() && target.get() instanceof Evaluation.Failed(var reason))
            return new Planned.Impossible("its target: " + reason);
        return switch (filled(operation.get(), step.parameters(), scope)) {
            case Filled.Impossible(var reason) -> new Planned.Impossible(reason);
            case Filled.Ready(var parameters) -> {
                var apart = Pairing.fault(operation.get(), parameters, incident);
                if (apart.isPresent()) yield new Planned.Impossible(apart.get());
                var action = new Plan(
                        runbook.id(),
                        runbook.digest(),
                        step.id(),
                        step.operation(),
                        parameters,
                        target.map(t -> ((Evaluation.Evaluated) t).value().display())
                                .or(() -> operation.get().targetOf(parameters)),
                        step.risk().or(operation.get().riskFloor()),
                        evidence(incident));
                yield step.safety()
                        .undo()
                        .map(undo -> withUndo(action, undo, scope))
                        .orElseGet(() -> new Planned.Ready(action));
            }
        };
    }

    /// Who approves the action approves its undo, so the plan is as risky as the riskier of the two.
    private Planned withUndo(Plan action, Invocation undo, Value.Fields scope) {
        var operation = provider.catalogue().find(undo.operation());
        if (operation.isEmpty()) return impossibleUndo("there is no operation " + undo.operation());
        var known = new TreeMap<String, Value>();
        var pending = new TreeMap<String, String>();
        for (var parameter : undo.parameters().fields().entrySet()) {
            if (hangsOnResult(parameter.getValue())) {
                pending.put(parameter.getKey(), parameter.getValue().source());
                continue;
            }
            switch (expressions.render(parameter.getValue(), scope)) {
                case Evaluation.Evaluated(var value) -> known.put(parameter.getKey(), value);
                case Evaluation.Failed(var reason) -> {
                    return impossibleUndo(reason);
                }
            }
        }
        var given = new Value.Fields(known);
        var faults = operation.get().faults(given, pending.keySet());
        if (!faults.isEmpty()) return impossibleUndo(String.join("; ", faults));
        var parameters = pending.isEmpty() ? operation.get().check(given).values() : given;
        return new Planned.Ready(new Plan(
                action.runbook(),
                action.runbookVersion(),
                action.step(),
                action.operation(),
                action.parameters(),
                action.target(),
                action.risk().or(operation.get().riskFloor()),
                action.evidence(),
                Optional.of(new Plan.Undo(undo.operation(), parameters, pending)),
                Optional.empty()));
    }

    private static Planned impossibleUndo(String reason) {
        return new Planned.Impossible("its undo: " + reason);
    }

    private static boolean hangsOnResult(Template template) {
        return template.expressions()
                .anyMatch(expression -> RESULT.matcher(expression.source()).find());
    }

    /// The exact plan of taking a change back. What was agreed to with the change stays as it was agreed to;
    /// what hangs on the result is filled in.
    Planned undo(Incident incident, Change change, RunbookReader reader) {
        var agreed = change.plan().undo().orElseThrow();
        var operation = provider.catalogue().find(agreed.operation());
        if (operation.isEmpty()) return new Planned.Impossible("there is no operation " + agreed.operation());
        var parameters = new TreeMap<>(agreed.parameters().fields());
        if (!agreed.complete())
            switch (pending(incident, change, agreed, reader)) {
                case Filled.Impossible(var reason) -> {
                    return new Planned.Impossible(reason);
                }
                case Filled.Ready(var filled) -> parameters.putAll(filled.fields());
            }
        var given = new Value.Fields(parameters);
        var faults = operation.get().faults(given);
        if (!faults.isEmpty()) return new Planned.Impossible(String.join("; ", faults));
        var values = operation.get().check(given).values();
        return new Planned.Ready(new Plan(
                change.plan().runbook(),
                change.plan().runbookVersion(),
                change.plan().step(),
                agreed.operation(),
                values,
                operation.get().targetOf(values).or(() -> change.plan().target()),
                change.plan().risk().or(operation.get().riskFloor()),
                evidence(incident),
                Optional.empty(),
                Optional.of(change.plan().hash())));
    }

    /// Reads the runbook of a run, in its version.
    @FunctionalInterface
    interface RunbookReader {
        Runbook of(RunbookRun run);
    }

    private Filled pending(Incident incident, Change change, Plan.Undo agreed, RunbookReader reader) {
        var run = runs(incident)
                .filter(r -> isRunOf(r, change.plan().runbook(), change.plan().runbookVersion()))
                .findFirst();
        if (run.isEmpty()) return new Filled.Impossible("its runbook is no longer followed");
        var runbook = reader.of(run.get());
        var templates = runbook.step(change.plan().step())
                .filter(Step.Execute.class::isInstance)
                .flatMap(step -> ((Step.Execute) step).safety().undo());
        if (templates.isEmpty()) return new Filled.Impossible("its runbook does not say how any more");
        var scope = scopes.values(incident.in(run.get()), runbook)
                .with(Map.of("result", change.result()))
                .with(change.item().map(item -> Map.of("item", item)).orElse(Map.of()));
        var filled = new TreeMap<String, Value>();
        for (var name : agreed.pending().keySet()) {
            var template = templates.get().parameters().fields().get(name);
            if (template == null) return new Filled.Impossible("its runbook does not say '" + name + "' any more");
            switch (expressions.render(template, scope)) {
                case Evaluation.Evaluated(var value) -> filled.put(name, value);
                case Evaluation.Failed(var reason) -> {
                    return new Filled.Impossible(reason);
                }
            }
        }
        return new Filled.Ready(new Value.Fields(filled));
    }

    private static boolean isRunOf(RunbookRun run, RunbookId runbook, Digest version) {
        return run.runbook().equals(runbook) && run.digest().equals(version);
    }

    /// The run that is followed, those that it called, and those that called it.
    private static Stream<RunbookRun> runs(Incident incident) {
        return Stream.iterate(
                        incident.run(),
                        Optional::isPresent,
                        run -> run.flatMap(RunbookRun::caller).map(RunbookRun.Caller::run))
                .flatMap(Optional::stream)
                .flatMap(run -> Stream.concat(Stream.of(run), run.called().stream()));
    }

    private Filled filled(Operation operation, Template.MapOf templates, Value.Fields scope) {
        return switch (expressions.render(templates, scope)) {
            case Evaluation.Failed(var reason) -> new Filled.Impossible(reason);
            case Evaluation.Evaluated(var rendered) -> {
                var given = (Value.Fields) rendered;
                var faults = operation.faults(given);
                yield faults.isEmpty()
                        ? new Filled.Ready(operation.check(given).values())
                        : new Filled.Impossible(String.join("; ", faults));
            }
        };
    }
}

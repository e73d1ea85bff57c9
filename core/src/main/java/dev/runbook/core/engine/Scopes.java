package dev.runbook.core.engine;

import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The names that a runbook's templates and conditions may use. Pure; what was asked last is remembered, so
/// each incident that is driven has its own.
final class Scopes {

    private final Expressions expressions;
    private final Settings settings;
    private final Latest<Focus> focus = new Latest<>();
    private final Latest<Value.Fields> values = new Latest<>();

    Scopes(Expressions expressions, Settings settings) {
        this.expressions = expressions;
        this.settings = settings;
    }

    /// What the templates of a step may use: the incident, the inputs and vars of the runbook, the results
    /// of the steps that completed, and the value that a `for_each` step runs for.
    Value.Fields values(Incident incident, Runbook runbook, StepId step) {
        return incident.run()
                .flatMap(run -> run.itemOf(step))
                .map(item -> with(values(incident, runbook), "item", item))
                .orElseGet(() -> values(incident, runbook));
    }

    /// As [#values(Incident, Runbook, StepId)], between two steps.
    Value.Fields values(Incident incident, Runbook runbook) {
        return values.of(standing(incident, runbook), () -> all(incident, runbook));
    }

    /// The objects that the values hang on.
    static List<?> standing(Incident incident, Runbook runbook, Object... more) {
        var parts = new ArrayList<@Nullable Object>();
        parts.add(incident.opening());
        parts.add(incident.classification().orElse(null));
        parts.add(incident.severity());
        parts.add(incident.findings());
        parts.add(incident.run().orElse(null));
        parts.add(runbook);
        parts.addAll(List.of(more));
        return parts;
    }

    private Value.Fields all(Incident incident, Runbook runbook) {
        var scope = about(incident, focus(incident));
        var run = incident.run();
        if (run.isEmpty()) return scope;
        scope = with(scope, "inputs", inputs(runbook, run.get(), scope));
        scope = with(scope, "vars", vars(runbook, scope));
        var all = new TreeMap<>(scope.fields());
        run.get().results().forEach((step, result) -> {
            if (result instanceof StepResult.Completed(var raw)) all.put(step.id(), output(runbook, step, raw, all));
        });
        return new Value.Fields(all);
    }

    /// What the conditions of a runbook may use: as templates, and the latest value of each metric.
    Value.Fields conditions(Incident incident, Runbook runbook) {
        return Survey.latest(incident, focus(incident))
                .with(values(incident, runbook).fields());
    }

    /// The outputs of the steps that completed, by step: what a called runbook gives back.
    Value.Fields outputs(Incident incident, Runbook runbook) {
        var all = values(incident, runbook);
        var outputs = new TreeMap<String, Value>();
        for (var step : runbook.steps())
            all.get(step.id().id()).ifPresent(value -> outputs.put(step.id().id(), value));
        return new Value.Fields(outputs);
    }

    /// `incident` alone.
    static Value.Fields about(Incident incident, Focus focus) {
        var report = incident.report();
        var about = Value.fields(
                "id", incident.id().id(),
                "text", report.text(),
                "host", focus.host().orElse(null),
                "service", focus.service().orElse(null),
                "environment", report.environment(),
                "category", incident.category(),
                "severity", incident.severity().name().toLowerCase(Locale.ROOT),
                "labels", report.labels());
        return Value.fields("incident", about);
    }

    /// What the incident is about, as far as report and evidence tell.
    Focus focus(Incident incident) {
        var evidence = incident.findings().evidence();
        return focus.of(
                List.of(incident.report(), evidence), () -> Focus.of(incident.report(), evidence, settings.surveyed()));
    }

    /// What was given, and the defaults of the rest.
    private Value.Fields inputs(Runbook runbook, RunbookRun run, Value.Fields scope) {
        var inputs = new TreeMap<>(run.inputs().fields());
        for (Field input : runbook.inputs())
            if (!inputs.containsKey(input.name()))
                input.fallback()
                        .flatMap(template -> value(template, scope))
                        .ifPresent(value -> inputs.put(input.name(), value));
        return new Value.Fields(inputs);
    }

    /// Each var knows those before it. One that has no value is missing, and fails whatever uses it.
    private Value.Fields vars(Runbook runbook, Value.Fields scope) {
        return named(runbook.vars(), scope, "vars");
    }

    /// What later steps see of a result.
    private Value output(Runbook runbook, StepId step, Value raw, Map<String, Value> scope) {
        var outputs = runbook.step(step).map(s -> s.head().outputs()).orElse(Template.MapOf.EMPTY);
        return outputs.fields().isEmpty() ? raw : named(outputs, with(new Value.Fields(scope), "result", raw), "");
    }

    /// The values of templates that have one.
    ///
    /// @param under the name under which each sees those before it; empty when it does not
    private Value.Fields named(Template.MapOf templates, Value.Fields scope, String under) {
        var values = new LinkedHashMap<String, Value>();
        templates.fields().forEach((name, template) -> {
            var seen = under.isEmpty() ? scope : with(scope, under, new Value.Fields(values));
            value(template, seen).ifPresent(value -> values.put(name, value));
        });
        return new Value.Fields(values);
    }

    private Optional<Value> value(Template template, Value.Fields scope) {
        return expressions.render(template, scope) instanceof Expressions.Evaluation.Evaluated(var value)
                ? Optional.of(value)
                : Optional.empty();
    }

    private static Value.Fields with(Value.Fields scope, String name, Value value) {
        return scope.with(Map.of(name, value));
    }
}

package dev.runbook.core.testkit;

import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A runbook in the making. Each call gives another fixture; `only…`, `requiring…`, `succeeding…` and `settling…`
/// speak of the last step.
public record RunbookFixture(String id, Optional<Expression> trigger, List<Step> steps) {

    private static final Pattern HOLE = Pattern.compile("\\{\\{(.+?)}}");

    public RunbookFixture {
        steps = List.copyOf(steps);
    }

    public static RunbookFixture aRunbook(String id) {
        return new RunbookFixture(id, Optional.empty(), List.of());
    }

    /// Looks at the processes, decides, and restarts the service that the decision names.
    public static RunbookFixture highCpu(RiskLevel risk) {
        return aRunbook("high_cpu")
                .triggeredBy("cpu_usage > 90")
                .gathering("processes", "compute.get_top_processes", "host", "{{ incident.host }}")
                .deciding("decide_action")
                .executing(
                        "restart",
                        risk,
                        "compute.restart_service",
                        "host",
                        "{{ incident.host }}",
                        "service",
                        "{{ decide_action.target_service }}");
    }

    public RunbookFixture triggeredBy(String expression) {
        return new RunbookFixture(id, Optional.of(expression(expression)), steps);
    }

    /// @param parameters names and values in turn; texts may have holes
    public RunbookFixture gathering(String step, String operation, Object... parameters) {
        return with(new Step.Gather(
                new StepId(step), step, Optional.empty(), operation(operation), templates(parameters), here()));
    }

    public RunbookFixture deciding(String step) {
        return with(new Step.Decide(new StepId(step), step, Optional.empty(), List.of(), here()));
    }

    /// @param parameters names and values in turn; texts may have holes
    public RunbookFixture executing(String step, RiskLevel risk, String operation, Object... parameters) {
        return with(new Step.Execute(
                new StepId(step),
                step,
                Optional.empty(),
                operation(operation),
                templates(parameters),
                risk,
                false,
                Optional.empty(),
                Duration.ofMinutes(5),
                here()));
    }

    public RunbookFixture onlyWhen(String condition) {
        var when = Optional.of(expression(condition));
        return last(step -> switch (step) {
            case Step.Gather(var id, var text, var _, var operation, var parameters, var at) ->
                new Step.Gather(id, text, when, operation, parameters, at);
            case Step.Decide(var id, var text, var _, var context, var at) ->
                new Step.Decide(id, text, when, context, at);
            case Step.Execute e ->
                new Step.Execute(
                        e.id(),
                        e.description(),
                        when,
                        e.operation(),
                        e.parameters(),
                        e.risk(),
                        e.requiresApproval(),
                        e.success(),
                        e.settle(),
                        e.position());
        });
    }

    public RunbookFixture requiringApproval() {
        return lastExecute(e -> execute(e, true, e.success(), e.settle()));
    }

    public RunbookFixture succeedingWhen(String condition) {
        return lastExecute(e -> execute(e, e.requiresApproval(), Optional.of(expression(condition)), e.settle()));
    }

    public RunbookFixture settlingFor(Duration window) {
        return lastExecute(e -> execute(e, e.requiresApproval(), e.success(), window));
    }

    /// The runbook. Its text says all of it, so that another runbook has another digest.
    public Runbook build() {
        return new Runbook(
                new RunbookId(id),
                id.replace('_', ' '),
                "",
                trigger,
                Severity.HIGH,
                List.of(),
                steps,
                "id: " + id + "\ntrigger: " + trigger + "\nsteps: " + steps + "\n");
    }

    private static Step.Execute execute(
            Step.Execute e, boolean requiresApproval, Optional<Expression> success, Duration settle) {
        return new Step.Execute(
                e.id(),
                e.description(),
                e.when(),
                e.operation(),
                e.parameters(),
                e.risk(),
                requiresApproval,
                success,
                settle,
                e.position());
    }

    private RunbookFixture with(Step step) {
        var all = new ArrayList<>(steps);
        all.add(step);
        return new RunbookFixture(id, trigger, all);
    }

    private RunbookFixture last(UnaryOperator<Step> change) {
        var all = new ArrayList<>(steps);
        all.addLast(change.apply(all.removeLast()));
        return new RunbookFixture(id, trigger, all);
    }

    private RunbookFixture lastExecute(UnaryOperator<Step.Execute> change) {
        return last(step -> change.apply((Step.Execute) step));
    }

    private Position here() {
        return new Position(id + ".yaml", steps.size() + 1, 1);
    }

    private Expression expression(String source) {
        return new Expression(source, here());
    }

    private static OperationName operation(String name) {
        var dot = name.indexOf('.');
        return new OperationName(Capability.ofKey(name.substring(0, dot)).orElseThrow(), name.substring(dot + 1));
    }

    private Template.MapOf templates(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Template>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            fields.put(String.valueOf(namesAndValues[i]), template(namesAndValues[i + 1]));
        return new Template.MapOf(fields);
    }

    private Template template(Object value) {
        if (!(value instanceof String text)) return new Template.Literal(Value.of(value));
        var hole = HOLE.matcher(text);
        if (hole.matches())
            return new Template.Computed(expression(hole.group(1).strip()));
        var parts = new ArrayList<Template>();
        int from = 0;
        hole.reset();
        while (hole.find()) {
            parts.add(new Template.Literal(Value.of(text.substring(from, hole.start()))));
            parts.add(new Template.Computed(expression(hole.group(1).strip())));
            from = hole.end();
        }
        if (parts.isEmpty()) return new Template.Literal(Value.of(text));
        parts.add(new Template.Literal(Value.of(text.substring(from))));
        return new Template.Mixed(parts);
    }
}

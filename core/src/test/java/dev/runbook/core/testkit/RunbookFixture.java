package dev.runbook.core.testkit;

import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.About;
import dev.runbook.core.runbook.Applicability;
import dev.runbook.core.runbook.Cues;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Invocation;
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
        return with(new Step.Gather(lenient(step), new Invocation(operation(operation), templates(parameters))));
    }

    public RunbookFixture deciding(String step) {
        return with(new Step.Diagnose(head(step), List.of()));
    }

    /// @param parameters names and values in turn; texts may have holes
    public RunbookFixture executing(String step, RiskLevel risk, String operation, Object... parameters) {
        return with(new Step.Execute(
                head(step),
                new Invocation(operation(operation), templates(parameters)),
                Step.Safety.of(risk),
                Step.Check.after(Duration.ofMinutes(5))));
    }

    public RunbookFixture onlyWhen(String condition) {
        return lastHead(head -> head.onlyWhen(expression(condition)));
    }

    public RunbookFixture requiringApproval() {
        return lastExecute(e -> new Step.Execute(
                e.head(),
                e.call(),
                new Step.Safety(
                        e.risk(),
                        true,
                        e.safety().target(),
                        e.safety().idempotent(),
                        e.safety().undo()),
                e.check()));
    }

    public RunbookFixture succeedingWhen(String condition) {
        return checking(check -> new Step.Check(Optional.of(expression(condition)), check.harm(), check.settle()));
    }

    public RunbookFixture settlingFor(Duration window) {
        return checking(check -> new Step.Check(check.success(), check.harm(), window));
    }

    /// The runbook. Its text says all of it, so that another runbook has another digest.
    public Runbook build() {
        return Runbook.of(
                new RunbookId(id),
                About.of(id.replace('_', ' '), ""),
                new Applicability(trigger, Severity.HIGH, Cues.NONE, Cues.NONE),
                steps,
                "id: " + id + "\ntrigger: " + trigger + "\nsteps: " + steps + "\n");
    }

    private Step.Head head(String step) {
        return Step.Head.of(new StepId(step), step, here());
    }

    private Step.Head lenient(String step) {
        return head(step).handled(Step.Handling.LENIENT);
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

    private RunbookFixture lastHead(UnaryOperator<Step.Head> change) {
        return last(step -> withHead(step, change.apply(step.head())));
    }

    private static Step withHead(Step step, Step.Head head) {
        return switch (step) {
            case Step.Gather(var _, var call) -> new Step.Gather(head, call);
            case Step.Diagnose(var _, var context) -> new Step.Diagnose(head, context);
            case Step.Decide(var _, var rules) -> new Step.Decide(head, rules);
            case Step.Execute(var _, var call, var safety, var check) -> new Step.Execute(head, call, safety, check);
            case Step.Verify(var _, var check) -> new Step.Verify(head, check);
            case Step.Notify(var _, var call) -> new Step.Notify(head, call);
            case Step.Ask(var _, var question, var answers) -> new Step.Ask(head, question, answers);
            case Step.Wait(var _, var duration) -> new Step.Wait(head, duration);
            case Step.Call(var _, var runbook, var inputs) -> new Step.Call(head, runbook, inputs);
        };
    }

    private RunbookFixture checking(UnaryOperator<Step.Check> change) {
        return lastExecute(e -> new Step.Execute(e.head(), e.call(), e.safety(), change.apply(e.check())));
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

package dev.runbook.core.testkit;

import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.About;
import dev.runbook.core.runbook.Applicability;
import dev.runbook.core.runbook.Cues;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Field;
import dev.runbook.core.runbook.Invocation;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Retry;
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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A runbook in the making. Each call gives another fixture; `only…`, `requiring…`, `succeeding…` and
/// `settling…` speak of the last step.
public record RunbookFixture(String id, Optional<Expression> trigger, List<Field> inputs, List<Step> steps) {

    private static final Pattern HOLE = Pattern.compile("\\{\\{(.+?)}}");

    public RunbookFixture {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
    }

    public static RunbookFixture aRunbook(String id) {
        return new RunbookFixture(id, Optional.empty(), List.of(), List.of());
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

    /// Waits, asks, tells, looks together, chooses by rules, restarts, and looks whether it helped.
    public static RunbookFixture everyKindOfStep(RiskLevel risk) {
        return aRunbook("every_kind")
                .gathering("processes", "compute.get_top_processes", "host", "{{ incident.host }}")
                .parallel("look")
                .retrying(2)
                .gathering("disks", "compute.get_disk_usage", "host", "{{ incident.host }}")
                .parallel("look")
                .waiting("pause", "1m")
                .asking("ask")
                .onFailure(new OnFailure.Continue())
                .telling("tell", "it is {{ item }}")
                .forEach("{{ words }}")
                .onlyWhen("false")
                .telling("warn", "we look at {{ incident.host }}")
                .retrying(2)
                .onFailure(new OnFailure.Continue())
                .choosing("choose", "cpu_usage > 90", "restart")
                .executing(
                        "restart",
                        risk,
                        "compute.restart_service",
                        "host",
                        "{{ incident.host }}",
                        "service",
                        "checkout")
                .retrying(2)
                .verifying("well", "cpu_usage < 50")
                .retrying(3)
                .onFailure(new OnFailure.Continue());
    }

    public RunbookFixture triggeredBy(String expression) {
        return new RunbookFixture(id, Optional.of(expression(expression)), inputs, steps);
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

    /// Any other step; `head` is given its id.
    public RunbookFixture then(String step, Function<Step.Head, Step> make) {
        return with(make.apply(head(step)));
    }

    /// Asks people whether to go on.
    public RunbookFixture asking(String step) {
        return then(
                step,
                head -> new Step.Ask(
                        head,
                        new Template.Literal(Value.of("shall we go on?")),
                        List.of(
                                new Field("go_on", Parameter.Type.TRUTH, "", Optional.empty(), List.of()),
                                new Field(
                                        "replicas",
                                        Parameter.Type.WHOLE,
                                        "",
                                        Optional.of(new Template.Literal(Value.of(2))),
                                        List.of(Value.of(2), Value.of(4))))));
    }

    public RunbookFixture waiting(String step, String duration) {
        return then(step, head -> new Step.Wait(head, template(duration)));
    }

    public RunbookFixture telling(String step, String text) {
        return then(
                step,
                head -> new Step.Notify(
                        head,
                        new Invocation(operation("chat.post_message"), templates("channel", "#shop", "text", text))));
    }

    public RunbookFixture verifying(String step, String success) {
        return then(
                step,
                head -> new Step.Verify(
                        head,
                        new Step.Check(Optional.of(expression(success)), Optional.empty(), Duration.ofMinutes(1))));
    }

    /// Chooses a step under a condition.
    public RunbookFixture choosing(String step, String condition, String choice) {
        return then(
                step,
                head -> new Step.Decide(
                        head,
                        List.of(new Step.Decide.Rule(
                                Optional.of(expression(condition)),
                                Optional.of(new StepId(choice)),
                                condition,
                                Template.MapOf.EMPTY))));
    }

    /// @param inputs names and values in turn; texts may have holes
    public RunbookFixture calling(String step, String runbook, Object... inputs) {
        return then(step, head -> new Step.Call(head, new RunbookId(runbook), templates(inputs)));
    }

    /// Takes an input of the name `text`.
    public RunbookFixture given(String name, Optional<String> fallback) {
        var all = new ArrayList<>(inputs);
        all.add(new Field(name, Parameter.Type.TEXT, "", fallback.map(this::template), List.of()));
        return new RunbookFixture(id, trigger, all, steps);
    }

    public RunbookFixture forEach(String list) {
        return lastHead(h -> new Step.Head(
                h.id(),
                h.description(),
                h.when(),
                Optional.of(template(list)),
                h.parallel(),
                h.handling(),
                h.outputs(),
                h.position()));
    }

    public RunbookFixture parallel(String group) {
        return lastHead(h -> new Step.Head(
                h.id(),
                h.description(),
                h.when(),
                h.forEach(),
                Optional.of(group),
                h.handling(),
                h.outputs(),
                h.position()));
    }

    /// @param outputs names and templates in turn
    public RunbookFixture giving(Object... outputs) {
        return lastHead(h -> new Step.Head(
                h.id(),
                h.description(),
                h.when(),
                h.forEach(),
                h.parallel(),
                h.handling(),
                templates(outputs),
                h.position()));
    }

    public RunbookFixture retrying(int attempts) {
        return lastHead(h -> h.handled(new Step.Handling(
                h.handling().timeout(),
                new Retry(attempts, Duration.ofSeconds(10), 2),
                h.handling().onFailure())));
    }

    public RunbookFixture within(Duration timeout) {
        return lastHead(h -> h.handled(new Step.Handling(
                Optional.of(timeout), h.handling().retry(), h.handling().onFailure())));
    }

    public RunbookFixture onFailure(OnFailure after) {
        return lastHead(h ->
                h.handled(new Step.Handling(h.handling().timeout(), h.handling().retry(), after)));
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

    /// @param parameters names and values in turn; texts may have holes
    public RunbookFixture undoneBy(String operation, Object... parameters) {
        return lastExecute(e -> new Step.Execute(
                e.head(),
                e.call(),
                new Step.Safety(
                        e.risk(),
                        e.requiresApproval(),
                        e.safety().target(),
                        e.safety().idempotent(),
                        Optional.of(new Invocation(operation(operation), templates(parameters)))),
                e.check()));
    }

    public RunbookFixture harmingWhen(String condition) {
        return checking(check -> new Step.Check(check.success(), Optional.of(expression(condition)), check.settle()));
    }

    public RunbookFixture succeedingWhen(String condition) {
        return checking(check -> new Step.Check(Optional.of(expression(condition)), check.harm(), check.settle()));
    }

    public RunbookFixture settlingFor(Duration window) {
        return checking(check -> new Step.Check(check.success(), check.harm(), window));
    }

    /// The runbook. Its text says all of it, so that another runbook has another digest.
    public Runbook build() {
        return new Runbook(
                new RunbookId(id),
                About.of(id.replace('_', ' '), ""),
                new Applicability(trigger, Severity.HIGH, Cues.NONE, Cues.NONE),
                inputs,
                Template.MapOf.EMPTY,
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
        return new RunbookFixture(id, trigger, inputs, all);
    }

    private RunbookFixture last(UnaryOperator<Step> change) {
        var all = new ArrayList<>(steps);
        all.addLast(change.apply(all.removeLast()));
        return new RunbookFixture(id, trigger, inputs, all);
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

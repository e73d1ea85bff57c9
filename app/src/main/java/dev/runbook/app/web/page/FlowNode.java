package dev.runbook.app.web.page;

import dev.runbook.core.operation.Durations;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One step of a runbook as a node of its flow.
///
/// @param condition under which it runs; empty when it always does
/// @param operation what it calls, with its parameters; empty when it calls nothing
/// @param notes what else is to be known, one sentence each
/// @param branches where the flow can go from here besides to the next step
/// @param parallel the group with which it runs at the same time
public record FlowNode(
        String id,
        String action,
        String description,
        Optional<String> condition,
        Optional<String> operation,
        List<String> parameters,
        Optional<String> risk,
        List<String> notes,
        List<Branch> branches,
        Optional<String> parallel) {

    /// A way to another step.
    ///
    /// @param to the step's id; empty for the end of the runbook
    public record Branch(String when, Optional<String> to) {}

    static List<FlowNode> of(Runbook runbook) {
        return runbook.steps().stream().map(FlowNode::of).toList();
    }

    private static FlowNode of(Step step) {
        return new FlowNode(
                step.id().id(),
                step.action(),
                step.description(),
                step.when().map(Expression::source),
                step.invocation().map(call -> call.operation().toString()),
                step.invocation().stream()
                        .flatMap(call -> call.parameters().fields().entrySet().stream())
                        .map(parameter -> parameter.getKey() + ": " + text(parameter.getValue()))
                        .toList(),
                step instanceof Step.Execute execute
                        ? Optional.of(execute.risk().key())
                        : Optional.empty(),
                notes(step),
                branches(step),
                step.head().parallel());
    }

    private static List<String> notes(Step step) {
        var notes = new ArrayList<String>();
        var head = step.head();
        head.forEach().ifPresent(list -> notes.add("runs for each of " + text(list)));
        head.handling().timeout().ifPresent(limit -> notes.add("takes at most " + Durations.display(limit)));
        if (head.handling().retry().attempts() > 1)
            notes.add("is tried up to " + head.handling().retry().attempts() + " times");
        switch (step) {
            case Step.Execute execute -> changes(execute, notes);
            case Step.Verify(var _, var check) ->
                check.success().ifPresent(must -> notes.add("must hold: " + must.source()));
            case Step.Ask(var _, var question, var answers) ->
                notes.add("asks: " + text(question) + " ("
                        + answers.stream().map(answer -> answer.name()).collect(Collectors.joining(", ")) + ")");
            case Step.Wait(var _, var duration) -> notes.add("waits " + text(duration));
            case Step.Call(var _, var runbook, var _) -> notes.add("runs the runbook " + runbook);
            case Step.Diagnose(var _, var context) -> {
                if (!context.isEmpty())
                    notes.add("looks above all at "
                            + context.stream().map(Object::toString).collect(Collectors.joining(", ")));
            }
            case Step.Gather _, Step.Notify _, Step.Decide _ -> {}
        }
        return notes;
    }

    private static void changes(Step.Execute execute, List<String> notes) {
        if (execute.requiresApproval()) notes.add("always needs an approval");
        execute.success().ifPresent(must -> notes.add("succeeded when: " + must.source()));
        execute.check().harm().ifPresent(not -> notes.add("harmful when: " + not.source()));
        notes.add("is looked at " + Durations.display(execute.settle()) + " later");
        execute.safety().undo().ifPresent(undo -> notes.add("undone by " + undo.operation()));
    }

    private static List<Branch> branches(Step step) {
        var branches = new ArrayList<Branch>();
        if (step instanceof Step.Decide(var _, var rules))
            for (var rule : rules)
                branches.add(new Branch(
                        rule.because()
                                + rule.when()
                                        .map(when -> " (" + when.source() + ")")
                                        .orElse(""),
                        rule.choose().map(Object::toString)));
        switch (step.head().handling().onFailure()) {
            case OnFailure.GoTo(var to) -> branches.add(new Branch("if it fails", Optional.of(to.id())));
            case OnFailure.Undo _ ->
                branches.add(new Branch("if it fails, what was changed is undone", Optional.empty()));
            case OnFailure.Continue _ ->
                branches.add(new Branch("if it fails, the next step follows", Optional.empty()));
            case OnFailure.Stop _ -> {}
        }
        return branches;
    }

    private static String text(Template template) {
        return switch (template) {
            case Template.Literal(var value) -> value.display();
            case Template.Computed(var expression) -> "{{ " + expression.source() + " }}";
            case Template.Mixed(var parts) -> parts.stream().map(FlowNode::text).collect(Collectors.joining());
            case Template.ListOf(var items) ->
                items.stream().map(FlowNode::text).collect(Collectors.joining(", ", "[", "]"));
            case Template.MapOf(var fields) ->
                fields.entrySet().stream()
                        .map(field -> field.getKey() + ": " + text(field.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }
}

package dev.runbook.language.parse;

import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Retry;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problems;
import dev.runbook.language.Rule;
import dev.runbook.language.cel.Syntax;
import dev.runbook.language.yaml.YamlNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the steps of one runbook. One thread at a time.
final class StepReader {

    /// How long the world is given after an action, unless the step says otherwise.
    static final Duration SETTLE = Duration.ofMinutes(1);

    private final Problems problems;
    private final Map<String, Integer> lines = new HashMap<>();

    StepReader(Problems problems) {
        this.problems = problems;
    }

    /// @param number of the step, from 1
    Optional<Reading.Entry> read(int number, YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> Optional.of(read(number, mapping));
            case YamlNode.Refused _ -> Optional.empty();
            case YamlNode.Scalar _, YamlNode.Sequence _ -> {
                problems.add(
                        node.position(),
                        Rule.WRONG_TYPE,
                        "step " + number + " must be a mapping, and it is " + node.kind(),
                        "write its keys (id, action, …) after the dash");
                yield Optional.empty();
            }
        };
    }

    private Reading.Entry read(int number, YamlNode.Mapping mapping) {
        var written = mapping.entry("id")
                .map(YamlNode.Entry::value)
                .filter(node -> node instanceof YamlNode.Scalar(var _, Value.Text _, var _))
                .map(node -> ((YamlNode.Scalar) node).text());
        var owner = written.map(id -> "step '" + id + "'").orElse("step " + number);
        var keys = new Keyed(mapping, owner, problems);
        var id = id(keys);
        var action = keys.get(Action.KEY);
        if (action.isEmpty())
            keys.needing(
                    List.of(StepKeys.ID, Action.KEY),
                    name -> !Action.having(name).isEmpty());
        return new Reading.Entry(written, action.flatMap(a -> step(keys, id, a)), mapping);
    }

    private Optional<StepId> id(Keyed keys) {
        return keys.get(StepKeys.ID).flatMap(scalar -> {
            var text = scalar.text();
            var id = StepKeys.stepId(text);
            if (Syntax.RESERVED.contains(text)
                    || id.filter(StepId.RESERVED::contains).isPresent()) {
                problems.add(
                        scalar.position(),
                        Rule.BAD_VALUE,
                        "'" + text + "' is a word of the language",
                        "use another name");
                return Optional.empty();
            }
            var first = lines.putIfAbsent(text, scalar.position().line());
            if (first != null)
                problems.add(
                        scalar.position(),
                        Rule.DUPLICATE_STEP,
                        "step '" + text + "' is already in line " + first,
                        "give every step a name of its own");
            if (id.isEmpty())
                problems.add(
                        scalar.position(),
                        Rule.BAD_VALUE,
                        "'" + text + "' cannot name a step",
                        "use letters, digits and _, at most 100, beginning with a letter");
            return id;
        });
    }

    private Optional<Step> step(Keyed keys, Optional<StepId> id, Action action) {
        keys.holding(action.shape(), entry -> misplaced(entry, action));
        var head = head(keys, id, action);
        var step = body(keys, action, head.orElseGet(() -> Step.Head.of(new StepId("_"), "", keys.position())));
        return head.isPresent() ? step : Optional.empty();
    }

    /// Reads all that an action has, whether or not its step has an id, so that every fault is found.
    private Optional<Step> body(Keyed keys, Action action, Step.Head head) {
        return switch (action) {
            case GATHER -> StepKeys.invocation(keys).map(call -> new Step.Gather(head, call));
            case ML_DECISION -> {
                var context = keys.get(StepKeys.CONTEXT).orElse(List.of()).stream()
                        .flatMap(scalar -> StepKeys.stepId(scalar.text()).stream())
                        .toList();
                yield Optional.of(new Step.Diagnose(head, context));
            }
            case DECIDE -> keys.get(StepKeys.RULES).map(rules -> new Step.Decide(head, rules));
            case EXECUTE -> {
                var safety = safety(keys);
                var check = check(keys);
                yield StepKeys.invocation(keys).map(call -> new Step.Execute(head, call, safety, check));
            }
            case VERIFY -> Optional.of(new Step.Verify(head, check(keys)));
            case NOTIFY -> StepKeys.invocation(keys).map(call -> new Step.Notify(head, call));
            case ASK -> ask(keys, head);
            case WAIT -> keys.get(StepKeys.DURATION).map(duration -> new Step.Wait(head, duration));
            case RUNBOOK -> {
                var inputs = keys.get(StepKeys.GIVEN).orElse(Template.MapOf.EMPTY);
                yield keys.get(StepKeys.RUNBOOK)
                        .flatMap(this::runbookId)
                        .map(runbook -> new Step.Call(head, runbook, inputs));
            }
        };
    }

    private Optional<Step.Head> head(Keyed keys, Optional<StepId> id, Action action) {
        var description = StepKeys.text(keys.get(StepKeys.DESCRIPTION));
        var when = keys.get(StepKeys.WHEN);
        var forEach = own(keys, action, StepKeys.FOR_EACH);
        var parallel = own(keys, action, StepKeys.PARALLEL).map(YamlNode.Scalar::text);
        var handling = new Step.Handling(
                own(keys, action, StepKeys.TIMEOUT),
                own(keys, action, StepKeys.RETRY).orElse(Retry.NEVER),
                own(keys, action, StepKeys.ON_FAILURE)
                        .map(scalar -> onFailure(scalar.text()))
                        .orElse(action == Action.GATHER ? new OnFailure.Continue() : new OnFailure.Stop()));
        var outputs = own(keys, action, StepKeys.OUTPUTS).orElse(Template.MapOf.EMPTY);
        return id.map(
                name -> new Step.Head(name, description, when, forEach, parallel, handling, outputs, keys.position()));
    }

    /// The value of a key that the action's steps have; a misplaced one is reported and not read.
    private static <T> Optional<T> own(Keyed keys, Action action, Key<T> key) {
        return action.own().contains(key) ? keys.get(key) : Optional.empty();
    }

    private static OnFailure onFailure(String text) {
        return switch (text) {
            case "stop" -> new OnFailure.Stop();
            case "continue" -> new OnFailure.Continue();
            case "undo" -> new OnFailure.Undo();
            default -> StepKeys.stepId(text).<OnFailure>map(OnFailure.GoTo::new).orElseGet(OnFailure.Stop::new);
        };
    }

    private static Step.Safety safety(Keyed keys) {
        return new Step.Safety(
                keys.get(StepKeys.RISK_LEVEL).orElse(RiskLevel.LOW),
                keys.get(StepKeys.REQUIRES_APPROVAL).orElse(false),
                keys.get(StepKeys.TARGET),
                keys.get(StepKeys.IDEMPOTENT),
                keys.get(StepKeys.UNDO).flatMap(undo -> undo));
    }

    private static Step.Check check(Keyed keys) {
        return new Step.Check(
                keys.get(StepKeys.SUCCESS),
                keys.get(StepKeys.HARM),
                keys.get(StepKeys.SETTLE).orElse(SETTLE));
    }

    private static Optional<Step> ask(Keyed keys, Step.Head head) {
        var answers = StepKeys.fields(keys.get(StepKeys.ANSWERS));
        return keys.get(StepKeys.QUESTION)
                .filter(_ -> !answers.isEmpty())
                .map(question -> new Step.Ask(head, question, answers));
    }

    private Optional<RunbookId> runbookId(YamlNode.Scalar scalar) {
        try {
            return Optional.of(new RunbookId(scalar.text()));
        } catch (IllegalArgumentException _) {
            problems.add(
                    scalar.position(),
                    Rule.BAD_VALUE,
                    "'" + scalar.text() + "' cannot name a runbook",
                    "a name has letters, digits, '_', '-' and '.', at most 100");
            return Optional.empty();
        }
    }

    private boolean misplaced(YamlNode.Entry entry, Action action) {
        var others = Action.having(entry.name());
        if (others.isEmpty()) return false;
        problems.add(
                entry.key().position(),
                Rule.MISPLACED_KEY,
                "'" + entry.name() + "' belongs to the action " + String.join(" or ", others) + ", not to "
                        + action.key(),
                "remove it, or change the action");
        return true;
    }
}

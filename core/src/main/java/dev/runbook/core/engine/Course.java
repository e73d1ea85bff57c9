package dev.runbook.core.engine;

import dev.runbook.core.operation.Durations;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sees what comes next in the runbook that an incident follows. Pure: the same state, runbook and time
/// give the same next thing.
final class Course {

    private final Engine engine;
    private final Expressions expressions;
    private final Scopes scopes;

    Course(Engine engine, Expressions expressions, Scopes scopes) {
        this.engine = engine;
        this.expressions = expressions;
        this.scopes = scopes;
    }

    /// What is next; empty when the runbook is at its end.
    Optional<Todo> next(Incident incident, Runbook runbook, Instant now) {
        return new Next(incident, runbook, incident.run().orElseThrow(), now).todo();
    }

    /// Whether a condition holds.
    sealed interface Answer {
        record Holds() implements Answer {}

        record DoesNot() implements Answer {}

        record Unknown(String reason) implements Answer {}
    }

    /// One look at one state.
    private final class Next {
        private final Incident incident;
        private final Runbook runbook;
        private final RunbookRun run;
        private final Instant now;

        private Next(Incident incident, Runbook runbook, RunbookRun run, Instant now) {
            this.incident = incident;
            this.runbook = runbook;
            this.run = run;
            this.now = now;
        }

        private Optional<Todo> todo() {
            for (var step : runbook.steps()) {
                var result = run.results().get(step.id());
                if (result == null) return Optional.of(begin(step));
                if (result instanceof StepResult.Failed(var reason)) {
                    var after = failed(step, reason);
                    if (after.isPresent()) return after;
                }
            }
            return Optional.empty();
        }

        /// What follows a step that has failed; empty when the next step does.
        private Optional<Todo> failed(Step step, String reason) {
            return switch (step.head().handling().onFailure()) {
                case OnFailure.Continue _ -> Optional.empty();
                case OnFailure.GoTo(var target) -> {
                    var passed = between(step.id(), target).stream()
                            .<Event>map(
                                    id -> new Event.StepSkipped(id, step.id() + " failed, and " + target + " follows"))
                            .toList();
                    yield passed.isEmpty() ? Optional.empty() : Optional.of(new Todo.Write(passed));
                }
                case OnFailure.Undo _
                when hasActed(step) ->
                    Optional.of(
                            new Todo.Write(List.of(new Event.UndoBegun("step " + step.id() + " failed: " + reason))));
                case OnFailure.Stop _, OnFailure.Undo _ ->
                    Optional.of(stop("step " + step.id() + " failed: " + reason));
            };
        }

        /// Whether anything was changed in this round, or the step was carried out and failed. Where nothing
        /// was, there is nothing to take back and nothing new to learn, so a person takes over.
        private boolean hasActed(Step step) {
            return !incident.history().acted().isEmpty()
                    || (step instanceof Step.Execute execute
                            && incident.history().tried().stream()
                                    .anyMatch(tried -> tried.operation().equals(execute.operation())));
        }

        /// The steps between two that have not begun.
        private List<StepId> between(StepId from, StepId to) {
            var ids = runbook.steps().stream().map(Step::id).toList();
            int end = ids.indexOf(to) < 0 ? ids.size() : ids.indexOf(to);
            return ids.subList(Math.min(ids.indexOf(from) + 1, end), end).stream()
                    .filter(id -> !run.results().containsKey(id))
                    .toList();
        }

        /// A person takes over, or whoever called this runbook does.
        private Todo stop(String reason) {
            return new Todo.Write(run.caller()
                    .<List<Event>>map(caller ->
                            List.of(new Event.RunbookReturned(caller.step(), Optional.of(reason), Value.Fields.NONE)))
                    .orElseGet(() -> engine.escalation(incident, reason)));
        }

        private Todo begin(Step step) {
            var until = run.progressOf(step.id()).until();
            if (until.filter(now::isBefore).isPresent()) return new Todo.Await(until);
            if (!run.progress().containsKey(step.id())) {
                var gate = gate(step);
                if (gate.isPresent()) return gate.get();
            }
            return switch (step) {
                case Step.Gather gather -> new Todo.Read(group(gather));
                case Step.Diagnose diagnose -> new Todo.Diagnose(diagnose);
                case Step.Decide decide -> decide(decide);
                case Step.Execute execute -> loop(execute).orElseGet(() -> new Todo.Propose(execute));
                case Step.Notify notify -> loop(notify).orElseGet(() -> new Todo.Tell(notify));
                case Step.Verify verify ->
                    until.isEmpty() && verify.check().settle().isPositive()
                            ? delay(verify, verify.check().settle(), "the world is given time")
                            : new Todo.Check(verify);
                case Step.Ask ask -> new Todo.Pose(ask);
                case Step.Wait wait -> until.isPresent() ? complete(wait, Value.Fields.NONE) : pause(wait);
                case Step.Call call -> new Todo.Enter(call);
            };
        }

        /// Whether the step is passed over, or cannot even be judged; empty when it runs.
        private Optional<Todo> gate(Step step) {
            if (step.when().isPresent())
                return switch (judge(step.when().get())) {
                    case Answer.Holds _ -> Optional.empty();
                    case Answer.DoesNot _ ->
                        Optional.of(skip(
                                step,
                                "its condition does not hold: "
                                        + step.when().get().source()));
                    case Answer.Unknown(var reason) -> Optional.of(fail(step, reason));
                };
            return step instanceof Step.Execute ? chosen(step).map(reason -> skip(step, reason)) : Optional.empty();
        }

        private Answer judge(Expression condition) {
            return switch (expressions.evaluate(condition, scopes.conditions(incident, runbook))) {
                case Evaluation.Evaluated(Value.Truth(var holds)) -> holds ? new Answer.Holds() : new Answer.DoesNot();
                case Evaluation.Evaluated(var other) ->
                    new Answer.Unknown("its condition is neither true nor false but " + other.display());
                case Evaluation.Failed(var reason) ->
                    new Answer.Unknown("its condition cannot be evaluated: " + reason);
            };
        }

        /// Why the nearest decision before a step did not choose it; empty when it did, or when there is none.
        private Optional<String> chosen(Step step) {
            var decision = runbook.steps().stream()
                    .takeWhile(s -> !s.id().equals(step.id()))
                    .filter(s -> s instanceof Step.Diagnose || s instanceof Step.Decide)
                    .reduce((_, last) -> last);
            if (decision.isEmpty()) return Optional.empty();
            var choice = decision.get() instanceof Step.Diagnose
                    ? Planner.recommended(incident, runbook.id())
                            .map(r -> r.step().id())
                    : run.outputs()
                            .get(decision.get().id().id())
                            .flatMap(output ->
                                    output instanceof Value.Fields fields ? fields.get("action") : Optional.empty())
                            .map(Value::display);
            var verb = decision.get() instanceof Step.Diagnose ? "recommended" : "chosen";
            if (choice.isEmpty()) return Optional.of("nothing is " + verb);
            return choice.get().equals(step.id().id())
                    ? Optional.empty()
                    : Optional.of(choice.get() + " is " + verb + " instead");
        }

        /// The step and those neighbours of its group that look at the same time.
        private List<Step.Gather> group(Step.Gather first) {
            if (first.head().parallel().isEmpty()) return List.of(first);
            var group = new ArrayList<Step.Gather>();
            for (var step : runbook.steps()
                    .subList(runbook.steps().indexOf(first), runbook.steps().size())) {
                if (!(step instanceof Step.Gather gather)
                        || !gather.head().parallel().equals(first.head().parallel())) break;
                var due =
                        run.progressOf(step.id()).until().filter(now::isBefore).isEmpty();
                if (!run.results().containsKey(step.id())
                        && due
                        && (run.progress().containsKey(step.id()) || gate(step).isEmpty())) group.add(gather);
            }
            return group;
        }

        private Todo decide(Step.Decide decide) {
            for (var rule : decide.rules()) {
                var answer = rule.when().map(this::judge).orElseGet(Answer.Holds::new);
                if (answer instanceof Answer.Unknown(var reason)) return fail(decide, reason);
                if (answer instanceof Answer.Holds) return decided(decide, rule);
            }
            return complete(decide, Value.fields("because", "no rule holds"));
        }

        private Todo decided(Step.Decide decide, Step.Decide.Rule rule) {
            return switch (expressions.render(rule.set(), scopes.values(incident, runbook))) {
                case Evaluation.Failed(var reason) -> fail(decide, reason);
                case Evaluation.Evaluated(var set) -> {
                    var output = new TreeMap<>(((Value.Fields) set).fields());
                    output.put("because", Value.text(rule.because()));
                    rule.choose().ifPresent(step -> output.put("action", Value.text(step.id())));
                    yield complete(decide, new Value.Fields(output));
                }
            };
        }

        /// The beginning of a `for_each` step; empty when it has begun, or has no list.
        private Optional<Todo> loop(Step step) {
            if (run.progressOf(step.id()).loop().isPresent()) return Optional.empty();
            return step.head().forEach().map(list -> switch (items(
                    expressions, list, scopes.values(incident, runbook))) {
                case Evaluation.Failed(var reason) -> fail(step, reason);
                case Evaluation.Evaluated(var items) ->
                    ((Value.Items) items).items().isEmpty()
                            ? skip(step, "there is nothing to run it for")
                            : new Todo.Write(List.of(new Event.LoopStarted(step.id(), ((Value.Items) items).items())));
            });
        }

        private Todo pause(Step.Wait wait) {
            return switch (expressions.render(wait.duration(), scopes.values(incident, runbook))) {
                case Evaluation.Failed(var reason) -> fail(wait, reason);
                case Evaluation.Evaluated(var value) ->
                    Durations.parse(value.display())
                            .map(duration -> delay(wait, duration, "the runbook says so"))
                            .orElseGet(() -> fail(wait, "'" + value.display() + "' is no span of time"));
            };
        }

        private Todo delay(Step step, Duration duration, String reason) {
            return new Todo.Write(List.of(new Event.StepDelayed(step.id(), 1, now.plus(duration), reason)));
        }

        private Todo complete(Step step, Value output) {
            return new Todo.Write(List.of(new Event.StepCompleted(step.id(), output)));
        }

        private Todo skip(Step step, String reason) {
            return new Todo.Write(List.of(new Event.StepSkipped(step.id(), reason)));
        }

        private Todo fail(Step step, String reason) {
            return new Todo.Write(List.of(new Event.StepFailed(step.id(), reason)));
        }
    }

    /// The values that a step runs for: a list of at most [Step#MOST_ITEMS].
    static Evaluation items(Expressions expressions, Template list, Value.Fields scope) {
        return switch (expressions.render(list, scope)) {
            case Evaluation.Evaluated(Value.Items(var items))
            when items.size() > Step.MOST_ITEMS ->
                new Evaluation.Failed(
                        "for_each has " + items.size() + " values, and at most " + Step.MOST_ITEMS + " are run for");
            case Evaluation.Evaluated(Value.Items items) -> new Evaluation.Evaluated(items);
            case Evaluation.Evaluated(var other) ->
                new Evaluation.Failed("for_each needs a list, and it is " + other.display());
            case Evaluation.Failed failed -> failed;
        };
    }

    /// The name of the value that a step runs for, in the scope of one of its calls.
    static Value.Fields with(Value.Fields scope, Value item) {
        return scope.with(Map.of("item", item));
    }
}

package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Sees what is to be done next. Pure: the same state, runbook and time give the same next thing.
final class Planner {

    private final Engine engine;
    private final Expressions expressions;
    private final Settings settings;

    Planner(Engine engine, Expressions expressions, Settings settings) {
        this.engine = engine;
        this.expressions = expressions;
        this.settings = settings;
    }

    /// What is next.
    ///
    /// @param runbook the version the incident follows; empty while it follows none
    /// @param exists whether the library has a runbook of this id, to hand over to
    Todo next(Incident incident, Optional<Runbook> runbook, Predicate<RunbookId> exists, Instant now) {
        var owed = incident.owed().values().stream()
                .min(Comparator.comparing(n -> n.key().key()));
        if (owed.isPresent()) return new Todo.Deliver(owed.get());
        return switch (incident.phase()) {
            case Phase.Reported _ -> new Todo.Triage();
            case Phase.Investigating _ -> investigate(incident, runbook, exists, now);
            case Phase.AwaitingApproval(var request, var _) ->
                now.isBefore(request.expiresAt())
                        ? new Todo.Await(Optional.of(request.expiresAt()))
                        : new Todo.Write(expiry(
                                incident,
                                request.id(),
                                request.plan().operation().toString()));
            case Phase.AwaitingVeto(var request, var ends) -> {
                if (ends.isEmpty() || now.isBefore(ends.get())) yield new Todo.Await(ends);
                yield new Todo.LetThrough(request, "nobody vetoed until " + ends.get());
            }
            case Phase.Cleared(var plan, var _, var request) -> new Todo.Act(plan, request);
            case Phase.Executing(var plan, var key, var _) -> new Todo.Reconcile(plan, key);
            case Phase.Uncertain _, Phase.Closed _ -> new Todo.Await(Optional.empty());
            case Phase.Settling(var until, var look) ->
                now.isBefore(until) ? new Todo.Await(Optional.of(until)) : new Todo.Verify(look);
            case Phase.Resolved(var documented) -> documented ? new Todo.Await(Optional.empty()) : new Todo.Document();
            case Phase.Escalated(var _, var documented) ->
                documented ? new Todo.Await(Optional.empty()) : new Todo.Document();
        };
    }

    private List<Event> expiry(Incident incident, dev.runbook.core.approval.RequestId request, String operation) {
        var events = new java.util.ArrayList<Event>();
        events.add(new Event.Expired(request));
        events.addAll(engine.escalation(incident, "nobody decided about " + operation + " in time"));
        return events;
    }

    private Todo investigate(Incident incident, Optional<Runbook> runbook, Predicate<RunbookId> exists, Instant now) {
        if (settings.surveys() && !incident.findings().surveyed()) return new Todo.Look();
        if (runbook.isEmpty() || handsOver(incident, runbook.get(), exists)) return new Todo.ChooseRunbook();
        var run = incident.run().orElseThrow();
        var failed = run.results().entrySet().stream()
                .filter(e -> e.getValue() instanceof StepResult.Failed)
                .findFirst();
        if (failed.isPresent())
            return new Todo.Write(engine.escalation(
                    incident,
                    "step " + failed.get().getKey() + " failed: "
                            + ((StepResult.Failed) failed.get().getValue()).reason()));
        for (var step : runbook.get().steps())
            if (!run.results().containsKey(step.id())) return begin(incident, runbook.get(), step);
        return conclude(incident, runbook.get(), now);
    }

    private Todo begin(Incident incident, Runbook runbook, Step step) {
        if (step.when().isPresent()) {
            switch (expressions.evaluate(step.when().get(), scope(incident))) {
                case Expressions.Evaluation.Evaluated(Value.Truth(var holds)) -> {
                    if (!holds)
                        return skip(
                                step,
                                "its condition does not hold: "
                                        + step.when().get().source());
                }
                case Expressions.Evaluation.Evaluated(var other) -> {
                    return fail(step, "its condition is neither true nor false but " + other.display());
                }
                case Expressions.Evaluation.Failed(var reason) -> {
                    return fail(step, "its condition cannot be evaluated: " + reason);
                }
            }
        } else if (step instanceof Step.Execute && decidedBefore(runbook, step)) {
            var chosen = recommended(incident, runbook.id());
            if (chosen.isEmpty()) return skip(step, "nothing is recommended");
            if (!chosen.get().step().equals(step.id()))
                return skip(step, chosen.get().step() + " is recommended instead");
        }
        return switch (step) {
            case Step.Gather gather -> new Todo.Read(gather);
            case Step.Diagnose decide -> new Todo.Diagnose(decide);
            case Step.Execute execute -> new Todo.Propose(execute);
            case Step.Decide _, Step.Verify _, Step.Notify _, Step.Ask _, Step.Wait _, Step.Call _ ->
                fail(step, "this version cannot run such a step yet");
        };
    }

    /// The names that a condition may use.
    private Value.Fields scope(Incident incident) {
        var focus = Focus.of(incident.report(), incident.findings().evidence(), settings.surveyed());
        return Survey.latest(incident, focus).with(Scopes.of(incident, focus).fields());
    }

    private static Todo skip(Step step, String reason) {
        return new Todo.Write(List.of(new Event.StepSkipped(step.id(), reason)));
    }

    private static Todo fail(Step step, String reason) {
        return new Todo.Write(List.of(new Event.StepFailed(step.id(), reason)));
    }

    private static boolean decidedBefore(Runbook runbook, Step step) {
        return runbook.steps().stream()
                .takeWhile(s -> !s.id().equals(step.id()))
                .anyMatch(Step.Diagnose.class::isInstance);
    }

    /// The best recommendation that this runbook can carry out.
    static Optional<Recommendation> recommended(Incident incident, RunbookId runbook) {
        return incident.findings().recommendations().stream()
                .filter(r -> r.runbook().equals(runbook))
                .findFirst();
    }

    /// Whether the best recommendation belongs to another runbook that has not been followed in this round.
    private static boolean handsOver(Incident incident, Runbook current, Predicate<RunbookId> exists) {
        return handover(incident, current.id(), exists).isPresent();
    }

    /// The recommendation to follow into another runbook, if it is better than what the current one can do.
    static Optional<Recommendation> handover(Incident incident, RunbookId current, Predicate<RunbookId> exists) {
        if (!incident.history().acted().isEmpty()) return Optional.empty();
        return incident.findings().recommendations().stream()
                .filter(r -> r.runbook().equals(current)
                        || (!incident.history().followed().contains(r.runbook()) && exists.test(r.runbook())))
                .findFirst()
                .filter(r -> !r.runbook().equals(current));
    }

    /// The runbook is at its end.
    private Todo conclude(Incident incident, Runbook runbook, Instant now) {
        if (!incident.history().acted().isEmpty())
            return new Todo.Write(List.of(new Event.SettleStarted(now.plus(settle(incident, runbook)))));
        var diagnosis = incident.findings().diagnosis();
        if (diagnosis.isEmpty()) {
            var end = "runbook " + runbook.id() + " ran to its end";
            return new Todo.Write(engine.escalation(
                    incident,
                    end
                            + (incident.history().tried().isEmpty()
                                    ? " without a diagnosis and without an action, so nobody knows whether the problem"
                                            + " is over"
                                    : ", and what it did has not helped")));
        }
        return new Todo.Write(
                switch (diagnosis.get().verdict()) {
                    case HEALTHY -> engine.resolution(incident, "nothing is broken, so nothing was done");
                    case INCONCLUSIVE -> engine.escalation(incident, "the evidence does not tell what is wrong");
                    case FAULT -> engine.escalation(incident, "no known action cures this: " + cause(diagnosis.get()));
                });
    }

    private static String cause(Diagnosis diagnosis) {
        return diagnosis.leading().map(h -> h.statement()).orElse("unknown cause");
    }

    /// The longest settle window of the steps that ran.
    static Duration settle(Incident incident, Runbook runbook) {
        return runbook.steps().stream()
                .filter(s -> completed(incident, s.id()))
                .mapMulti((Step s, java.util.function.Consumer<Duration> out) -> {
                    if (s instanceof Step.Execute execute) out.accept(execute.settle());
                })
                .max(Comparator.naturalOrder())
                .orElse(Duration.ofMinutes(2));
    }

    private static boolean completed(Incident incident, StepId step) {
        return incident.run()
                .map(run -> run.results().get(step) instanceof StepResult.Completed)
                .orElse(false);
    }
}

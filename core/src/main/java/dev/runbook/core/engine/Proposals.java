package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.engine.Planning.Planned;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import java.time.InstantSource;
import java.util.List;

/// What comes of an action, or of taking one back, once it is put before the policy. Pure but for the time.
final class Proposals {

    private final Engine engine;
    private final ApprovalPolicy policy;
    private final Planning planning;
    private final Scopes scopes;
    private final InstantSource clock;

    Proposals(Engine engine, ApprovalPolicy policy, Planning planning, Scopes scopes, InstantSource clock) {
        this.engine = engine;
        this.policy = policy;
        this.planning = planning;
        this.scopes = scopes;
        this.clock = clock;
    }

    /// The step's exact action as things stand now, and what stands before it.
    List<Event> action(Incident incident, Runbook runbook, Step.Execute step) {
        return switch (planning.action(incident, runbook, step)) {
            case Planned.Impossible(var reason) -> List.of(new Event.StepFailed(step.id(), reason));
            case Planned.Ready(var plan) -> {
                var why = Planner.recommended(incident, plan.runbook())
                        .filter(r -> r.step().equals(step.id()))
                        .map(Recommendation::reason)
                        .orElse(step.description());
                int attempt = incident.run()
                        .map(run -> run.progressOf(step.id()).attempt())
                        .orElse(1);
                yield attempt == 1 ? first(incident, step, plan, why) : again(incident, step, plan, why, attempt);
            }
        };
    }

    private List<Event> first(Incident incident, Step.Execute step, Plan plan, String why) {
        return incident.history()
                .triedBefore(plan)
                .map(tried -> "it was tried at " + tried.at() + " and did not help: " + tried.result())
                .or(() -> incident.history()
                        .curedBy(plan)
                        .map(cured -> "it was done before, against what is gone: "
                                + cured.cause().statement()))
                .<List<Event>>map(reason -> List.of(new Event.StepSkipped(step.id(), reason)))
                .orElseGet(() -> put(incident, step, plan, why));
    }

    /// Another attempt at the very plan that was cleared needs no other word, as long as that word holds.
    private List<Event> again(Incident incident, Step.Execute step, Plan plan, String why, int attempt) {
        return incident.history()
                .agreed()
                .filter(agreed -> agreed.covers(plan, clock.instant()))
                .<List<Event>>map(agreed -> List.of(new Event.ActionCleared(
                        plan, agreed.ruling(), agreed.how() + "; attempt " + attempt + " at the same plan")))
                .orElseGet(() -> put(incident, step, plan, why));
    }

    private List<Event> put(Incident incident, Step.Execute step, Plan plan, String why) {
        return engine.propose(
                incident,
                policy,
                question(incident, plan, step.requiresApproval()),
                why,
                declined(step),
                clock.instant());
    }

    /// Who says no to a step is heard by a person, unless the step itself says how the runbook goes on
    /// without it.
    private static ApprovalPolicy.Aftermath declined(Step.Execute step) {
        return switch (step.head().handling().onFailure()) {
            case OnFailure.Continue _, OnFailure.GoTo _ -> ApprovalPolicy.Aftermath.GOES_ON;
            case OnFailure.Stop _, OnFailure.Undo _ -> ApprovalPolicy.Aftermath.ESCALATES;
        };
    }

    private ApprovalPolicy.Question question(Incident incident, Plan plan, boolean stepRequiresApproval) {
        var situation = new ApprovalPolicy.Situation(
                incident.report().environment(),
                scopes.focus(incident).service(),
                incident.category(),
                incident.severity(),
                clock.instant());
        return new ApprovalPolicy.Question(
                plan, situation, stepRequiresApproval, incident.findings().onModelAlone());
    }

    /// What stands before taking a change back. An undo whose parameters were all known was agreed to with the
    /// action; another one, or one that has become riskier since, is a question of its own.
    List<Event> undo(Incident incident, Change change, Planning.RunbookReader reader) {
        var step = change.plan().step();
        return switch (planning.undo(incident, change, reader)) {
            case Planned.Impossible(var reason) -> engine.undoFailed(incident, step, reason);
            case Planned.Ready(var plan) -> {
                if (change.plan().undo().filter(Plan.Undo::complete).isPresent()
                        && plan.risk() == change.plan().risk()) {
                    var ruling = new ApprovalPolicy.Ruling(
                            new Gate.RunsAtOnce(), List.of("who agrees to an action agrees to its undo"));
                    yield List.of(new Event.ActionCleared(plan, ruling, "agreed to together with step " + step));
                }
                var why = "step " + step + " is to be taken back: "
                        + incident.history()
                                .undoing()
                                .map(History.Failure::said)
                                .orElse("");
                yield engine.propose(
                        incident,
                        policy,
                        question(incident, plan, false),
                        why,
                        ApprovalPolicy.Aftermath.ESCALATES,
                        clock.instant());
            }
        };
    }
}

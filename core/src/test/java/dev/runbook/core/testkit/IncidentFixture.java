package dev.runbook.core.testkit;

import static dev.runbook.core.testkit.ApprovalFixture.VETO;
import static dev.runbook.core.testkit.ApprovalFixture.aPlan;
import static dev.runbook.core.testkit.ApprovalFixture.aRequest;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Notice;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.engine.Question;
import dev.runbook.core.governor.Restraint;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An incident told by its events: `anIncident().in(AWAITING_VETO).state()`. Everything happens at noon.
/// Each call gives another fixture.
public record IncidentFixture(List<Stamped> events) {

    public static final IncidentId ID = EngineUnderTest.ID;
    public static final IdempotencyKey KEY = new IdempotencyKey(ID + "/restart/1");

    public IncidentFixture {
        events = List.copyOf(events);
    }

    /// Reported by `rita`, and nothing more.
    public static IncidentFixture anIncident() {
        return new IncidentFixture(List.of()).by(EngineUnderTest.REPORTER, new Event.Reported(HighCpu.report()));
    }

    /// What the engine wrote next.
    public IncidentFixture then(Event... more) {
        var told = this;
        for (var event : more) told = told.by(Actor.engine(), event);
        return told;
    }

    /// What somebody did next.
    public IncidentFixture by(Actor actor, Event event) {
        var all = new ArrayList<>(events);
        all.add(new Stamped(SettableClock.NOON, actor, event));
        return new IncidentFixture(all);
    }

    /// An incident that was just reported goes on until it is in this phase, on the shortest way.
    public IncidentFixture in(Phase.Kind kind) {
        return switch (kind) {
            case REPORTED -> this;
            case INVESTIGATING ->
                then(new Event.Triaged(new Classification(Category.COMPUTE, Severity.HIGH, 0.9, List.of()), List.of()));
            case AWAITING_APPROVAL -> asking(new Gate.NeedsApprovals(2, false));
            case AWAITING_VETO -> asking(VETO).then(new Event.NoticeStarted(aNotice()));
            case AWAITING_ANSWER -> in(Phase.Kind.INVESTIGATING).then(new Event.Asked(aQuestion()));
            case CLEARED -> in(Phase.Kind.INVESTIGATING).then(new Event.ActionCleared(aPlan(), aRuling(), "low risk"));
            case HELD ->
                in(Phase.Kind.CLEARED).then(new Event.ActionHeld(aPlan().step(), aRestraint(), SettableClock.NOON));
            case EXECUTING -> in(Phase.Kind.CLEARED).then(new Event.StepStarted(aPlan(), KEY, 1));
            case UNCERTAIN ->
                in(Phase.Kind.EXECUTING).then(new Event.StepUncertain(aPlan().step(), KEY, "the reply was lost"));
            case SETTLING ->
                in(Phase.Kind.EXECUTING)
                        .then(
                                new Event.StepSucceeded(aPlan().step(), KEY, new Value.Nothing()),
                                new Event.SettleStarted(SettableClock.NOON.plus(Duration.ofMinutes(5))));
            case WATCHING ->
                in(Phase.Kind.SETTLING).then(new Event.WatchStarted(SettableClock.NOON.plus(Duration.ofMinutes(10))));
            case RESOLVED -> in(Phase.Kind.INVESTIGATING).then(new Event.Resolved("nothing is broken"));
            case ESCALATED -> in(Phase.Kind.INVESTIGATING).then(new Event.Escalated("nothing fits"));
            case CLOSED -> in(Phase.Kind.RESOLVED).then(new Event.Closed("done"));
        };
    }

    /// People are asked about [ApprovalFixture#aPlan()].
    public IncidentFixture asking(Gate gate) {
        return in(Phase.Kind.INVESTIGATING).then(new Event.ApprovalRequested(aRequest(gate)));
    }

    /// The state that the events tell.
    public Incident state() {
        var incident = Evolution.begin(ID, events.getFirst());
        for (var event : events.subList(1, events.size())) incident = Evolution.apply(incident, event);
        return incident;
    }

    /// Whether to go on, and with how many replicas.
    public static Question aQuestion() {
        return new Question(
                RequestId.number(1),
                new StepId("ask"),
                "shall we go on?",
                List.of(new Question.Answer("go_on", Parameter.Type.TRUTH, "", Optional.empty(), List.of())),
                SettableClock.NOON,
                SettableClock.NOON.plus(Duration.ofHours(1)));
    }

    /// The notice of the first request.
    public static Notice aNotice() {
        return aNotice(ID + "/ap-1/notice");
    }

    public static Notice aNotice(String key) {
        return new Notice(
                new IdempotencyKey(key),
                Notice.About.VETO_WINDOW,
                new Event.Call(
                        new OperationName(Capability.CHAT, "post_message"),
                        Value.fields("channel", "#incidents", "text", "it runs unless vetoed")));
    }

    public static Restraint aRestraint() {
        return new Restraint(Restraint.Rule.FROZEN, "freeze 'Christmas' is on");
    }

    public static ApprovalPolicy.Ruling aRuling() {
        return new ApprovalPolicy.Ruling(new Gate.RunsAtOnce(), List.of("low risk runs at once"));
    }
}

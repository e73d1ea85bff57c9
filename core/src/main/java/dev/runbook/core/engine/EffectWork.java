package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.governor.EffectGuard;
import dev.runbook.core.governor.Restraint;
import dev.runbook.core.governor.Verdict;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes the world: lets plans through, asks the governor, writes the intent, acts, writes the outcome.
/// Nothing is done before its intent is in the journal. One thread at a time.
///
/// Whatever is to be done answers until when the incident rests because the governor holds it back; empty
/// when it goes on.
final class EffectWork {

    private final Chronicle chronicle;
    private final Following following;
    private final VerificationWork verifying;
    private final StepWork steps;
    private final Drifts drifts;
    private final Doer doer;
    private final Provider provider;
    private final EffectGuard governor;
    private final Engine engine;
    private final Settings settings;
    private final InstantSource clock;
    private Optional<Made> made = Optional.empty();

    /// What became of the effect that was begun last, whether or not that is in the journal yet.
    private record Made(IdempotencyKey key, Outcome outcome) {}

    EffectWork(
            Chronicle chronicle,
            Following following,
            VerificationWork verifying,
            StepWork steps,
            Drifts drifts,
            Provider provider,
            EffectGuard governor,
            Engine engine,
            Settings settings,
            InstantSource clock) {
        this.chronicle = chronicle;
        this.following = following;
        this.verifying = verifying;
        this.steps = steps;
        this.drifts = drifts;
        this.doer = new Doer(provider);
        this.provider = provider;
        this.governor = governor;
        this.engine = engine;
        this.settings = settings;
        this.clock = clock;
    }

    private Incident incident() {
        return chronicle.incident();
    }

    /// Silence counts only for the plan as it was announced, and while there still is something to cure.
    ///
    /// @param how why it may go on: nobody vetoed
    Optional<Instant> letThrough(ApprovalRequest request, String how) throws InterruptedException {
        var plan = request.plan();
        var drift = drifts.ofAnnounced(incident(), following.runbook(), plan, following::read);
        if (!drift.isEmpty()) {
            chronicle.write(engine.drifted(incident(), plan, Optional.of(request.id()), drift));
            return Optional.empty();
        }
        // While it cannot begin it can still be vetoed, and the world is looked at once it can.
        if (governor.ask(wish(plan, key(plan))) instanceof Verdict.Wait(var why, var until))
            return hold(plan, why, until);
        chronicle.write(
                plan.undoes() ? List.of(cleared(request, how)) : letThrough(request, how, verifying.look(incident())));
        return Optional.empty();
    }

    private List<Event> letThrough(ApprovalRequest request, String how, VerificationWork.Judged now) {
        var verification = now.verification();
        if (verification.confirmed())
            return verifying.healed(incident(), request.plan(), Optional.of(request.id()), now);
        if (verification.blind() && !now.fresh().gaps().isEmpty())
            return engine.abandon(
                    incident(),
                    Optional.of(request.id()),
                    "the veto window of " + request.plan().operation()
                            + " is over, and whether the problem still exists cannot be seen: "
                            + now.fresh().gaps().getFirst());
        return List.of(now.lastLook(), cleared(request, how + "; " + verification.standing()));
    }

    private static Event cleared(ApprovalRequest request, String how) {
        return new Event.ActionCleared(
                request.plan(), new ApprovalPolicy.Ruling(request.gate(), request.reasons()), how);
    }

    /// Carries out what was cleared, unless it is no longer what was cleared.
    Optional<Instant> act(Phase.Cleared cleared) throws InterruptedException {
        var plan = cleared.plan();
        var request = cleared.request().map(ApprovalRequest::id);
        var drift = drifts.ofCleared(incident(), following.runbook(), cleared, following::read);
        if (!drift.isEmpty()) {
            chronicle.write(engine.drifted(incident(), plan, request, drift));
            return Optional.empty();
        }
        var key = key(plan);
        switch (leave(plan, key)) {
            case Verdict.Granted(var permit) -> {
                var events = new ArrayList<Event>();
                if (looksAgain(cleared)) {
                    var now = verifying.look(incident());
                    if (now.verification().confirmed()) {
                        chronicle.write(verifying.healed(incident(), plan, request, now));
                        return Optional.empty();
                    }
                    events.add(now.lastLook());
                }
                events.add(new Event.StepStarted(plan, key, 1));
                if (chronicle.begin(events, permit)) know(plan, key, doer.act(call(plan), key, context(plan)));
            }
            case Verdict.Wait(var why, var until) -> {
                return hold(plan, why, until);
            }
            case Verdict.Refused(var why) -> {
                if (plan.undoes()) throw new IllegalStateException("an undo was refused: " + why.reason());
                chronicle.write(List.of(new Event.ActionRefused(plan.step(), why)));
            }
        }
        return Optional.empty();
    }

    /// Whoever was held back, by another's change of the same target most of all, looks whether there still
    /// is something to cure.
    private boolean looksAgain(Phase.Cleared cleared) {
        return incident().phase() instanceof Phase.Held && !cleared.plan().undoes();
    }

    /// What happened before is written down even if the governor cannot answer.
    private Verdict leave(Plan plan, IdempotencyKey key) {
        try {
            return governor.ask(wish(plan, key));
        } catch (JournalException e) {
            chronicle.push();
            throw e;
        }
    }

    private IdempotencyKey key(Plan plan) {
        return new IdempotencyKey(incident().id() + "/" + plan.step() + (plan.undoes() ? "/undo/" : "/")
                + (incident().history().intents() + 1));
    }

    private Wish wish(Plan plan, IdempotencyKey key) {
        var report = incident().report();
        var service = plan.parameters().get("service").map(Value::display);
        var message = provider.catalogue().find(plan.operation()).filter(Operation::isMessage);
        return new Wish(
                incident().id(),
                key,
                report.environment(),
                governor.estate(incident().id(), report.environment()),
                service.or(report::service).or(plan::target).orElse("unknown"),
                plan.operation(),
                plan.target(),
                message.isPresent() ? Wish.Purpose.MESSAGE : plan.undoes() ? Wish.Purpose.UNDO : Wish.Purpose.CHANGE,
                clock.instant());
    }

    /// Rests until the governor is to be asked again. That it holds the plan back is written down once for
    /// each reason.
    private Optional<Instant> hold(Plan plan, Restraint why, Instant until) {
        var last = chronicle.history().getLast().event();
        boolean told = (last instanceof Event.ActionHeld(var _, var before, var _) && before.equals(why))
                || (incident().phase() instanceof Phase.Held(var _, var again, var _) && again.equals(why));
        if (told) return Optional.of(until);
        chronicle.write(List.of(new Event.ActionHeld(plan.step(), why, until)));
        return Optional.empty();
    }

    /// Finds out what became of an intent without an outcome.
    Optional<Instant> reconcile(Plan plan, IdempotencyKey key) throws InterruptedException {
        if (made.filter(last -> last.key().equals(key)).isPresent()) {
            writeOutcome(plan, key, made.get().outcome());
            return Optional.empty();
        }
        var stopped = governor.stopped(clock.instant());
        if (stopped.isPresent()) {
            var known = doer.known(call(plan), key, context(plan));
            if (known.isEmpty())
                return hold(plan, stopped.get().why(), stopped.get().until());
            writeOutcome(plan, key, known.get());
            return Optional.empty();
        }
        var repeatable = following
                .step(incident(), plan)
                .filter(_ -> !plan.undoes())
                .flatMap(step -> step.safety().idempotent())
                .or(() -> provider.catalogue().find(plan.operation()).map(Operation::idempotent))
                .orElse(false);
        writeOutcome(plan, key, doer.resume(call(plan), key, repeatable, context(plan)));
        return Optional.empty();
    }

    /// A change that was made is written down with what follows from it, be that the next intent;
    /// anything else at once.
    private void know(Plan plan, IdempotencyKey key, Outcome outcome) {
        made = Optional.of(new Made(key, outcome));
        if (outcome instanceof Outcome.Done) chronicle.write(outcome(plan, key, outcome));
        else writeOutcome(plan, key, outcome);
    }

    /// An outcome is written whatever else happened to the incident meanwhile, unless somebody wrote
    /// it already.
    private void writeOutcome(Plan plan, IdempotencyKey key, Outcome outcome) {
        while (incident().phase() instanceof Phase.Executing(var _, var running, var _) && running.equals(key))
            if (chronicle.writeDurably(outcome(plan, key, outcome))) return;
    }

    /// A person must hear of an effect in doubt.
    private List<Event> outcome(Plan plan, IdempotencyKey key, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var result) -> List.of(Engine.done(plan, key, result));
            case Outcome.Refused(var reason, var again) ->
                plan.undoes() ? engine.undoFailed(incident(), plan.step(), reason) : refused(plan, reason, again);
            case Outcome.Unclear(var reason) -> engine.doubt(incident(), plan, key, reason);
        };
    }

    /// What was certainly not done is tried again where that may help and the step allows it; the policy is
    /// asked again before that.
    private List<Event> refused(Plan plan, String reason, boolean again) {
        var failed = new Event.StepFailed(plan.step(), reason);
        return following
                .step(incident(), plan)
                .filter(_ -> again)
                .flatMap(step -> steps.retry(incident(), step, reason))
                .map(delayed -> List.<Event>of(failed, delayed))
                .orElseGet(() -> List.of(failed));
    }

    private static Event.Call call(Plan plan) {
        return new Event.Call(plan.operation(), plan.parameters());
    }

    private CallContext context(Plan plan) {
        var timeout = following
                .step(incident(), plan)
                .flatMap(step -> step.head().handling().timeout())
                .orElse(settings.callTimeout());
        return new CallContext(incident().id(), incident().report().labels(), timeout);
    }
}

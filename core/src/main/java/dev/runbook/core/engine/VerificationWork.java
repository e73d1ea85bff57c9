package dev.runbook.core.engine;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at the world after acting, or right before it, and says what follows. What it says is written by
/// its caller.
final class VerificationWork {

    private final Looker looker;
    private final Following following;
    private final Verifier verifier;
    private final Planner planner;
    private final Engine engine;
    private final Settings settings;
    private final InstantSource clock;

    VerificationWork(
            Looker looker,
            Following following,
            Verifier verifier,
            Planner planner,
            Engine engine,
            Settings settings,
            InstantSource clock) {
        this.looker = looker;
        this.following = following;
        this.verifier = verifier;
        this.planner = planner;
        this.engine = engine;
        this.settings = settings;
        this.clock = clock;
    }

    /// A look at the world, and what it says about the problem.
    record Judged(Event.EvidenceGathered fresh, Verifier.Judgement judgement) {
        Verification verification() {
            return judgement.all();
        }

        /// The same, where it changes nothing.
        Event.EvidenceGathered lastLook() {
            return new Event.EvidenceGathered(Incident.LAST_LOOK, fresh.evidence(), fresh.gaps(), new Value.Nothing());
        }
    }

    Judged look(Incident incident) throws InterruptedException {
        var before = incident.findings().evidence();
        var focus = Focus.afterActing(incident, settings.surveyed());
        var fresh = looker.look(incident, Incident.VERIFICATION, Survey.again(focus, settings.lookBack()));
        return new Judged(fresh, verifier.verify(incident, following.followed(incident), before, fresh, focus));
    }

    /// What follows when the problem is seen to be gone before a plan is carried out.
    List<Event> healed(Incident incident, Plan plan, Optional<RequestId> request, Judged now) {
        var events = new ArrayList<Event>();
        events.add(now.fresh());
        events.addAll(engine.healed(incident, plan, request, now.verification()));
        return events;
    }

    /// What follows from a look after acting.
    ///
    /// @param look the how-manieth it is, from 1
    /// @param cured whether the problem was seen to be gone before, and is watched
    List<Event> verify(Incident incident, int look, boolean cured) throws InterruptedException {
        var now = look(incident);
        var verification = now.verification();
        var events = new ArrayList<Event>();
        events.add(now.fresh());
        if (verification.confirmed()) {
            events.add(new Event.Verified(verification));
            events.addAll(confirmed(incident, cured));
        } else if (look < settings.looks() && !verification.harmful())
            events.add(
                    cured
                            ? new Event.WatchStarted(settleUntil(incident))
                            : new Event.SettleStarted(settleUntil(incident)));
        else if (now.judgement().ofTheCause().isPresent())
            events.addAll(remains(incident, now.judgement().ofTheCause().get(), verification));
        else events.addAll(notConfirmed(incident, verification, cured));
        return events;
    }

    /// The time that the world is given.
    Instant settleUntil(Incident incident) {
        return clock.instant().plus(Planner.settle(following.followed(incident)));
    }

    private List<Event> confirmed(Incident incident, boolean cured) {
        if (cured) return engine.resolution(incident, "the fix is verified, and has lasted");
        return settings.watch().isPositive()
                ? List.of(new Event.WatchStarted(clock.instant().plus(settings.watch())))
                : engine.resolution(incident, "the fix is verified");
    }

    /// The cause is gone, and not all is well: what was done stands, and what else is wrong is looked for.
    private List<Event> remains(Incident incident, Verification ofTheCause, Verification all) {
        var cause = incident.findings().diagnosis().flatMap(Diagnosis::leading).orElseThrow();
        var events = new ArrayList<Event>();
        events.add(new Event.Verified(ofTheCause));
        events.add(new Event.TroubleRemains(cause, all));
        events.addAll(planner.lastCure(incident, cause, all));
        return events;
    }

    private List<Event> notConfirmed(Incident incident, Verification verification, boolean cured) {
        if (cured && verification.blind())
            return engine.escalation(incident, "the fix was verified; whether it has lasted cannot be seen");
        var events = new ArrayList<Event>();
        events.add(cured ? new Event.CureDecayed(verification) : new Event.NotVerified(verification));
        var undone = !verification.blind()
                && (!cured || verification.harmful())
                && incident.history().lastToUndo().isPresent();
        if (verification.blind()) events.addAll(engine.escalation(incident, "whether it helped cannot be seen"));
        else if (!undone)
            events.addAll(planner.lastRound(incident, cured ? verification.decay() : verification.failure()));
        return events;
    }
}

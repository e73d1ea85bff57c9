package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.governor.Restraint;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Folds events into the state of an incident. Pure: the same events give the same state.
public final class Evolution {

    private Evolution() {}

    /// The state that a journal tells; empty when it has no entries.
    ///
    /// @throws IllegalTransition when the entries cannot have happened in this order
    public static Optional<Incident> replay(List<JournalEntry> entries) {
        if (entries.isEmpty()) return Optional.empty();
        var incident = begin(entries.getFirst().incident(), entries.getFirst().stamped());
        for (var entry : entries.subList(1, entries.size())) incident = apply(incident, entry.stamped());
        return Optional.of(incident);
    }

    /// The state after the first event of an incident.
    ///
    /// @throws IllegalArgumentException unless the event is [Event.Reported]
    public static Incident begin(IncidentId id, Stamped first) {
        if (!(first.event() instanceof Event.Reported(var report)))
            throw new IllegalArgumentException(
                    id + " begins with " + first.event().getClass().getSimpleName());
        return new Incident(
                id,
                1,
                new Incident.Opening(first.at(), first.actor(), report),
                Optional.empty(),
                List.of(),
                Incident.Findings.NONE,
                Optional.empty(),
                History.NONE,
                Bulletin.NONE,
                Map.of(),
                false,
                JoinedAlerts.none(report.alerts()),
                Map.of(),
                new Phase.Reported());
    }

    /// The state after one more event.
    ///
    /// @throws IllegalTransition when the event cannot happen in this state
    public static Incident apply(Incident before, Stamped stamped) {
        if (!Transition.allowed(before.phase().kind(), stamped.event()))
            throw new IllegalTransition(before.id(), before.phase().kind(), stamped.event());
        var draft = new Draft(before);
        draft.take(stamped);
        return draft.finish();
    }

    /// The state in the making: each event changes a few parts and leaves the rest.
    private static final class Draft {
        private final Incident before;
        private Optional<dev.runbook.core.incident.Classification> classification;
        private List<dev.runbook.core.diagnosis.RunbookFinder.Match> matches;
        private Incident.Findings findings;
        private Optional<RunbookRun> run;
        private History history;
        private Bulletin bulletin;
        private Map<IdempotencyKey, Notice> owed;
        private boolean remembered;
        private JoinedAlerts alerts;
        private Map<String, Event.Call> offers;
        private Phase phase;

        private Draft(Incident before) {
            this.before = before;
            classification = before.classification();
            matches = before.matches();
            findings = before.findings();
            run = before.run();
            history = before.history();
            bulletin = before.bulletin();
            owed = before.owed();
            remembered = before.remembered();
            alerts = before.alerts();
            offers = before.offers();
            phase = before.phase();
        }

        private Incident finish() {
            return new Incident(
                    before.id(),
                    before.seq() + 1,
                    before.opening(),
                    classification,
                    matches,
                    findings,
                    run,
                    history,
                    bulletin,
                    owed,
                    remembered,
                    alerts,
                    offers,
                    phase);
        }

        private static String word(Actor who, String reason) {
            return who.label() + " says so" + (reason.isBlank() ? "" : ": " + reason);
        }

        private void take(Stamped stamped) {
            bulletin = bulletin.after(stamped);
            switch (stamped.event()) {
                case Event.Reported reported -> throw new IllegalTransition(before.id(), phase.kind(), reported);
                case Event.Triaged(var given, var found) -> {
                    classification = Optional.of(given);
                    matches = found;
                    phase = new Phase.Investigating();
                }
                case Event.EvidenceGathered gathered -> gather(gathered);
                case Event.RunbookSelected(var runbook, var digest, var source, var _) -> {
                    run = Optional.of(RunbookRun.begin(runbook, digest, source, Value.Fields.NONE, Optional.empty()));
                    history = history.following(runbook);
                }
                case Event.StepSkipped(var step, var reason) -> end(step, new StepResult.Skipped(reason));
                case Event.StepCompleted(var step, var output) -> end(step, new StepResult.Completed(output));
                case Event.StepDelayed(var step, var attempt, var until, var _) ->
                    run = run.map(r -> r.at(step, r.progressOf(step).waiting(attempt, until)));
                case Event.LoopStarted(var step, var items) ->
                    run = run.map(r -> r.at(step, Progress.in(new Progress.Loop(items, List.of()))));
                case Event.RunbookCalled(var step, var runbook, var digest, var source, var inputs) -> {
                    run = run.map(caller -> RunbookRun.begin(
                            runbook, digest, source, inputs, Optional.of(new RunbookRun.Caller(caller, step))));
                    history = history.following(runbook);
                }
                case Event.RunbookReturned(var step, var failure, var output) -> returned(step, failure, output);
                case Event.Asked(var question) -> {
                    history = history.asking();
                    phase = new Phase.AwaitingAnswer(question);
                }
                case Event.Answered(var _, var answers) -> answered(new StepResult.Completed(answers));
                case Event.Diagnosed(var _, var diagnosis) -> findings = findings.concluding(diagnosis);
                case Event.SeverityCorrected(var _, var found) -> {
                    classification = classification.map(c -> c.as(found.severity()));
                    alerts = alerts.judged();
                }
                case Event.Reclassified(var category, var severity, var reason) -> {
                    classification = Optional.of(
                            new Classification(category, severity, 1, List.of(word(stamped.actor(), reason))));
                    findings = findings.told(findings.said().classifying());
                    alerts = alerts.judged();
                }
                case Event.CauseRuledOut(var kind, var component, var reason) ->
                    findings = findings.told(
                            findings.said().rulingOut(new Said.Cause(kind, component, word(stamped.actor(), reason))));
                case Event.CauseBelieved(var kind, var component, var reason) ->
                    findings = findings.told(
                            findings.said().believing(new Said.Cause(kind, component, word(stamped.actor(), reason))));
                case Event.Recommended(var step, var recommendations, var output) -> {
                    findings = findings.recommending(recommendations);
                    end(step, new StepResult.Completed(output));
                }
                case Event.ApprovalRequested(var request) -> ask(request);
                case Event.Approved _ -> approve(stamped.actor());
                case Event.Denied(var _, var reason) ->
                    decline("denied by " + stamped.actor().label() + ": " + reason);
                case Event.Vetoed(var _, var reason) ->
                    decline("vetoed by " + stamped.actor().label() + ": " + reason);
                case Event.Expired _ -> {
                    if (phase instanceof Phase.AwaitingAnswer)
                        answered(new StepResult.Failed("nobody answered in time"));
                    else decline("nobody decided in time");
                }
                case Event.ApprovalVoided _ -> {
                    history = history.voiding().disagreeing();
                    phase = new Phase.Investigating();
                }
                case Event.ActionHeld(var _, var why, var until) -> hold(why, until);
                case Event.ActionRefused(var step, var why) -> {
                    history = history.trying(tried(planOf(phase), stamped.at(), why.reason()));
                    end(step, new StepResult.Failed("the governor refuses it: " + why.reason()));
                    phase = new Phase.Investigating();
                }
                case Event.ActionCleared(var plan, var ruling, var how) -> {
                    var request = requestOf(phase);
                    history = history.agreeing(
                            new History.Agreement(plan, ruling, how, request.map(ApprovalRequest::expiresAt)));
                    phase = new Phase.Cleared(plan, ruling, request, stamped.at());
                }
                case Event.NoticeStarted(var notice) -> {
                    var more = new HashMap<>(owed);
                    more.put(notice.key(), notice);
                    owed = more;
                    if (notice.about() == Notice.About.BULLETIN)
                        bulletin = bulletin.telling(notice.call()
                                .parameters()
                                .get("text")
                                .map(Value::display)
                                .orElse(""));
                    if (notice.about() == Notice.About.SETTLED) bulletin = bulletin.asking(Optional.empty());
                }
                case Event.NoticeDelivered(var key, var receipt) -> delivered(key, receipt, stamped.at());
                case Event.NoticeFailed(var key, var reason) -> undelivered(key, reason);
                case Event.StepStarted(var plan, var key, var attempt) -> {
                    history = history.intending();
                    phase = new Phase.Executing(plan, key, attempt);
                }
                case Event.StepSucceeded(var step, var _, var result) -> {
                    var item = run.flatMap(r -> r.itemOf(step));
                    history = history.acting(new Change(planOf(phase), result, item, stamped.at(), Change.Fate.MADE))
                            .disagreeing();
                    end(step, new StepResult.Completed(result));
                    phase = new Phase.Investigating();
                }
                case Event.StepFailed(var step, var reason) -> {
                    if (!(phase instanceof Phase.Investigating))
                        history = history.trying(tried(planOf(phase), stamped.at(), reason));
                    end(step, new StepResult.Failed(reason));
                    phase = new Phase.Investigating();
                }
                case Event.UndoBegun(var reason) -> history = history.undoing(new History.Failure(reason, Set.of()));
                case Event.Undone _ -> {
                    history = planOf(phase).takesBack().map(history::undone).orElse(history);
                    phase = new Phase.Investigating();
                }
                case Event.UndoFailed _ -> phase = new Phase.Investigating();
                case Event.StartedOver(var reason) ->
                    startOver(history.undoing().orElseGet(() -> new History.Failure(reason, Set.of())));
                case Event.StepUncertain(var _, var key, var reason) ->
                    phase = new Phase.Uncertain(planOf(phase), key, reason);
                case Event.SettleStarted(var until) ->
                    phase = new Phase.Settling(until, phase instanceof Phase.Settling(var _, var look) ? look + 1 : 1);
                case Event.AnswerChecked(var task, var standing, var _) -> findings = findings.standing(task, standing);
                case Event.Verified _ -> history = history.proving();
                case Event.AlertJoined(var alert, var _) -> alerts = alerts.joining(alert);
                case Event.AlertsCounted(var joined) -> alerts = alerts.counting(joined);
                case Event.SeverityRaised(var _, var severity, var _) -> alerts = alerts.raising(severity);
                case Event.AlertEnded(var alert) -> alerts = alerts.ending(alert);
                case Event.Commented _, Event.ModelConsulted _ -> {}
                case Event.Offered(var to, var call) -> {
                    var more = new HashMap<>(offers);
                    more.put(to, call);
                    offers = more;
                }
                case Event.OfferTaken _ -> {
                    var fewer = new HashMap<>(offers);
                    if (stamped.actor() instanceof Actor.Operator(var name)) fewer.remove(name);
                    offers = fewer;
                }
                case Event.Remembered _ -> remembered = true;
                case Event.Forgotten _ -> remembered = false;
                case Event.WatchStarted(var until) ->
                    phase = new Phase.Watching(until, phase instanceof Phase.Watching(var _, var look) ? look + 1 : 1);
                case Event.NotVerified(var verification) -> notVerified(verification);
                case Event.CureDecayed(var verification) -> decayed(verification);
                case Event.TroubleRemains(var cured, var verification) -> {
                    phase = new Phase.Investigating();
                    history = history.curing(cured, verification.failure().evidence(), findings.gathered());
                    beginAnew();
                }
                case Event.Resolved _ -> phase = new Phase.Resolved(false);
                case Event.Escalated(var reason) -> phase = new Phase.Escalated(reason, false);
                case Event.Documented _ ->
                    phase = phase instanceof Phase.Escalated(var reason, var _)
                            ? new Phase.Escalated(reason, true)
                            : new Phase.Resolved(true);
                case Event.Closed _ -> phase = new Phase.Closed();
            }
        }

        /// An effect that was begun already stays where it is.
        private void hold(Restraint why, Instant until) {
            if (phase instanceof Phase.Cleared cleared) phase = new Phase.Held(cleared, why, until);
            else if (phase instanceof Phase.Held(var cleared, var _, var _))
                phase = new Phase.Held(cleared, why, until);
        }

        /// The called run is over, and with it the step that called it.
        private void returned(StepId step, Optional<String> failure, Value output) {
            var result =
                    failure.<StepResult>map(StepResult.Failed::new).orElseGet(() -> new StepResult.Completed(output));
            run = run.flatMap(
                    over -> over.caller().map(c -> c.run().having(over).with(step, result)));
        }

        private void answered(StepResult result) {
            if (phase instanceof Phase.AwaitingAnswer(var question)) end(question.step(), result);
            phase = new Phase.Investigating();
        }

        private void gather(Event.EvidenceGathered gathered) {
            var step = gathered.step();
            findings = step.equals(Incident.LAST_LOOK)
                    ? findings.settingAside(gathered.evidence().size())
                    : findings.seeing(gathered.evidence(), gathered.gaps(), step.equals(Incident.SURVEY));
            if (!Incident.isOwnLook(step)) end(gathered.step(), new StepResult.Completed(gathered.output()));
        }

        private void end(StepId step, StepResult result) {
            run = run.map(r -> r.with(step, result));
        }

        private void ask(ApprovalRequest request) {
            history = history.asking();
            phase = request.gate() instanceof Gate.RunsUnlessVetoed
                    ? new Phase.AwaitingVeto(request, Optional.empty())
                    : new Phase.AwaitingApproval(request, List.of());
        }

        private void approve(Actor actor) {
            if (phase instanceof Phase.AwaitingApproval(var request, var approvals)
                    && actor instanceof Actor.Operator operator) {
                var all = new ArrayList<>(approvals);
                all.add(operator);
                phase = new Phase.AwaitingApproval(request, all);
            }
        }

        private void decline(String reason) {
            requestOf(phase)
                    .filter(request -> !request.plan().undoes())
                    .ifPresent(request -> end(request.plan().step(), new StepResult.Failed(reason)));
            phase = new Phase.Investigating();
        }

        private void delivered(IdempotencyKey key, Value receipt, Instant at) {
            stepOf(key).ifPresent(step -> end(step, new StepResult.Completed(receipt)));
            if (owesBulletin(key)) bulletin = bulletin.confirmed(receipt);
            Optional.ofNullable(owed.get(key))
                    .flatMap(notice -> AskedInChat.of(notice, receipt))
                    .ifPresent(asked -> bulletin = bulletin.asking(Optional.of(asked)));
            owed = without(key);
            if (phase instanceof Phase.AwaitingVeto(var request, var _)
                    && request.gate() instanceof Gate.RunsUnlessVetoed(var window)
                    && key.equals(Notice.keyOf(before.id(), request.id())))
                phase = new Phase.AwaitingVeto(request, Optional.of(at.plus(window)));
        }

        private void undelivered(IdempotencyKey key, String reason) {
            stepOf(key).ifPresent(step -> end(step, new StepResult.Failed("not delivered: " + reason)));
            if (owesBulletin(key)) bulletin = bulletin.failing();
            owed = without(key);
            if (phase instanceof Phase.AwaitingVeto(var request, var _)
                    && key.equals(Notice.keyOf(before.id(), request.id())))
                phase = new Phase.AwaitingApproval(
                        request.behind(
                                new Gate.NeedsApprovals(1, false),
                                "the notice was not delivered, so silence means nothing: " + reason),
                        List.of());
        }

        /// The step that owes a notice.
        private Optional<StepId> stepOf(IdempotencyKey key) {
            return Optional.ofNullable(owed.get(key)).flatMap(Notice::step);
        }

        private boolean owesBulletin(IdempotencyKey key) {
            return owed.containsKey(key) && owed.get(key).about() == Notice.About.BULLETIN;
        }

        private Map<IdempotencyKey, Notice> without(IdempotencyKey key) {
            var rest = new HashMap<>(owed);
            rest.remove(key);
            return rest;
        }

        /// What can be taken back is taken back before the investigation begins anew; until then the run is
        /// kept.
        private void notVerified(Verification verification) {
            var failure = verification.failure();
            phase = new Phase.Investigating();
            if (!verification.blind() && history.lastToUndo().isPresent()) history = history.undoing(failure);
            else startOver(failure);
        }

        /// What helped for a while is not taken back, unless it does harm now.
        private void decayed(Verification verification) {
            if (verification.harmful()) {
                notVerified(verification);
                return;
            }
            phase = new Phase.Investigating();
            startOver(verification.decay());
        }

        private void startOver(History.Failure failure) {
            history = history.beginningAnew(failure, findings.diagnosis().flatMap(Diagnosis::leading));
            beginAnew();
        }

        private void beginAnew() {
            findings = findings.anew();
            run = Optional.empty();
        }

        private static TriedAction tried(Plan plan, Instant at, String result) {
            return new TriedAction(plan.operation(), plan.parameters(), at, result);
        }

        private static Plan planOf(Phase phase) {
            return switch (phase) {
                case Phase.Cleared cleared -> cleared.plan();
                case Phase.Held held -> held.cleared().plan();
                case Phase.Executing(var plan, var _, var _) -> plan;
                case Phase.Uncertain(var plan, var _, var _) -> plan;
                case Phase other -> throw new IllegalStateException("no plan is carried out in phase " + other.kind());
            };
        }

        private static Optional<ApprovalRequest> requestOf(Phase phase) {
            return switch (phase) {
                case Phase.AwaitingApproval(var request, var _) -> Optional.of(request);
                case Phase.AwaitingVeto(var request, var _) -> Optional.of(request);
                case Phase _ -> Optional.empty();
            };
        }
    }
}

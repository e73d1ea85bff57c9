package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Outlay;
import dev.runbook.core.governor.EffectGuard;
import dev.runbook.core.governor.Permit;
import dev.runbook.core.governor.Restraint;
import dev.runbook.core.governor.Verdict;
import dev.runbook.core.governor.Wish;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Carries out what the pure engine decides: asks [Planner] what is next, does it through the ports, and writes
/// it down before it goes on. Nothing is done to the world before its intent is in the journal.
///
/// When the journal has gone further than this driver knows, because a person decided something meanwhile, it
/// reads the state again and goes on from there.
public final class Driver implements IncidentDriver {

    private final Journal journal;
    private final Provider provider;
    private final RunbookLibrary library;
    private final Expressions expressions;
    private final Minds minds;
    private final ApprovalPolicy policy;
    private final EffectGuard governor;
    private final Engine engine;
    private final Settings settings;
    private final InstantSource clock;
    private final Looker looker;
    private final Surveyor surveyor;
    private final Doer doer;

    /// @param minds the ML engine
    public Driver(
            Journal journal,
            Provider provider,
            RunbookLibrary library,
            Expressions expressions,
            Minds minds,
            ApprovalPolicy policy,
            EffectGuard governor,
            Engine engine,
            Settings settings,
            InstantSource clock) {
        this.journal = journal;
        this.provider = provider;
        this.library = library;
        this.expressions = expressions;
        this.minds = minds;
        this.policy = policy;
        this.governor = governor;
        this.engine = engine;
        this.settings = settings;
        this.clock = clock;
        doer = new Doer(provider);
        looker = new Looker(provider, clock, settings.callTimeout());
        surveyor = new Surveyor(looker, settings, clock);
    }

    @Override
    public Pause drive(IncidentId id) throws InterruptedException {
        return new Drive(id).toTheNextPause();
    }

    /// One drive of one incident, from pick-up to pause. One thread at a time.
    private final class Drive {
        private final IncidentId id;
        private final Scopes scopes = new Scopes(expressions, settings);
        private final Planner planner = new Planner(engine, expressions, scopes, settings);
        private final Planning planning = new Planning(provider, expressions, scopes);
        private final Proposals proposals = new Proposals(engine, policy, planning, scopes, clock);
        private final Drifts drifts = new Drifts(policy, planning, clock);
        private final Verifier verifier = new Verifier(expressions, scopes);
        private final StepWork work =
                new StepWork(provider, library, expressions, scopes, looker, engine, policy, settings, clock);
        private final DiagnosisWork diagnosing = new DiagnosisWork(minds, provider, library, expressions, scopes);
        private final Investigation lent = new Lent();
        private Incident incident;
        private WriteBehind behind;
        private Optional<Runbook> runbook = Optional.empty();
        private Optional<Digest> version = Optional.empty();
        private Optional<Made> made = Optional.empty();
        private Optional<Instant> resting = Optional.empty();

        /// Messages that this drive owes and has not tried to send: nobody needs to be asked whether they went.
        private final Set<IdempotencyKey> untried = new HashSet<>();

        private Drive(IncidentId id) {
            this.id = id;
            var entries = journal.read(id);
            incident = state(entries);
            behind = new WriteBehind(journal, entries, incident);
        }

        private void readAgain() {
            untried.clear();
            var entries = journal.read(id);
            incident = state(entries);
            behind = new WriteBehind(journal, entries, incident);
        }

        /// What became of the effect that was begun last, whether or not that is in the journal yet.
        private record Made(IdempotencyKey key, Outcome outcome) {}

        private Incident state(List<JournalEntry> entries) {
            return Evolution.replay(entries)
                    .orElseThrow(() -> new IllegalArgumentException("there is no incident " + id));
        }

        private Pause toTheNextPause() throws InterruptedException {
            while (true) {
                try {
                    runbook = follow();
                    var todo = planner.next(incident, runbook, this::exists, clock.instant());
                    if (todo instanceof Todo.Await(var until)) {
                        if (settled(new Journal.Wake.Rest(until))) return new Pause(incident.seq(), until);
                    } else if (todo.runsAhead()) {
                        if (!todo.isQuick()) behind.push();
                        carryOut(todo);
                    } else if (todo.joins() || settled(Journal.Wake.KEEP)) carryOut(todo);
                    if (resting.isPresent()) return new Pause(incident.seq(), resting);
                } catch (JournalException e) {
                    throw e;
                } catch (RuntimeException e) {
                    write(engine.breakdown(incident, e));
                }
            }
        }

        private boolean exists(RunbookId wanted) {
            return library.find(wanted)
                    .filter(r -> RunbookChoice.mayFollow(incident, r))
                    .isPresent();
        }

        /// The runbook version that the incident follows, read once for each version; empty where nothing of it
        /// is needed any more.
        private Optional<Runbook> follow() {
            if (incident.run().isEmpty() || !incident.phase().kind().followsRunbook()) return Optional.empty();
            var run = incident.run().get();
            if (runbook.isPresent() && version.filter(run.digest()::equals).isPresent()) return runbook;
            version = Optional.of(run.digest());
            return Optional.of(runbookOf(run));
        }

        private Runbook runbookOf(RunbookRun run) {
            return library.find(run.runbook())
                    .filter(r -> r.digest().equals(run.digest()))
                    .orElseGet(() -> library.read(run.runbook(), run.source()));
        }

        /// The runbook that is followed, and those that it called.
        private List<Followed> followed() {
            return incident.run().stream()
                    .flatMap(run -> Stream.concat(Stream.of(run), run.called().stream()))
                    .map(run -> new Followed(runbookOf(run), run))
                    .toList();
        }

        private Instant settleUntil() {
            return clock.instant().plus(Planner.settle(followed()));
        }

        private void carryOut(Todo todo) throws InterruptedException {
            switch (todo) {
                case Todo.Triage _ -> triage();
                case Todo.Look _ -> survey();
                case Todo.ChooseRunbook _ -> chooseRunbook();
                case Todo.Read(var steps) -> write(work.read(incident, runbook.orElseThrow(), steps));
                case Todo.Check(var step) -> write(work.check(incident, runbook.orElseThrow(), step));
                case Todo.Tell(var step) -> write(work.tell(incident, runbook.orElseThrow(), step));
                case Todo.Pose(var step) -> write(work.pose(incident, runbook.orElseThrow(), step));
                case Todo.Enter(var step) -> write(work.enter(incident, runbook.orElseThrow(), step));
                case Todo.Settle _ -> write(List.of(new Event.SettleStarted(settleUntil())));
                case Todo.Diagnose(var step) ->
                    write(diagnosing.diagnose(() -> incident, runbook.orElseThrow(), step, lent));
                case Todo.Propose(var step) -> write(proposals.action(incident, runbook.orElseThrow(), step));
                case Todo.Undo(var change) -> write(proposals.undo(incident, change, this::runbookOf));
                case Todo.Write(var events) -> write(events);
                case Todo.Deliver(var notice) -> deliver(notice);
                case Todo.LetThrough(var request, var how) -> letThrough(request, how);
                case Todo.Act(var cleared) -> act(cleared);
                case Todo.Reconcile(var plan, var key) -> reconcile(plan, key);
                case Todo.Verify(var look, var cured) -> verify(look, cured);
                case Todo.Document _ ->
                    write(engine.documented(incident, minds.summarizer().postMortem(id, behind.history(), lent)));
                case Todo.Await _ -> throw new IllegalStateException("waiting is not carried out");
            }
        }

        private void triage() {
            var report = incident.report();
            var classification = minds.classifier().classify(report, lent);
            write(List.of(
                    new Event.Triaged(classification, minds.finder().find(report, classification, library.all()))));
        }

        /// Lends the incident to the minds. What they see and whom they ask is written at once, so that it can
        /// be followed while they think.
        private final class Lent implements Investigation {
            @Override
            public List<Operation> looks() {
                return provider.catalogue().all().stream()
                        .filter(operation -> operation.effect() == Effect.READS)
                        .toList();
            }

            @Override
            public Seen ask(List<Look> looks) throws InterruptedException {
                var names = looks().stream().map(Operation::name).collect(Collectors.toSet());
                var calls = new ArrayList<Event.Call>();
                var gaps = new ArrayList<String>();
                for (var look : looks) {
                    if (names.contains(look.operation()))
                        calls.add(new Event.Call(look.operation(), look.parameters()));
                    else gaps.add(look.operation() + " does not only look, so it was not asked");
                }
                if (calls.isEmpty()) return new Seen(List.of(), gaps);
                var gathered = looker.look(incident, Incident.INVESTIGATION, calls);
                tell(gathered);
                gaps.addAll(gathered.gaps());
                return new Seen(gathered.evidence(), gaps);
            }

            @Override
            public Outlay spent() {
                return Event.outlay(behind.history().stream().map(Stamped::event));
            }

            @Override
            public void consulted(Consultation consultation) {
                tell(new Event.ModelConsulted(consultation));
            }

            @Override
            public void checked(Consultation.Task task, Standing standing, List<String> remarks) {
                tell(new Event.AnswerChecked(task, standing, remarks));
            }

            private void tell(Event event) {
                write(List.of(event));
                behind.push();
            }
        }

        private void survey() throws InterruptedException {
            write(List.of(surveyor.survey(incident)));
        }

        private void chooseRunbook() {
            var choice = new RunbookChoice(expressions, settings).choose(incident, library);
            switch (choice) {
                case RunbookChoice.Chosen(var chosen, var reason) ->
                    write(List.of(new Event.RunbookSelected(chosen.id(), chosen.digest(), chosen.source(), reason)));
                case RunbookChoice.NoneFits(var reason) -> write(engine.escalation(incident, reason));
            }
        }

        /// Silence counts only for the plan as it was announced, and while there still is something to cure.
        private void letThrough(ApprovalRequest request, String how) throws InterruptedException {
            var plan = request.plan();
            var drift = drifts.ofAnnounced(incident, runbook, plan, this::runbookOf);
            if (!drift.isEmpty()) {
                write(engine.drifted(incident, plan, Optional.of(request.id()), drift));
                return;
            }
            // While it cannot begin it can still be vetoed, and the world is looked at once it can.
            if (governor.ask(wish(plan, key(plan))) instanceof Verdict.Wait(var why, var until)) hold(plan, why, until);
            else if (plan.undoes()) write(List.of(cleared(request, how)));
            else letThrough(request, how, verification());
        }

        private void letThrough(ApprovalRequest request, String how, Judged now) {
            var verification = now.verification();
            if (verification.confirmed()) {
                var events = new ArrayList<Event>();
                events.add(now.fresh());
                events.addAll(engine.healed(incident, request.plan(), Optional.of(request.id()), verification));
                write(events);
            } else if (verification.blind() && !now.fresh().gaps().isEmpty()) {
                write(engine.abandon(
                        incident,
                        Optional.of(request.id()),
                        "the veto window of " + plan(request) + " is over, and whether the problem still exists cannot"
                                + " be seen: " + now.fresh().gaps().getFirst()));
            } else write(List.of(now.lastLook(), cleared(request, how + "; " + verification.standing())));
        }

        private static String plan(ApprovalRequest request) {
            return request.plan().operation().toString();
        }

        private static Event cleared(ApprovalRequest request, String how) {
            return new Event.ActionCleared(
                    request.plan(), new ApprovalPolicy.Ruling(request.gate(), request.reasons()), how);
        }

        /// A look at the world, and what it says about the problem.
        private record Judged(Event.EvidenceGathered fresh, Verification verification) {
            /// The same, where it changes nothing.
            Event.EvidenceGathered lastLook() {
                return new Event.EvidenceGathered(
                        Incident.LAST_LOOK, fresh.evidence(), fresh.gaps(), new Value.Nothing());
            }
        }

        private Judged verification() throws InterruptedException {
            var before = incident.findings().evidence();
            var focus = Focus.afterActing(incident, settings.surveyed());
            var fresh = looker.look(incident, Incident.VERIFICATION, Survey.again(focus, settings.lookBack()));
            return new Judged(fresh, verifier.verify(incident, followed(), before, fresh, focus));
        }

        private void act(Phase.Cleared cleared) throws InterruptedException {
            var plan = cleared.plan();
            var drift = drifts.ofCleared(incident, runbook, cleared, this::runbookOf);
            if (!drift.isEmpty()) {
                write(engine.drifted(incident, plan, cleared.request().map(ApprovalRequest::id), drift));
                return;
            }
            var key = key(plan);
            switch (leave(plan, key)) {
                case Verdict.Granted(var permit) -> {
                    var events = new ArrayList<Event>();
                    if (looksAgain(cleared)) {
                        var now = verification();
                        if (now.verification().confirmed()) {
                            healed(cleared, now);
                            return;
                        }
                        events.add(now.lastLook());
                    }
                    events.add(new Event.StepStarted(plan, key, 1));
                    if (begin(events, permit)) know(plan, key, doer.act(call(plan), key, context(plan)));
                }
                case Verdict.Wait(var why, var until) -> hold(plan, why, until);
                case Verdict.Refused(var why) -> {
                    if (plan.undoes()) throw new IllegalStateException("an undo was refused: " + why.reason());
                    write(List.of(new Event.ActionRefused(plan.step(), why)));
                }
            }
        }

        /// Whoever was held back, by another's change of the same target most of all, looks whether there still
        /// is something to cure.
        private boolean looksAgain(Phase.Cleared cleared) {
            return incident.phase() instanceof Phase.Held && !cleared.plan().undoes();
        }

        private void healed(Phase.Cleared cleared, Judged now) {
            var events = new ArrayList<Event>();
            events.add(now.fresh());
            events.addAll(engine.healed(
                    incident, cleared.plan(), cleared.request().map(ApprovalRequest::id), now.verification()));
            write(events);
        }

        /// What happened before is written down even if the governor cannot answer.
        private Verdict leave(Plan plan, IdempotencyKey key) {
            try {
                return governor.ask(wish(plan, key));
            } catch (JournalException e) {
                behind.push();
                throw e;
            }
        }

        private IdempotencyKey key(Plan plan) {
            return new IdempotencyKey(id + "/" + plan.step() + (plan.undoes() ? "/undo/" : "/")
                    + (incident.history().intents() + 1));
        }

        private Wish wish(Plan plan, IdempotencyKey key) {
            var report = incident.report();
            var service = plan.parameters().get("service").map(Value::display);
            var message = provider.catalogue().find(plan.operation()).filter(Operation::isMessage);
            return new Wish(
                    id,
                    key,
                    report.environment(),
                    governor.estate(id, report.environment()),
                    service.or(report::service).or(plan::target).orElse("unknown"),
                    plan.operation(),
                    plan.target(),
                    message.isPresent()
                            ? Wish.Purpose.MESSAGE
                            : plan.undoes() ? Wish.Purpose.UNDO : Wish.Purpose.CHANGE,
                    clock.instant());
        }

        /// Rests until the governor is to be asked again. That it holds the plan back is written down once for
        /// each reason.
        private void hold(Plan plan, Restraint why, Instant until) {
            var last = behind.history().getLast().event();
            boolean told = (last instanceof Event.ActionHeld(var _, var before, var _) && before.equals(why))
                    || (incident.phase() instanceof Phase.Held(var _, var again, var _) && again.equals(why));
            if (told) resting = Optional.of(until);
            else write(List.of(new Event.ActionHeld(plan.step(), why, until)));
        }

        private void reconcile(Plan plan, IdempotencyKey key) throws InterruptedException {
            if (made.filter(last -> last.key().equals(key)).isPresent()) {
                writeOutcome(plan, key, made.get().outcome());
                return;
            }
            var stopped = governor.stopped(clock.instant());
            if (stopped.isPresent()) {
                var known = doer.known(call(plan), key, context(plan));
                if (known.isPresent()) writeOutcome(plan, key, known.get());
                else hold(plan, stopped.get().why(), stopped.get().until());
                return;
            }
            var repeatable = step(plan)
                    .filter(_ -> !plan.undoes())
                    .flatMap(step -> step.safety().idempotent())
                    .or(() -> provider.catalogue().find(plan.operation()).map(Operation::idempotent))
                    .orElse(false);
            writeOutcome(plan, key, doer.resume(call(plan), key, repeatable, context(plan)));
        }

        /// A change that was made is written down with what follows from it, be that the next intent;
        /// anything else at once.
        private void know(Plan plan, IdempotencyKey key, Outcome outcome) {
            made = Optional.of(new Made(key, outcome));
            if (outcome instanceof Outcome.Done) write(outcome(plan, key, outcome));
            else writeOutcome(plan, key, outcome);
        }

        /// An outcome is written whatever else happened to the incident meanwhile, unless somebody wrote it
        /// already.
        private void writeOutcome(Plan plan, IdempotencyKey key, Outcome outcome) {
            while (incident.phase() instanceof Phase.Executing(var _, var running, var _) && running.equals(key))
                if (writeDurably(outcome(plan, key, outcome))) return;
        }

        /// A person must hear of an effect in doubt.
        private List<Event> outcome(Plan plan, IdempotencyKey key, Outcome outcome) {
            return switch (outcome) {
                case Outcome.Done(var result) -> List.of(Engine.done(plan, key, result));
                case Outcome.Refused(var reason, var again) ->
                    plan.undoes() ? engine.undoFailed(incident, plan.step(), reason) : refused(plan, reason, again);
                case Outcome.Unclear(var reason) -> engine.doubt(incident, plan, key, reason);
            };
        }

        /// What was certainly not done is tried again where that may help and the step allows it; the policy is
        /// asked again before that.
        private List<Event> refused(Plan plan, String reason, boolean again) {
            var failed = new Event.StepFailed(plan.step(), reason);
            return step(plan)
                    .filter(_ -> again)
                    .flatMap(step -> work.retry(incident, step, reason))
                    .map(delayed -> List.<Event>of(failed, delayed))
                    .orElseGet(() -> List.of(failed));
        }

        /// The step that a plan was made for, in the version it was made for; empty when it cannot be read any
        /// more.
        private Optional<Step.Execute> step(Plan plan) {
            try {
                return incident.run()
                        .map(this::runbookOf)
                        .flatMap(r -> r.step(plan.step()))
                        .filter(Step.Execute.class::isInstance)
                        .map(Step.Execute.class::cast);
            } catch (RuntimeException unreadable) {
                return Optional.empty();
            }
        }

        /// A message that may have been sent before is sent again when the messenger cannot tell: twice is a
        /// nuisance, never is a danger.
        private void deliver(Notice notice) throws InterruptedException {
            var step = notice.step().flatMap(id -> runbook.flatMap(r -> r.step(id)));
            var timeout = step.flatMap(s -> s.head().handling().timeout()).orElse(settings.callTimeout());
            var outcome = untried.remove(notice.key())
                    ? doer.act(notice.call(), notice.key(), context(timeout))
                    : doer.resume(notice.call(), notice.key(), true, context(timeout));
            while (incident.owed().containsKey(notice.key())) {
                var events = switch (outcome) {
                    case Outcome.Done(var receipt) -> List.<Event>of(new Event.NoticeDelivered(notice.key(), receipt));
                    case Outcome.Refused(var reason, var again) -> undelivered(notice, step.filter(_ -> again), reason);
                    case Outcome.Unclear(var reason) -> undelivered(notice, step, reason);
                };
                if (writeDurably(events)) return;
            }
        }

        private List<Event> undelivered(Notice notice, Optional<Step> step, String reason) {
            var events = new ArrayList<>(engine.undelivered(incident, notice, reason));
            step.flatMap(s -> work.retry(incident, s, reason)).ifPresent(events::add);
            return events;
        }

        private void verify(int look, boolean cured) throws InterruptedException {
            var now = verification();
            var verification = now.verification();
            var events = new ArrayList<Event>();
            events.add(now.fresh());
            if (verification.confirmed()) {
                events.add(new Event.Verified(verification));
                events.addAll(confirmed(cured));
            } else if (look < settings.looks() && !verification.harmful()) {
                events.add(cured ? new Event.WatchStarted(settleUntil()) : new Event.SettleStarted(settleUntil()));
            } else events.addAll(notConfirmed(verification, cured));
            write(events);
        }

        private List<Event> confirmed(boolean cured) {
            if (cured) return engine.resolution(incident, "the fix is verified, and has lasted");
            return settings.watch().isPositive()
                    ? List.of(new Event.WatchStarted(clock.instant().plus(settings.watch())))
                    : engine.resolution(incident, "the fix is verified");
        }

        private List<Event> notConfirmed(Verification verification, boolean cured) {
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

        private static Event.Call call(Plan plan) {
            return new Event.Call(plan.operation(), plan.parameters());
        }

        private CallContext context(Plan plan) {
            return context(
                    step(plan).flatMap(step -> step.head().handling().timeout()).orElse(settings.callTimeout()));
        }

        private CallContext context(Duration timeout) {
            return new CallContext(id, incident.report().labels(), timeout);
        }

        private Stamped stamp(Event event) {
            return new Stamped(clock.instant(), Actor.engine(), event);
        }

        /// Takes events into the state; the journal follows behind.
        private void write(List<Event> events) {
            var stamped = events.stream().map(this::stamp).toList();
            var after = after(stamped);
            behind.add(stamped, after);
            for (var event : events) if (event instanceof Event.NoticeStarted(var notice)) untried.add(notice.key());
            incident = after;
        }

        private Incident after(List<Stamped> events) {
            var after = incident;
            for (var one : events) after = Evolution.apply(after, one);
            return after;
        }

        /// Writes events and waits until they are in the journal. When somebody else was faster nothing is
        /// written, the state is read again, and the answer is false.
        private boolean writeDurably(List<Event> events) {
            write(events);
            return settled(Journal.Wake.KEEP);
        }

        /// Writes an intent, with all that is not in the journal yet, and waits until it is there. When
        /// somebody else was faster, or the permit does not hold any more, none of that is written, and the
        /// state is read again.
        private boolean begin(List<Event> events, Permit permit) {
            var stamped = events.stream().map(this::stamp).toList();
            var after = after(stamped);
            if (behind.begin(stamped, after, permit)) {
                incident = after;
                return true;
            }
            readAgain();
            return false;
        }

        private boolean settled(Journal.Wake last) {
            var settled = behind.settle(last);
            if (!settled) readAgain();
            return settled;
        }
    }
}

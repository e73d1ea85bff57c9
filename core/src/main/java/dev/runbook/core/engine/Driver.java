package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.governor.EffectGuard;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Journal;
import dev.runbook.core.journal.JournalException;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookLibrary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Carries out what the pure engine decides: asks [Planner] what is next, has it done through the ports, and
/// writes it down before it goes on. Nothing is done to the world before its intent is in the journal.
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
        looker = new Looker(provider, clock, settings.callTimeout());
        surveyor = new Surveyor(looker, settings, clock);
    }

    @Override
    public Pause drive(IncidentId id) throws InterruptedException {
        return new Drive(new Chronicle(journal, id, clock)).toTheNextPause();
    }

    /// One drive of one incident, from pick-up to pause. One thread at a time.
    private final class Drive {
        private final Chronicle chronicle;
        private final Following following = new Following(library);
        private final Scopes scopes = new Scopes(expressions, settings);
        private final Planning planning = new Planning(provider, expressions, scopes);
        private final Planner planner = new Planner(engine, expressions, scopes, settings);
        private final Proposals proposals = new Proposals(engine, policy, planning, scopes, clock);
        private final DiagnosisWork diagnosing = new DiagnosisWork(minds, provider, library, expressions, scopes);
        private final StepWork steps =
                new StepWork(provider, library, expressions, scopes, looker, engine, policy, settings, clock);
        private final VerificationWork verifying = new VerificationWork(
                looker, following, new Verifier(expressions, scopes), planner, engine, settings, clock);
        private final EffectWork effects;
        private final NoticeWork notices;
        private final LentIncident lent;

        private Drive(Chronicle chronicle) {
            this.chronicle = chronicle;
            var drifts = new Drifts(policy, planning, clock);
            effects = new EffectWork(
                    chronicle, following, verifying, steps, drifts, provider, governor, engine, settings, clock);
            notices = new NoticeWork(chronicle, following, new Doer(provider), steps, engine, settings);
            lent = new LentIncident(chronicle, provider, looker);
        }

        private Incident incident() {
            return chronicle.incident();
        }

        private Pause toTheNextPause() throws InterruptedException {
            while (true) {
                try {
                    following.takeUp(incident());
                    var todo = planner.next(
                            incident(),
                            following.runbook(),
                            wanted -> following.exists(incident(), wanted),
                            clock.instant());
                    var resting = Optional.<Instant>empty();
                    if (todo instanceof Todo.Await(var until)) {
                        if (chronicle.settle(new Journal.Wake.Rest(until)))
                            return new Pause(incident().seq(), until);
                    } else if (todo.runsAhead()) {
                        if (!todo.isQuick()) chronicle.push();
                        resting = carryOut(todo);
                    } else if (todo.joins() || chronicle.settle(Journal.Wake.KEEP)) resting = carryOut(todo);
                    if (resting.isPresent()) return new Pause(incident().seq(), resting);
                } catch (JournalException e) {
                    throw e;
                } catch (RuntimeException e) {
                    chronicle.write(engine.breakdown(incident(), e));
                }
            }
        }

        /// @return until when the incident rests although not everything is done; empty when it goes on
        private Optional<Instant> carryOut(Todo todo) throws InterruptedException {
            switch (todo) {
                case Todo.LetThrough(var request, var how) -> {
                    return effects.letThrough(request, how);
                }
                case Todo.Act(var cleared) -> {
                    return effects.act(cleared);
                }
                case Todo.Reconcile(var plan, var key) -> {
                    return effects.reconcile(plan, key);
                }
                case Todo.Deliver(var notice) -> notices.deliver(notice);
                case Todo.Triage _ -> chronicle.write(List.of(triage()));
                case Todo.Look _ -> chronicle.write(List.of(surveyor.survey(incident())));
                case Todo.ChooseRunbook _ -> chronicle.write(chooseRunbook());
                case Todo.Read(var toRead) -> chronicle.write(steps.read(incident(), runbook(), toRead));
                case Todo.Check(var step) -> chronicle.write(steps.check(incident(), runbook(), step));
                case Todo.Tell(var step) -> chronicle.write(steps.tell(incident(), runbook(), step));
                case Todo.Pose(var step) -> chronicle.write(steps.pose(incident(), runbook(), step));
                case Todo.Enter(var step) -> chronicle.write(steps.enter(incident(), runbook(), step));
                case Todo.Settle _ ->
                    chronicle.write(List.of(new Event.SettleStarted(verifying.settleUntil(incident()))));
                case Todo.Diagnose(var step) ->
                    chronicle.write(diagnosing.diagnose(chronicle::incident, runbook(), step, lent));
                case Todo.Propose(var step) -> chronicle.write(proposals.action(incident(), runbook(), step));
                case Todo.Undo(var change) -> chronicle.write(proposals.undo(incident(), change, following::read));
                case Todo.Write(var events) -> chronicle.write(events);
                case Todo.Verify(var look, var cured) -> chronicle.write(verifying.verify(incident(), look, cured));
                case Todo.Document _ -> chronicle.write(document());
                case Todo.Await _ -> throw new IllegalStateException("waiting is not carried out");
            }
            return Optional.empty();
        }

        private Runbook runbook() {
            return following.runbook().orElseThrow();
        }

        private Event triage() {
            var report = incident().report();
            var classification = minds.classifier().classify(report, lent);
            return new Event.Triaged(classification, minds.finder().find(report, classification, library.all()));
        }

        private List<Event> chooseRunbook() {
            return switch (new RunbookChoice(expressions, settings).choose(incident(), library)) {
                case RunbookChoice.Chosen(var chosen, var reason) ->
                    List.of(new Event.RunbookSelected(chosen.id(), chosen.digest(), chosen.source(), reason));
                case RunbookChoice.NoneFits(var reason) -> engine.escalation(incident(), reason);
            };
        }

        private List<Event> document() {
            var markdown = minds.summarizer().postMortem(incident().id(), chronicle.history(), lent);
            return engine.documented(incident(), markdown);
        }
    }
}

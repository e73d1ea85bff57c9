package dev.runbook.core.engine;

import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.engine.Forecast.Fate;
import dev.runbook.core.engine.Forecast.Foreseen;
import dev.runbook.core.engine.Forecast.Unknown;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.operation.Durations;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One dry run: an incident that goes through a runbook in thought. One thread at a time.
final class DryWalk {

    private final DryRun.Parts parts;
    private final RunbookLibrary library;
    private final Settings settings;
    private final Course course;
    private final Scopes scopes;
    private final boolean gather;
    private final Runbook runbook;
    private final DryState state;
    private final Doubts doubts;
    private final KnownCalls known;
    private final DryGate gates;
    private final List<String> survey = new ArrayList<>();
    private final List<Foreseen> foreseen = new ArrayList<>();

    DryWalk(DryRun.Parts parts, DryState state, boolean gather) {
        this.parts = parts;
        library = parts.library();
        settings = parts.settings();
        course = parts.course();
        scopes = parts.scopes();
        this.gather = gather;
        this.state = state;
        runbook = state.runbook;
        doubts = new Doubts(parts, state);
        known = new KnownCalls(parts, state, doubts);
        gates = new DryGate(parts, state, doubts, known);
    }

    Forecast forecast() throws InterruptedException {
        if (gather && state.incident.phase() instanceof Phase.Reported) triage();
        begin();
        survey();
        var ending = walk();
        return new Forecast(runbook.id(), runbook.digest(), runbook.name(), gather, survey, foreseen, ending);
    }

    private void triage() {
        var classification = parts.minds().classifier().classify(state.incident.report());
        state.take(List.of(new Event.Triaged(classification, List.of())));
    }

    /// Puts the incident at the beginning of the runbook, or where it stands in it.
    private void begin() {
        var same = state.incident
                .run()
                .filter(run ->
                        run.digest().equals(runbook.digest()) && run.caller().isEmpty());
        state.incident = new Incident(
                state.incident.id(),
                state.incident.seq(),
                state.incident.opening(),
                state.incident.classification(),
                state.incident.matches(),
                state.incident.findings(),
                same,
                state.incident.history(),
                state.incident.bulletin(),
                Map.of(),
                state.incident.remembered(),
                state.incident.alerts(),
                Map.of(),
                new Phase.Investigating());
        if (same.isEmpty())
            state.take(
                    List.of(new Event.RunbookSelected(runbook.id(), runbook.digest(), runbook.source(), "a dry run")));
        else runbook.steps().stream().filter(this::isOver).forEach(step -> foresee(step, new Fate.Done(), noNotes()));
    }

    private boolean isOver(Step step) {
        return state.run().results().containsKey(step.id());
    }

    private void survey() throws InterruptedException {
        if (!settings.surveys()) return;
        if (state.incident.findings().surveyed()) {
            survey.add("done: " + state.incident.findings().evidence().size() + " pieces of evidence");
        } else if (gather) {
            var seen = parts.surveyor().survey(state.incident);
            state.take(List.of(seen));
            survey.add("done now: " + seen.evidence().size() + " pieces of evidence");
            survey.addAll(seen.gaps());
        } else {
            survey.add("asks which alerts fire, what there is and who calls whom; then for metrics, logs and changes"
                    + " of what is around the problem");
        }
    }

    /// Goes through the runbook; gives what follows its last step.
    private String walk() throws InterruptedException {
        while (true) {
            var pending = runbook.steps().stream().filter(s -> !isOver(s)).findFirst();
            var stopped = stopped();
            if (stopped.isPresent()) return stopped.get();
            var leads = leadsElsewhere();
            if (leads.isPresent()) return leads.get();
            if (pending.isEmpty()) return conclusion();
            step(pending.get());
        }
    }

    private void step(Step step) throws InterruptedException {
        var failed = passedBy(step);
        if (failed.isPresent()) {
            passOver(step, failed.get() + " would have failed, and a later step follows");
            return;
        }
        var unknown = doubts.doubtsBefore(step);
        if (!unknown.isEmpty()) {
            var inside = step instanceof Step.Call call ? inside(call).map(walk -> walk.foreseen) : noWalk();
            foresee(step, new Fate.Depends(doubts.condition(step)), noNotes(), unknown, inside.orElse(List.of()));
            leaveOpen(step);
            return;
        }
        switch (course.next(state.incident, runbook, state.now).orElseThrow()) {
            case Todo.Write(var events) -> write(step, events);
            case Todo.Read(var steps) -> read(steps);
            case Todo.Diagnose(var diagnose) -> diagnose(diagnose);
            case Todo.Await(var until) -> state.now = until.orElse(state.now);
            case Todo.Enter(var call) -> enter(call);
            case Todo _ -> leave(step);
        }
    }

    private static Optional<List<Foreseen>> noWalk() {
        return Optional.empty();
    }

    /// Goes into the runbook that a step calls. What it gives back is not known while anything in it is open.
    private void enter(Step.Call step) throws InterruptedException {
        var inputs = known.inputs(step);
        var inside = inside(step);
        if (inputs.fault().isPresent() || inside.isEmpty()) {
            leave(step);
            return;
        }
        var walk = inside.get();
        foresee(step, new Fate.Runs(), remarks(step), inputs.unknown(), walk.foreseen);
        state.incident = walk.state.incident;
        state.now = walk.state.now;
        var failed = walk.failed().map(failure -> "step " + failure.step().id() + ": " + failure.reason());
        var given = failed.isPresent() ? new Value.Nothing() : scopes.outputs(state.incident, walk.runbook);
        state.take(List.of(new Event.RunbookReturned(step.id(), failed, given)));
        if (!walk.state.open.isEmpty()) state.open.add(step.id());
    }

    /// A walk through the runbook that a step calls; empty when there is none, or it is called too deep.
    private Optional<DryWalk> inside(Step.Call step) throws InterruptedException {
        var called = library.find(step.runbook());
        if (called.isEmpty() || state.run().depth() >= StepWork.DEEPEST) return Optional.empty();
        var inner = new DryState(state.incident, called.get(), state.now);
        inner.take(List.of(new Event.RunbookCalled(
                step.id(),
                called.get().id(),
                called.get().digest(),
                called.get().source(),
                known.inputs(step).given())));
        var walk = new DryWalk(parts, inner, gather);
        walk.walk();
        return Optional.of(walk);
    }

    /// What follows already from what is known.
    private void write(Step step, List<Event> events) {
        switch (events.getFirst()) {
            case Event.StepSkipped(var id, var reason) -> passOver(state.step(id), reason);
            case Event.StepFailed(var id, var reason) -> fail(state.step(id), reason);
            case Event.StepCompleted(var id, var output) -> {
                foresee(state.step(id), new Fate.Runs(), notes(state.step(id), output));
                state.take(events);
            }
            case Event.StepDelayed(var _, var _, var until, var _) -> {
                state.take(events);
                state.now = until;
            }
            case Event _ -> leave(step);
        }
    }

    private List<String> notes(Step step, Value output) {
        return switch (step) {
            case Step.Decide _
            when output instanceof Value.Fields fields ->
                List.of(fields.get("action").map(a -> "chooses " + a.display()).orElse("chooses nothing") + ", because "
                        + fields.get("because").map(Value::display).orElse("no rule holds"));
            case Step.Wait(var _, var duration) -> List.of("waits " + known.text(step, duration));
            case Step _ -> noNotes();
        };
    }

    private void passOver(Step step, String reason) {
        foresee(step, new Fate.PassedOver(reason), noNotes(), List.of());
        state.take(List.of(new Event.StepSkipped(step.id(), reason)));
    }

    private void fail(Step step, String reason) {
        foresee(step, new Fate.Fails(reason), noNotes(), List.of());
        state.take(List.of(new Event.StepFailed(step.id(), reason)));
    }

    /// Steps that only look: carried out if that was asked for and they can be.
    private void read(List<Step.Gather> steps) throws InterruptedException {
        for (var step : steps) {
            if (gather && known.of(step).unknown().isEmpty()) look(step);
            else leave(step);
        }
    }

    private void look(Step.Gather step) throws InterruptedException {
        var events = parts.work().read(state.incident, runbook, List.of(step));
        var notes = new ArrayList<String>();
        for (var event : events)
            if (event instanceof Event.EvidenceGathered(var _, var evidence, var gaps, var _)) {
                evidence.stream().map(Evidence::content).forEach(c -> notes.add(c.headline()));
                gaps.forEach(gap -> notes.add("could not be looked at: " + gap));
            }
        switch (events.getLast()) {
            case Event.StepFailed(var _, var reason) -> fail(step, reason);
            case Event.StepDelayed _ -> {
                foresee(step, new Fate.Runs(), List.of("it does not answer now, and would be asked again"));
                leaveOpen(step);
            }
            case Event _ -> {
                foresee(step, new Fate.Done(), notes);
                state.take(events);
            }
        }
    }

    private void diagnose(Step.Diagnose step) {
        if (!gather) {
            leave(step);
            return;
        }
        var events = parts.diagnosing().diagnose(() -> state.incident, runbook, step, Investigation.NONE);
        state.take(events);
        foresee(step, new Fate.Done(), conclusions());
    }

    private List<String> conclusions() {
        var notes = new ArrayList<String>();
        state.incident
                .findings()
                .diagnosis()
                .ifPresent(diagnosis -> notes.add(diagnosis
                        .leading()
                        .map(h -> "diagnosis: " + h.statement())
                        .orElse("diagnosis: "
                                + switch (diagnosis.verdict()) {
                                    case HEALTHY -> "nothing is broken";
                                    case INCONCLUSIVE, FAULT -> "the evidence does not tell what is wrong";
                                })));
        notes.add(state.incident.findings().recommendations().stream()
                .findFirst()
                .map(r -> "recommends " + r.step() + " of " + r.runbook() + ": " + r.reason())
                .orElse("recommends nothing"));
        return notes;
    }

    /// A step that is not carried out here; what comes after it supposes that it was, and went well.
    private void leave(Step step) {
        var calls = known.of(step);
        var tried = step instanceof Step.Execute execute ? tried(execute, calls) : Optional.<String>empty();
        if (calls.fault().isPresent()) {
            fail(step, calls.fault().get());
        } else if (tried.isPresent()) {
            passOver(step, tried.get());
        } else {
            foresee(step, new Fate.Runs(), remarks(step), calls.unknown());
            leaveOpen(step);
        }
    }

    /// Why this very action would not be done again.
    private Optional<String> tried(Step.Execute step, KnownCalls.Calls calls) {
        if (!calls.unknown().isEmpty()
                || calls.fault().isPresent()
                || calls.calls().isEmpty()) return Optional.empty();
        return state.incident
                .history()
                .triedBefore(gates.plan(step, calls.calls().getFirst()))
                .map(tried -> "it was tried at " + tried.at() + " and did not help: " + tried.result());
    }

    private void leaveOpen(Step step) {
        state.open.add(step.id());
        state.take(List.of(new Event.StepSkipped(step.id(), "a dry run does not carry it out")));
    }

    private List<String> remarks(Step step) {
        return switch (step) {
            case Step.Ask(var _, var question, var answers) ->
                List.of("asks: " + known.text(step, question) + " ("
                        + String.join(", ", answers.stream().map(f -> f.name()).toList()) + ")");
            case Step.Verify(var _, var check) ->
                List.of("looks after " + Durations.display(check.settle()) + " whether "
                        + check.success().map(Expression::source).orElse("the symptoms are gone"));
            case Step.Wait(var _, var duration) -> List.of("waits " + known.text(step, duration));
            case Step.Call(var _, var called, var _) ->
                List.of(library.find(called)
                        .map(r -> "runs runbook " + called + ", version "
                                + r.digest().hex().substring(0, 12) + ", with "
                                + r.steps().size() + " steps")
                        .orElse("there is no runbook " + called + " in the library"));
            case Step.Diagnose _ -> List.of("diagnoses from the evidence, and recommends one of " + choices(step));
            case Step.Decide _ -> List.of("chooses one of " + choices(step));
            case Step.Gather _, Step.Notify _, Step.Execute _ -> noNotes();
        };
    }

    private String choices(Step decision) {
        return switch (decision) {
            case Step.Decide(var _, var rules) ->
                String.join(
                        ", ",
                        rules.stream()
                                .flatMap(r -> r.choose().stream())
                                .map(StepId::id)
                                .distinct()
                                .toList());
            case Step _ ->
                String.join(
                        ", ",
                        runbook.steps().stream()
                                .dropWhile(s -> !s.id().equals(decision.id()))
                                .filter(Step.Execute.class::isInstance)
                                .map(s -> s.id().id())
                                .toList());
        };
    }

    private static List<String> noNotes() {
        return List.of();
    }

    private void foresee(Step step, Fate fate, List<String> notes) {
        foresee(step, fate, notes, List.of());
    }

    private void foresee(Step step, Fate fate, List<String> notes, List<Unknown> before) {
        foresee(step, fate, notes, before, List.of());
    }

    private void foresee(Step step, Fate fate, List<String> notes, List<Unknown> before, List<Foreseen> inside) {
        var hidden = fate instanceof Fate.PassedOver || fate instanceof Fate.Fails;
        var calls = hidden ? KnownCalls.Calls.NONE : known.of(step);
        var unknown = new LinkedHashSet<>(before);
        if (!(fate instanceof Fate.Done)) unknown.addAll(calls.unknown());
        if (step instanceof Step.Execute execute && !hidden) unknown.addAll(gates.doubts(execute, calls));
        var gate = Optional.<Forecast.Gating>empty();
        var checks = Optional.<Forecast.Checks>empty();
        if (step instanceof Step.Execute execute && !hidden) {
            if (!calls.calls().isEmpty())
                gate = Optional.of(gates.gate(execute, calls.calls().getFirst()));
            checks = Optional.of(gates.checks(execute));
        }
        foreseen.add(new Foreseen(
                step.id(),
                step.action(),
                step.description(),
                fate,
                calls.calls(),
                gate,
                checks,
                notes,
                List.copyOf(unknown),
                inside));
    }

    /// The step that would have failed and leads past this one.
    private Optional<StepId> passedBy(Step step) {
        var ids = runbook.steps().stream().map(Step::id).toList();
        return runbook.steps().stream()
                .takeWhile(s -> !s.id().equals(step.id()))
                .filter(s -> state.run().results().get(s.id()) instanceof StepResult.Failed
                        && s.head().handling().onFailure() instanceof OnFailure.GoTo(var target)
                        && ids.indexOf(target) > ids.indexOf(step.id()))
                .map(Step::id)
                .findFirst();
    }

    /// A step beyond which the runbook would not go.
    private record Failure(Step step, String reason) {
        private boolean undoes() {
            return step.head().handling().onFailure() instanceof OnFailure.Undo;
        }
    }

    private Optional<Failure> failed() {
        for (var step : runbook.steps())
            if (state.run().results().get(step.id()) instanceof StepResult.Failed(var reason))
                switch (step.head().handling().onFailure()) {
                    case OnFailure.Stop _, OnFailure.Undo _ -> {
                        return Optional.of(new Failure(step, reason));
                    }
                    case OnFailure.Continue _, OnFailure.GoTo _ -> {}
                }
        return Optional.empty();
    }

    /// Why the runbook would go no further.
    private Optional<String> stopped() {
        return failed().map(failure -> (failure.undoes() ? "what was changed is undone and " : "")
                + "a person takes over, because step " + failure.step().id() + " fails: " + failure.reason());
    }

    /// Where a diagnosis leads, if it is not in this runbook.
    private Optional<String> leadsElsewhere() {
        if (state.run().caller().isPresent()) return Optional.empty();
        return Planner.handover(state.incident, runbook.id(), this::mayFollow)
                .map(r -> "the incident goes on in runbook " + r.runbook() + " with step " + r.step() + ": "
                        + r.reason());
    }

    private boolean mayFollow(RunbookId id) {
        return library.find(id)
                .filter(r -> RunbookChoice.mayFollow(state.incident, r))
                .isPresent();
    }

    private String conclusion() {
        var changes = foreseen.stream()
                .filter(f -> f.gate().isPresent() && !(f.fate() instanceof Fate.PassedOver))
                .toList();
        if (changes.isEmpty() && runbook.steps().stream().anyMatch(doubts::isOpenDiagnosis))
            return "the diagnosis leads to another runbook, to a person, or to nothing that is wrong";
        if (changes.isEmpty()) return "nothing is changed, so a person takes over unless nothing is wrong";
        var sure = changes.stream().anyMatch(f -> f.fate() instanceof Fate.Runs);
        return (sure ? "" : "if anything was changed, ") + "the world is looked at again"
                + runbook.trigger()
                        .map(t -> "; the trigger must no longer hold: " + t.source())
                        .orElse("");
    }
}

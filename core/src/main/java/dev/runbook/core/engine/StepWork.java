package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Expressions.Evaluation;
import dev.runbook.core.runbook.OnFailure;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.value.Value;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Carries out the steps of a runbook that change nothing, and begins those that do: what comes of a step
/// is the events to write down. Safe for use by many threads.
final class StepWork {

    /// A runbook calls another one, which may call another one, so many times.
    static final int DEEPEST = 5;

    private final Provider provider;
    private final RunbookLibrary library;
    private final Expressions expressions;
    private final Scopes scopes;
    private final GatherCalls gathering;
    private final Looker looker;
    private final Engine engine;
    private final ApprovalPolicy policy;
    private final Settings settings;
    private final InstantSource clock;

    StepWork(
            Provider provider,
            RunbookLibrary library,
            Expressions expressions,
            Scopes scopes,
            Looker looker,
            Engine engine,
            ApprovalPolicy policy,
            Settings settings,
            InstantSource clock) {
        this.provider = provider;
        this.library = library;
        this.expressions = expressions;
        this.scopes = scopes;
        this.gathering = new GatherCalls(expressions, scopes);
        this.looker = looker;
        this.engine = engine;
        this.policy = policy;
        this.settings = settings;
        this.clock = clock;
    }

    /// Looks, with all steps at the same time.
    List<Event> read(Incident incident, Runbook runbook, List<Step.Gather> steps) throws InterruptedException {
        var events = new ArrayList<Event>();
        var asking = new ArrayList<Step.Gather>();
        var inquiries = new ArrayList<Looker.Inquiry>();
        for (var step : steps)
            switch (gathering.of(incident, runbook, step)) {
                case GatherCalls.Calls.Ready(var calls) -> {
                    asking.add(step);
                    inquiries.add(new Looker.Inquiry(
                            step.id(),
                            calls,
                            step.head().forEach().isPresent(),
                            step.head().handling().timeout().orElse(settings.callTimeout())));
                }
                case GatherCalls.Calls.Impossible(var reason) -> events.addAll(notAsked(step, reason));
            }
        var looks = looker.look(incident, inquiries);
        for (int i = 0; i < looks.size(); i++) events.addAll(looked(incident, asking.get(i), looks.get(i)));
        return events;
    }

    private static List<Event> notAsked(Step step, String reason) {
        var events = new ArrayList<Event>();
        events.add(new Event.EvidenceGathered(
                step.id(), List.of(), List.of(step.id() + " was not asked: " + reason), new Value.Nothing()));
        if (!(step.head().handling().onFailure() instanceof OnFailure.Continue))
            events.add(new Event.StepFailed(step.id(), reason));
        return events;
    }

    /// A look that missed something is tried again where the step allows it, and fails where the step cannot do
    /// without it; else the gap is noted and the next step follows.
    private List<Event> looked(Incident incident, Step step, Looker.Look look) {
        if (!look.missed()) return List.of(look.gathered());
        var why = look.gathered().gaps().getFirst();
        if (look.again()) {
            var retry = retry(incident, step, why);
            if (retry.isPresent()) return List.of(retry.get());
        }
        return step.head().handling().onFailure() instanceof OnFailure.Continue
                ? List.of(look.gathered())
                : List.of(look.gathered(), new Event.StepFailed(step.id(), why));
    }

    /// The pause before another attempt; empty when there is none.
    Optional<Event> retry(Incident incident, Step step, String reason) {
        var retry = step.head().handling().retry();
        int attempt =
                incident.run().map(run -> run.progressOf(step.id()).attempt()).orElse(1);
        return retry.allowsAfter(attempt)
                ? Optional.of(new Event.StepDelayed(
                        step.id(),
                        attempt + 1,
                        clock.instant().plus(retry.pauseAfter(attempt)),
                        "attempt " + attempt + " of " + retry.attempts() + " failed: " + reason))
                : Optional.empty();
    }

    /// Looks whether the world is as a `verify` step wants it.
    List<Event> check(Incident incident, Runbook runbook, Step.Verify step) throws InterruptedException {
        var focus = Focus.afterActing(incident, settings.surveyed());
        var fresh = looker.look(incident, Incident.VERIFICATION, Survey.again(focus, settings.lookBack()));
        var noted =
                new Event.EvidenceGathered(Incident.VERIFICATION, fresh.evidence(), fresh.gaps(), new Value.Nothing());
        var scope = Readings.latest(fresh.evidence(), focus.inQuestion(incident)::contains)
                .with(scopes.values(incident, runbook).fields());
        var faults = new ArrayList<String>();
        var conditions = step.check();
        conditions
                .success()
                .or(() -> conditions.harm().isPresent() ? Optional.empty() : runbook.trigger())
                .ifPresent(success -> judge(success, scope, conditions.success().isPresent(), faults));
        conditions.harm().ifPresent(harm -> judge(harm, scope, false, faults));
        if (faults.isEmpty()) return List.of(noted, new Event.StepCompleted(step.id(), Value.fields("verified", true)));
        var why = String.join("; ", faults);
        return List.of(noted, retry(incident, step, why).orElseGet(() -> new Event.StepFailed(step.id(), why)));
    }

    private void judge(Expression condition, Value.Fields scope, boolean wanted, List<String> faults) {
        switch (expressions.evaluate(condition, scope)) {
            case Evaluation.Evaluated(Value.Truth(var truth)) -> {
                if (truth != wanted) faults.add(condition.source() + " is " + truth);
            }
            case Evaluation.Evaluated(var other) -> faults.add(condition.source() + " is " + other.display());
            case Evaluation.Failed(var reason) -> faults.add(reason);
        }
    }

    /// Prepares a message of a `notify` step; it is sent when this is written down.
    List<Event> tell(Incident incident, Runbook runbook, Step.Notify step) {
        var operation = provider.catalogue().find(step.call().operation());
        if (operation.isEmpty())
            return failed(step, "there is no operation " + step.call().operation());
        return switch (expressions.render(step.call().parameters(), scopes.values(incident, runbook, step.id()))) {
            case Evaluation.Failed(var reason) -> failed(step, reason);
            case Evaluation.Evaluated(var rendered) -> {
                var given = (Value.Fields) rendered;
                var faults = operation.get().faults(given);
                if (!faults.isEmpty()) yield failed(step, String.join("; ", faults));
                var key = new IdempotencyKey(incident.id() + "/" + step.id() + "/" + incident.seq() + "/notice");
                var call = new Event.Call(
                        step.call().operation(), operation.get().check(given).values());
                yield List.of(
                        new Event.NoticeStarted(new Notice(key, Notice.About.STEP, call, Optional.of(step.id()))));
            }
        };
    }

    /// Puts the question of an `ask` step to people.
    List<Event> pose(Incident incident, Runbook runbook, Step.Ask step) {
        var scope = scopes.values(incident, runbook);
        if (!(expressions.render(step.question(), scope) instanceof Evaluation.Evaluated(var text)))
            return failed(step, reason(expressions.render(step.question(), scope)));
        var answers = new ArrayList<Question.Answer>();
        for (var field : step.answers()) {
            var fallback = field.fallback().map(template -> expressions.render(template, scope));
            if (fallback.isPresent() && fallback.get() instanceof Evaluation.Failed(var reason))
                return failed(step, "'" + field.name() + "': " + reason);
            answers.add(new Question.Answer(
                    field.name(),
                    field.type(),
                    field.description(),
                    fallback.map(f -> ((Evaluation.Evaluated) f).value()),
                    field.options()));
        }
        var now = clock.instant();
        return engine.ask(
                incident,
                new Question(
                        RequestId.number(incident.history().requests() + 1),
                        step.id(),
                        text.display(),
                        answers,
                        now,
                        now.plus(step.head().handling().timeout().orElse(policy.expiry()))));
    }

    /// Goes into the runbook of a `runbook` step.
    List<Event> enter(Incident incident, Runbook runbook, Step.Call step) {
        int depth = incident.run().map(RunbookRun::depth).orElse(0);
        if (depth >= DEEPEST)
            return failed(step, "runbooks call each other more than " + DEEPEST + " deep; a runbook may call itself");
        var called = library.find(step.runbook());
        if (called.isEmpty()) return failed(step, "there is no runbook '" + step.runbook() + "'");
        return switch (expressions.render(step.inputs(), scopes.values(incident, runbook, step.id()))) {
            case Evaluation.Failed(var reason) -> failed(step, reason);
            case Evaluation.Evaluated(var rendered) -> {
                var given = (Value.Fields) rendered;
                var faults = faults(called.get(), given);
                yield faults.isEmpty()
                        ? List.of(new Event.RunbookCalled(
                                step.id(),
                                called.get().id(),
                                called.get().digest(),
                                called.get().source(),
                                given))
                        : failed(step, String.join("; ", faults));
            }
        };
    }

    private static List<String> faults(Runbook called, Value.Fields given) {
        var faults = new ArrayList<String>();
        var left = new TreeMap<>(given.fields());
        for (var input : called.inputs()) {
            var value = Optional.ofNullable(left.remove(input.name()));
            value.flatMap(input::fault).ifPresent(faults::add);
            if (value.isEmpty() && input.required()) faults.add("input '" + input.name() + "' is missing");
        }
        left.keySet().forEach(name -> faults.add("there is no input '" + name + "'"));
        return faults.stream()
                .map(fault -> "runbook '" + called.id() + "': " + fault)
                .toList();
    }

    private static List<Event> failed(Step step, String reason) {
        return List.of(new Event.StepFailed(step.id(), reason));
    }

    private static String reason(Evaluation evaluation) {
        return evaluation instanceof Evaluation.Failed(var reason) ? reason : "";
    }
}

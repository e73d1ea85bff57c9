package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sees what is to be done next. Pure: the same state, runbook and time give the same next thing.
final class Planner {

    private static final String UNDECIDED = "the evidence does not tell what is wrong";

    /// So many possible causes are named to a person, or so many things that could not be seen.
    private static final int MOST_NAMED = 2;

    private final Engine engine;
    private final Settings settings;
    private final Scopes scopes;
    private final Course course;

    Planner(Engine engine, Expressions expressions, Scopes scopes, Settings settings) {
        this.engine = engine;
        this.settings = settings;
        this.scopes = scopes;
        course = new Course(engine, expressions, scopes);
    }

    /// What is next.
    ///
    /// @param runbook the version the incident follows; empty while it follows none
    /// @param exists whether the library has a runbook of this id, to hand over to
    Todo next(Incident incident, Optional<Runbook> runbook, Predicate<RunbookId> exists, Instant now) {
        var owed = incident.owed().values().stream()
                .min(Comparator.comparing(n -> n.key().key()));
        if (owed.isPresent()) return new Todo.Deliver(owed.get());
        var todo = own(incident, runbook, exists, now);
        var bulletin = mayTell(incident, todo) ? engine.bulletin(incident) : List.<Event>of();
        return bulletin.isEmpty() ? todo : new Todo.Write(bulletin);
    }

    /// People are told where an incident stands once it is classified, and whenever it is about to wait.
    private static boolean mayTell(Incident incident, Todo todo) {
        return switch (incident.phase()) {
            case Phase.Reported _, Phase.Closed _ -> false;
            case Phase.Investigating _ -> incident.bulletin().isUntried();
            case Phase _ -> todo instanceof Todo.Await;
        };
    }

    /// What the incident's own work needs next.
    private Todo own(Incident incident, Optional<Runbook> runbook, Predicate<RunbookId> exists, Instant now) {
        return switch (incident.phase()) {
            case Phase.Reported _ -> new Todo.Triage();
            case Phase.Investigating _ -> investigate(incident, runbook, exists, now);
            case Phase.AwaitingApproval(var request, var _) ->
                now.isBefore(request.expiresAt())
                        ? new Todo.Await(Optional.of(request.expiresAt()))
                        : new Todo.Write(expiry(incident, request));
            case Phase.AwaitingVeto(var request, var ends) -> {
                if (ends.isEmpty() || now.isBefore(ends.get())) yield new Todo.Await(ends);
                yield new Todo.LetThrough(request, "nobody vetoed until " + ends.get());
            }
            case Phase.AwaitingAnswer(var question) ->
                now.isBefore(question.expiresAt())
                        ? new Todo.Await(Optional.of(question.expiresAt()))
                        : new Todo.Write(List.of(new Event.Expired(question.id())));
            case Phase.Cleared cleared -> new Todo.Act(cleared);
            case Phase.Held(var cleared, var _, var until) ->
                now.isBefore(until) ? new Todo.Await(Optional.of(until)) : new Todo.Act(cleared);
            case Phase.Executing(var plan, var key, var _) -> new Todo.Reconcile(plan, key);
            case Phase.Uncertain _, Phase.Closed _ -> new Todo.Await(Optional.empty());
            case Phase.Settling(var until, var look) ->
                now.isBefore(until) ? new Todo.Await(Optional.of(until)) : new Todo.Verify(look, false);
            case Phase.Watching(var until, var look) ->
                now.isBefore(until) ? new Todo.Await(Optional.of(until)) : new Todo.Verify(look, true);
            case Phase.Resolved(var documented) -> documented ? new Todo.Await(Optional.empty()) : new Todo.Document();
            case Phase.Escalated(var _, var documented) ->
                documented ? new Todo.Await(Optional.empty()) : new Todo.Document();
        };
    }

    private List<Event> expiry(Incident incident, ApprovalRequest request) {
        var events = new ArrayList<Event>();
        events.add(new Event.Expired(request.id()));
        if (request.ifUnanswered() == ApprovalPolicy.Aftermath.ESCALATES)
            events.addAll(engine.escalation(
                    incident, "nobody decided about " + request.plan().operation() + " in time"));
        return events;
    }

    private Todo investigate(Incident incident, Optional<Runbook> runbook, Predicate<RunbookId> exists, Instant now) {
        var undoing = incident.history().undoing();
        if (undoing.isPresent()) return undo(incident, undoing.get());
        if (settings.surveys()
                && !incident.findings().surveyed()
                && runbook.filter(Planner::isInstruction).isEmpty()) return new Todo.Look();
        if (runbook.isEmpty() || handsOver(incident, runbook.get(), exists)) return new Todo.ChooseRunbook();
        return course.next(incident, runbook.get(), now).orElseGet(() -> conclude(incident, runbook.get(), now));
    }

    /// The next change to take back; when none is left, the investigation begins anew.
    private Todo undo(Incident incident, History.Failure failure) {
        return incident.history().lastToUndo().<Todo>map(Todo.Undo::new).orElseGet(() -> {
            var events = new ArrayList<Event>();
            events.add(new Event.StartedOver(failure.said()));
            events.addAll(lastRound(incident, failure));
            return new Todo.Write(events);
        });
    }

    /// The call to a person when the round that ends was the last one; else nothing.
    List<Event> lastRound(Incident incident, History.Failure failure) {
        if (incident.history().rounds() + 1 < settings.rounds()) return List.of();
        var tried = incident.history().beginningAnew(failure, Optional.empty()).tried();
        return engine.escalation(
                incident,
                settings.rounds() + (settings.rounds() == 1 ? " round of acting has" : " rounds of acting have")
                        + " not helped; tried: "
                        + tried.stream().map(TriedAction::display).collect(Collectors.joining("; "))
                        + incident.findings()
                                .diagnosis()
                                .flatMap(Diagnosis::leading)
                                .map(cause -> "; believed until now: " + cause.statement())
                                .orElse(""));
    }

    /// The call to a person when so many causes were cured that another round promises no end; else nothing.
    List<Event> lastCure(Incident incident, Hypothesis cured, Verification seen) {
        if (incident.history().cured().size() + 1 < settings.rounds()) return List.of();
        var causes = Stream.concat(incident.history().cured().stream().map(Cured::cause), Stream.of(cured))
                .map(Hypothesis::statement)
                .collect(Collectors.joining("; "));
        return engine.escalation(
                incident,
                "cured: " + causes + "; what is left: " + seen.failure().said());
    }

    /// The best recommendation that this runbook can carry out.
    static Optional<Recommendation> recommended(Incident incident, RunbookId runbook) {
        return incident.findings().recommendations().stream()
                .filter(r -> r.runbook().equals(runbook))
                .findFirst();
    }

    /// Whether the best recommendation belongs to another runbook that has not been followed in this round.
    private static boolean handsOver(Incident incident, Runbook current, Predicate<RunbookId> exists) {
        boolean called = incident.run().flatMap(RunbookRun::caller).isPresent();
        return !called && handover(incident, current.id(), exists).isPresent();
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

    /// Whether the incident is nothing but what an operator asked for: no problem was reported, so none is
    /// looked for, and nothing tells whether it helped.
    private static boolean isInstruction(Runbook runbook) {
        return runbook.id().equals(IncidentDesk.INSTRUCTION);
    }

    /// The runbook is at its end.
    private Todo conclude(Incident incident, Runbook runbook, Instant now) {
        var caller = incident.run().flatMap(RunbookRun::caller);
        if (caller.isPresent())
            return new Todo.Write(List.of(new Event.RunbookReturned(
                    caller.get().step(), Optional.empty(), scopes.outputs(incident, runbook))));
        if (isInstruction(runbook))
            return new Todo.Write(engine.resolution(incident, "it was done, as the operator asked"));
        if (!incident.history().acted().isEmpty()) return new Todo.Settle();
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
                    case HEALTHY -> well(incident, now);
                    case INCONCLUSIVE -> engine.escalation(incident, cured(incident) + undecided(diagnosis.get()));
                    case FAULT -> engine.escalation(incident, cured(incident) + reason(incident, diagnosis.get()));
                });
    }

    /// Nothing is broken: the end, unless something was cured, of which is to be seen whether it lasts.
    private List<Event> well(Incident incident, Instant now) {
        return incident.history().cured().isEmpty() || !settings.watch().isPositive()
                ? engine.resolution(incident, whyWell(incident))
                : List.of(new Event.WatchStarted(now.plus(settings.watch())));
    }

    private static String whyWell(Incident incident) {
        if (!incident.history().cured().isEmpty()) return "the fix is verified, and nothing else is broken";
        return incident.history().tried().isEmpty()
                ? "nothing is broken, so nothing was done"
                : "nothing is broken any more";
    }

    /// What a person who goes on need not see to any more.
    private static String cured(Incident incident) {
        return incident.history().cured().stream()
                .map(cured -> "cured is that " + cured.cause().statement() + "; what is left: ")
                .reduce((_, last) -> last)
                .orElse("");
    }

    private static String reason(Incident incident, Diagnosis diagnosis) {
        var leading = diagnosis.leading();
        if (leading.isEmpty()) return "no known action cures this: unknown cause";
        return leading.get().confidence() < Recommendation.LEAST_CONFIDENCE
                ? "the likeliest cause is too uncertain to act upon: " + possible(leading.get())
                : unaimed(incident, leading.get());
    }

    /// Why nothing is done about a cause that is likely enough: nothing is known against it, that was in vain,
    /// or it is not known what it would act upon.
    private static String unaimed(Incident incident, Hypothesis cause) {
        var tried =
                incident.history().tried().stream().map(TriedAction::operation).collect(Collectors.toSet());
        var remedies = remedies(cause).toList();
        if (remedies.isEmpty()) return "no known action cures this: " + cause.statement();
        var left = remedies.stream()
                .filter(operation -> !tried.contains(operation.name()))
                .map(Planner::needing)
                .collect(Collectors.joining(" or "));
        return left.isEmpty()
                ? "what is known against this has not helped: " + cause.statement()
                : "no action could be aimed at this: " + cause.statement() + ". " + left
                        + " could help, once it is known what to act upon and a runbook has it as a step";
    }

    private static String needing(Operation operation) {
        return operation.name() + " (needs "
                + operation.parameters().stream()
                        .filter(Parameter::required)
                        .map(Parameter::name)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static Stream<Operation> remedies(Hypothesis cause) {
        return Operations.CATALOGUE.all().stream()
                .filter(operation -> operation.remedies().contains(cause.kind()));
    }

    /// What a person should know who goes on where the evidence does not decide.
    private static String undecided(Diagnosis diagnosis) {
        var open = diagnosis.hypotheses().stream()
                .filter(h -> h.ruledOut().isEmpty())
                .limit(MOST_NAMED)
                .map(Planner::possible)
                .toList();
        if (!open.isEmpty()) return UNDECIDED + ": " + String.join("; or ", open);
        var gaps = diagnosis.gaps().stream().limit(MOST_NAMED).toList();
        return UNDECIDED + (gaps.isEmpty() ? "" : ": " + String.join("; ", gaps));
    }

    /// A cause that nothing is done about, with what a person could do about it.
    private static String possible(Hypothesis cause) {
        var remedies =
                remedies(cause).map(operation -> operation.name().toString()).collect(Collectors.joining(" or "));
        return cause.statement() + " (" + Math.round(100 * cause.confidence()) + " %"
                + (remedies.isEmpty() ? "" : ", against which " + remedies + " could help") + ")";
    }

    /// The longest settle window of the steps that ran.
    static Duration settle(List<Followed> followed) {
        return followed.stream()
                .flatMap(Followed::executed)
                .map(Step.Execute::settle)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ofMinutes(2));
    }
}

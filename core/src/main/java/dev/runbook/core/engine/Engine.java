package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Decision.Accepted;
import dev.runbook.core.engine.Decision.Reason;
import dev.runbook.core.engine.Decision.Refused;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Decides what comes of what people want. Pure: the same state, command and time give the same decision.
/// Whatever surface a decision comes from, it comes through here.
public final class Engine {

    /// How often a plan may change under an incident's approvals before a person must take over.
    private static final int MOST_VOIDS = 3;

    private final Notices notices;

    /// @param notices who is told when an incident escalates or is over
    public Engine(Notices notices) {
        this.notices = notices;
    }

    /// What comes of a command.
    public Decision decide(Incident incident, Command command, Instant now) {
        return switch (command) {
            case Command.Approve approve -> approve(incident, approve, now);
            case Command.Deny(var by, var request, var reason) -> decline(incident, by, request, reason, now);
            case Command.Veto(var by, var request, var reason) -> veto(incident, by, request, reason, now);
            case Command.Answer(var _, var question, var answers) -> answer(incident, question, answers, now);
            case Command.Attest(var by, var happened, var note) -> attest(incident, by, happened, note);
            case Command.Resolve(var by, var how) ->
                incident.phase() instanceof Phase.Escalated
                        ? new Accepted(List.of(new Event.Resolved(by.name() + ": " + how)))
                        : wrongPhase(incident, "only an escalated incident is resolved by hand");
            case Command.Close(var _, var note) ->
                switch (incident.phase()) {
                    case Phase.Resolved _, Phase.Escalated _ -> new Accepted(List.of(new Event.Closed(note)));
                    case Phase _ -> wrongPhase(incident, "only a resolved or escalated incident is closed");
                };
            case Command.Remember remember -> remember(incident, remember);
            case Command.Forget(var _, var reason) -> forget(incident, reason);
            case Command.Document(var _, var markdown) -> document(incident, markdown);
            case Command.Reclassify reclassify -> Corrections.reclassify(incident, reclassify);
            case Command.Follow follow -> Corrections.follow(incident, follow);
            case Command.Steer steer -> Corrections.steer(incident, steer);
            case Command.TakeOffer(var by, var call) ->
                call.equals(incident.offers().get(by.name()))
                        ? new Accepted(List.of(new Event.OfferTaken(call)))
                        : new Refused(Reason.WRONG_ANSWER, incident.id() + " has no such offer open to " + by.name());
            case Command.Comment(var _, var text) -> new Accepted(List.of(new Event.Commented(text)));
        };
    }

    /// What a person writes follows what the engine wrote, so that nothing overwrites it.
    private static Decision document(Incident incident, String markdown) {
        var written = switch (incident.phase()) {
            case Phase.Resolved(var documented) -> documented;
            case Phase.Escalated(var _, var documented) -> documented;
            case Phase _ -> false;
        };
        return written
                ? new Accepted(List.of(new Event.Documented(markdown)))
                : wrongPhase(incident, "a post-mortem is changed once there is one, and before the incident is closed");
    }

    private static Decision approve(Incident incident, Command.Approve command, Instant now) {
        var open = openRequest(incident);
        if (open.isEmpty() || !open.get().id().equals(command.request())) return closed(incident, command.request());
        var request = open.get();
        if (!now.isBefore(request.expiresAt()))
            return new Refused(Reason.REQUEST_CLOSED, request.id() + " expired at " + request.expiresAt());
        if (!request.planHash().equals(command.planHash()))
            return new Refused(
                    Reason.STALE_PLAN,
                    request.id() + " is about plan " + request.planHash() + ", not " + command.planHash()
                            + "; look at it again");
        var given = incident.phase() instanceof Phase.AwaitingApproval(var _, var approvals)
                ? approvals
                : List.<Actor.Operator>of();
        if (given.contains(command.by()))
            return new Refused(
                    Reason.ALREADY_APPROVED,
                    command.by().name() + " has approved " + request.id() + " already; another operator must");
        if (request.gate() instanceof Gate.RunsUnlessVetoed && isOfRequester(incident, command.by()))
            return new Refused(
                    Reason.REQUESTER,
                    command.by().name() + " reported " + incident.id() + " and cannot end the time that others have to"
                            + " veto " + request.plan().operation());
        int quorum = 1;
        if (request.gate() instanceof Gate.NeedsApprovals(var needed, var requesterMayApprove, var roles)) {
            quorum = needed;
            if (!command.roles().containsAll(roles))
                return new Refused(
                        Reason.ROLE,
                        request.id() + " needs the role " + String.join(" and ", roles) + ", and "
                                + command.by().name()
                                + (command.roles().isEmpty()
                                        ? " has none that is known"
                                        : " has " + String.join(", ", new TreeSet<>(command.roles())))
                                + "; somebody with that role must approve");
            if (!requesterMayApprove && isOfRequester(incident, command.by()))
                return new Refused(
                        Reason.REQUESTER,
                        command.by().name() + " reported " + incident.id() + " and cannot approve "
                                + request.plan().operation() + "; another operator must");
        }
        var events = new ArrayList<Event>();
        events.add(new Event.Approved(request.id(), command.planHash(), command.comment()));
        if (given.size() + 1 >= quorum) {
            var names = Stream.concat(given.stream(), Stream.of(command.by()))
                    .map(Actor.Operator::name)
                    .collect(Collectors.joining(" and "));
            events.add(new Event.ActionCleared(
                    request.plan(),
                    new ApprovalPolicy.Ruling(request.gate(), request.reasons()),
                    "approved by " + names));
        }
        return new Accepted(events);
    }

    private static boolean isOfRequester(Incident incident, Actor.Operator operator) {
        return incident.opening().by().equals(operator);
    }

    /// A veto stops what would run by itself. What waits for approval does not run by itself, so a veto of
    /// it would be a misunderstanding.
    private Decision veto(Incident incident, Actor.Operator by, RequestId id, String reason, Instant now) {
        if (incident.phase() instanceof Phase.AwaitingApproval(var request, var _)
                && request.id().equals(id)
                && now.isBefore(request.expiresAt()))
            return new Refused(
                    Reason.WRONG_PHASE,
                    id + " has no veto window: " + request.plan().operation()
                            + " runs only if it is approved; to stop it, deny it (runbook deny " + incident.id() + ")");
        return decline(incident, by, id, reason, now);
    }

    private Decision decline(Incident incident, Actor.Operator by, RequestId id, String reason, Instant now) {
        var open = openRequest(incident);
        if (open.isEmpty() || !open.get().id().equals(id)) return closed(incident, id);
        var request = open.get();
        if (!now.isBefore(request.expiresAt()) && !(incident.phase() instanceof Phase.AwaitingVeto))
            return new Refused(Reason.REQUEST_CLOSED, request.id() + " expired at " + request.expiresAt());
        var veto = incident.phase() instanceof Phase.AwaitingVeto;
        var why = reason.isBlank() ? "no reason given" : reason;
        var events = new ArrayList<Event>();
        events.add(veto ? new Event.Vetoed(id, why) : new Event.Denied(id, why));
        if (request.ifDeclined() == ApprovalPolicy.Aftermath.ESCALATES)
            events.addAll(escalation(
                    incident,
                    by.name() + (veto ? " vetoed " : " denied ")
                            + request.plan().operation() + ": " + why));
        return new Accepted(events);
    }

    private static Decision answer(Incident incident, RequestId id, Value.Fields answers, Instant now) {
        if (!(incident.phase() instanceof Phase.AwaitingAnswer(var question))
                || !question.id().equals(id)) return closed(incident, id);
        if (!now.isBefore(question.expiresAt()))
            return new Refused(Reason.REQUEST_CLOSED, id + " expired at " + question.expiresAt());
        var faults = question.faults(answers);
        return faults.isEmpty()
                ? new Accepted(List.of(new Event.Answered(id, question.complete(answers))))
                : new Refused(Reason.WRONG_ANSWER, incident.id() + ": " + String.join("; ", faults));
    }

    private Decision attest(Incident incident, Actor.Operator by, boolean happened, String note) {
        if (!(incident.phase() instanceof Phase.Uncertain(var plan, var key, var _)))
            return wrongPhase(incident, "no effect is in doubt");
        var said = by.name() + " says it " + (happened ? "happened" : "did not happen")
                + (note.isBlank() ? "" : ": " + note);
        return new Accepted(
                happened
                        ? List.of(done(plan, key, Value.fields("attested", said)))
                        : plan.undoes()
                                ? undoFailed(incident, plan.step(), said)
                                : List.of(new Event.StepFailed(plan.step(), said)));
    }

    private static Decision remember(Incident incident, Command.Remember command) {
        if (!isOver(incident))
            return wrongPhase(incident, "only what a resolved or closed incident taught is remembered");
        var believed = incident.cause();
        var cause = command.cause().or(() -> believed.map(Hypothesis::kind));
        var component = command.component().or(() -> believed.map(Hypothesis::component));
        if (cause.isEmpty() || component.isEmpty())
            return new Refused(
                    Reason.WRONG_ANSWER,
                    incident.id() + " ended without a diagnosis; say what the cause was and where it sat");
        return new Accepted(
                List.of(new Event.Remembered(Lesson.of(incident, cause.get(), component.get(), command.note()))));
    }

    private static Decision forget(Incident incident, String reason) {
        if (!isOver(incident)) return wrongPhase(incident, "only an incident that is over can be forgotten");
        return incident.remembered()
                ? new Accepted(List.of(new Event.Forgotten(reason)))
                : wrongPhase(incident, "nothing of it is remembered, so there is nothing to forget");
    }

    private static boolean isOver(Incident incident) {
        return incident.phase() instanceof Phase.Resolved || incident.phase() instanceof Phase.Closed;
    }

    /// A change was made, or taken back.
    static Event done(Plan plan, IdempotencyKey key, Value result) {
        return plan.undoes()
                ? new Event.Undone(plan.step(), key, result)
                : new Event.StepSucceeded(plan.step(), key, result);
    }

    /// What follows when a change cannot be taken back: the world is neither as it was nor as it was wanted, so
    /// nothing more is done by itself.
    List<Event> undoFailed(Incident incident, StepId step, String reason) {
        var failure = new Event.UndoFailed(step, reason);
        return preceded(
                failure,
                escalation(
                        incident,
                        "step " + step + " could not be undone: " + reason
                                + incident.history()
                                        .undoing()
                                        .map(why -> "; it was to be undone because " + why.said())
                                        .orElse("")));
    }

    /// The events that tell people where the incident stands, and what was decided of what they were asked;
    /// empty when they know, or nobody is told.
    List<Event> bulletin(Incident incident) {
        return Stream.concat(notices.bulletin(incident).stream(), notices.settled(incident).stream())
                .<Event>map(Event.NoticeStarted::new)
                .toList();
    }

    /// The account of an incident, and its way to people.
    List<Event> documented(Incident incident, String markdown) {
        return withNotice(new Event.Documented(markdown), notices.postMortem(incident, markdown));
    }

    /// The events that end the work of the engine and call a person.
    List<Event> escalation(Incident incident, String reason) {
        return withNotice(new Event.Escalated(reason), notices.escalation(incident, reason));
    }

    /// The events that end an incident.
    List<Event> resolution(Incident incident, String how) {
        return withNotice(new Event.Resolved(how), notices.resolution(incident, how));
    }

    /// What follows when a message could not be delivered: whoever was to be asked by it is called instead,
    /// once.
    List<Event> undelivered(Incident incident, Notice notice, String reason) {
        var failed = new Event.NoticeFailed(notice.key(), reason);
        var page = openRequest(incident)
                .filter(request -> notice.key().equals(Notice.keyOf(incident.id(), request.id())))
                .flatMap(request -> notices.page(incident, request, reason));
        return withNotice(failed, page);
    }

    /// The outcome that nobody knows, and the call to a person who must say.
    List<Event> doubt(Incident incident, Plan plan, IdempotencyKey key, String reason) {
        return withNotice(
                new Event.StepUncertain(plan.step(), key, reason),
                notices.escalation(
                        incident,
                        "did " + Sentence.what(plan) + " (step " + plan.step() + ", key " + key + ") happen? " + reason
                                + ". Look at " + plan.target().orElse("the system")
                                + " and say on the incident whether it did; until then nothing more is done"));
    }

    /// What follows when a plan is no longer what was cleared or asked about: it is planned anew, unless that
    /// happens all the time.
    List<Event> drifted(Incident incident, Plan plan, Optional<RequestId> request, List<String> differences) {
        var voided = new Event.ApprovalVoided(request, differences);
        return incident.history().voids() < MOST_VOIDS
                ? List.of(voided)
                : preceded(
                        voided,
                        escalation(
                                incident,
                                "the plan of step " + plan.step() + " changes again and again: "
                                        + String.join("; ", differences)));
    }

    /// What follows when something of this program breaks: the incident must not get stuck on it, so a
    /// person takes over. An effect under way is in doubt, whatever waited for approval is void, and an
    /// account that cannot be written says so.
    List<Event> breakdown(Incident incident, RuntimeException fault) {
        var reason = "an error in this program: " + fault;
        return switch (incident.phase()) {
            case Phase.Reported _, Phase.Investigating _ -> escalation(incident, reason);
            case Phase.AwaitingApproval(var request, var _) -> abandon(incident, Optional.of(request.id()), reason);
            case Phase.AwaitingVeto(var request, var _) -> abandon(incident, Optional.of(request.id()), reason);
            case Phase.AwaitingAnswer(var question) ->
                preceded(new Event.Expired(question.id()), escalation(incident, reason));
            case Phase.Cleared cleared -> abandon(incident, cleared.request().map(ApprovalRequest::id), reason);
            case Phase.Held(var cleared, var _, var _) ->
                abandon(incident, cleared.request().map(ApprovalRequest::id), reason);
            case Phase.Executing(var plan, var key, var _) -> doubt(incident, plan, key, reason);
            case Phase.Watching _ -> escalation(incident, reason);
            case Phase.Settling _ ->
                preceded(new Event.NotVerified(Verification.unseen(reason)), escalation(incident, reason));
            case Phase.Resolved _, Phase.Escalated _ ->
                List.of(new Event.Documented("# " + incident.id() + "\n\nThe account could not be written: " + reason
                        + ".\nThe journal holds everything that happened.\n"));
            case Phase.Uncertain _, Phase.Closed _ -> throw fault;
        };
    }

    /// What follows when the problem is gone before anything was done.
    List<Event> healed(Incident incident, Plan plan, Optional<RequestId> request, Verification verification) {
        var why = "the problem is gone without it: " + verification.standing();
        return preceded(
                new Event.ApprovalVoided(request, List.of(why)),
                resolution(incident, "it went away before " + plan.operation() + " was carried out"));
    }

    /// What follows when what was asked about is given up, and a person takes over.
    List<Event> abandon(Incident incident, Optional<RequestId> request, String reason) {
        return preceded(new Event.ApprovalVoided(request, List.of(reason)), escalation(incident, reason));
    }

    private static List<Event> preceded(Event first, List<Event> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toList();
    }

    private static List<Event> withNotice(Event event, Optional<Notice> notice) {
        return Stream.concat(Stream.of(event), notice.stream().map(Event.NoticeStarted::new))
                .toList();
    }

    /// What stands before this plan, as events: it is cleared, people are asked, or it is forbidden.
    ///
    /// @param declined what follows when somebody says no
    List<Event> propose(
            Incident incident,
            ApprovalPolicy policy,
            ApprovalPolicy.Question question,
            String why,
            ApprovalPolicy.Aftermath declined,
            Instant now) {
        var plan = question.plan();
        var ruling = policy.rule(question);
        return switch (ruling.gate()) {
            case Gate.RunsAtOnce _ ->
                List.of(new Event.ActionCleared(plan, ruling, String.join("; ", ruling.reasons())));
            case Gate.Forbidden _ ->
                escalation(
                        incident,
                        "the policy forbids " + plan.operation() + ": " + String.join("; ", ruling.reasons()));
            case Gate.NeedsApprovals _, Gate.RunsUnlessVetoed _ -> {
                var wanted = new ApprovalRequest(
                        RequestId.number(incident.history().requests() + 1),
                        plan,
                        ruling.gate(),
                        ruling.reasons(),
                        why,
                        now,
                        now.plus(ruling.expiry()),
                        Optional.of(new ApprovalRequest.Otherwise(declined, ruling.unanswered())));
                var notice = notices.approval(incident, wanted);
                var request = notice.isEmpty() && ruling.gate() instanceof Gate.RunsUnlessVetoed
                        ? wanted.behind(
                                new Gate.NeedsApprovals(1, policy.requesterMayApprove()),
                                "nobody is told, so silence means nothing")
                        : wanted;
                yield withNotice(new Event.ApprovalRequested(request), notice);
            }
        };
    }

    /// The events that put a question to people.
    List<Event> ask(Incident incident, Question question) {
        return withNotice(new Event.Asked(question), notices.question(incident, question));
    }

    /// The open question, if a step asks people something.
    public static Optional<Question> openQuestion(Incident incident) {
        return incident.phase() instanceof Phase.AwaitingAnswer(var question)
                ? Optional.of(question)
                : Optional.empty();
    }

    /// The open request, if people are being asked.
    public static Optional<ApprovalRequest> openRequest(Incident incident) {
        return switch (incident.phase()) {
            case Phase.AwaitingApproval(var request, var _) -> Optional.of(request);
            case Phase.AwaitingVeto(var request, var _) -> Optional.of(request);
            case Phase _ -> Optional.empty();
        };
    }

    private static Decision closed(Incident incident, RequestId id) {
        int number = Integer.parseInt(id.id().substring(3));
        return number <= incident.history().requests()
                ? new Refused(
                        Reason.REQUEST_CLOSED, incident.id() + ": " + id + " is closed; nothing is waiting for it")
                : new Refused(Reason.NO_SUCH_REQUEST, incident.id() + " has no request " + id);
    }

    static Decision wrongPhase(Incident incident, String rule) {
        return new Refused(
                Reason.WRONG_PHASE,
                incident.id() + " is "
                        + incident.phase()
                                .kind()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' ') + ": " + rule);
    }
}

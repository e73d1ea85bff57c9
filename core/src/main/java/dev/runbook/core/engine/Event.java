package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Outlay;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.diagnosis.RunbookFinder;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.governor.Restraint;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Something that happened to an incident. Events are facts: they are never changed or taken back.
public sealed interface Event {

    /// Somebody or something described a problem; the incident begins.
    record Reported(ProblemReport report) implements Event {}

    /// The problem was classified, and runbooks were found for it, best first.
    record Triaged(Classification classification, List<RunbookFinder.Match> matches) implements Event {
        public Triaged {
            matches = List.copyOf(matches);
        }
    }

    /// A read was answered: by the survey, by a `gather` step, or by a look at the world of the engine's own.
    ///
    /// @param step which, or one of the names for the engine's own looks ([Incident#isOwnLook])
    /// @param evidence what was seen; may be empty
    /// @param gaps what could not be looked at, one sentence each
    /// @param output the step's output for later steps
    record EvidenceGathered(StepId step, List<Evidence> evidence, List<String> gaps, Value output) implements Event {
        public EvidenceGathered {
            evidence = List.copyOf(evidence);
            gaps = List.copyOf(gaps);
        }
    }

    /// The incident follows this version of this runbook from its first step on.
    ///
    /// @param source the runbook's text, kept so that the incident always runs what it began with
    record RunbookSelected(RunbookId runbook, Digest digest, String source, String reason) implements Event {}

    /// A step was passed over.
    record StepSkipped(StepId step, String reason) implements Event {}

    /// A step that asks nobody outside is over: it decided, waited, or looked and found the world well.
    record StepCompleted(StepId step, Value output) implements Event {}

    /// A step waits: for the time it was told, or before it is tried again.
    ///
    /// @param attempt which attempt follows, from 1
    record StepDelayed(StepId step, int attempt, Instant until, String reason) implements Event {}

    /// A step begins to run for each of some values, one after the other.
    ///
    /// @param items never empty
    record LoopStarted(StepId step, List<Value> items) implements Event {
        public LoopStarted {
            items = List.copyOf(items);
        }
    }

    /// A step begins to run another runbook.
    ///
    /// @param source the other's text, kept so that the incident always runs what it began with
    record RunbookCalled(StepId step, RunbookId runbook, Digest digest, String source, Value.Fields inputs)
            implements Event {}

    /// The runbook that a step runs is at its end.
    ///
    /// @param failure why it could not be run to its end; empty when it could
    record RunbookReturned(StepId step, Optional<String> failure, Value output) implements Event {}

    /// A step asks people something.
    record Asked(Question question) implements Event {}

    /// A person answered; the actor of the event is that person.
    ///
    /// @param answers complete, each of its type
    record Answered(RequestId question, Value.Fields answers) implements Event {}

    /// An `ml_decision` step came to a diagnosis.
    record Diagnosed(StepId step, Diagnosis diagnosis) implements Event {}

    /// What was found says that it is worse, or milder, than it seemed.
    ///
    /// @param before what it was taken for until now
    record SeverityCorrected(Severity before, Reassessment found) implements Event {}

    /// A person said what kind of problem it is, and how bad; the actor of the event is that person.
    ///
    /// @param reason why; may be empty
    record Reclassified(Category category, Severity severity, String reason) implements Event {}

    /// A person ruled a cause out; the actor of the event is that person.
    ///
    /// @param reason why; may be empty
    record CauseRuledOut(CauseKind kind, String component, String reason) implements Event {}

    /// A person goes by a cause that was ruled out; the actor of the event is that person. From now on it is
    /// not ruled out, unless a person says so again.
    ///
    /// @param reason why; may be empty
    record CauseBelieved(CauseKind kind, String component, String reason) implements Event {}

    /// An `ml_decision` step ranked the actions.
    ///
    /// @param recommendations best first; empty when nothing fits
    /// @param output the step's output for later steps
    record Recommended(StepId step, List<Recommendation> recommendations, Value output) implements Event {
        public Recommended {
            recommendations = List.copyOf(recommendations);
        }
    }

    /// A language model was asked. It moves nothing.
    record ModelConsulted(Consultation consultation) implements Event {}

    /// What models have taken by all these events.
    static Outlay outlay(Stream<Event> events) {
        return Outlay.of(
                events.filter(ModelConsulted.class::isInstance).map(event -> ((ModelConsulted) event).consultation()));
    }

    /// A model's answer was checked.
    ///
    /// @param standing on whose word the answer of this task stands
    /// @param remarks what was dropped and why, or why the offline engine answered; may be empty
    record AnswerChecked(Consultation.Task task, Investigation.Standing standing, List<String> remarks)
            implements Event {
        public AnswerChecked {
            remarks = List.copyOf(remarks);
        }
    }

    /// People are asked about a plan.
    record ApprovalRequested(ApprovalRequest request) implements Event {}

    /// A person agreed; the actor of the event is that person.
    record Approved(RequestId request, Digest planHash, String comment) implements Event {}

    /// A person said no.
    record Denied(RequestId request, String reason) implements Event {}

    /// A person stopped a plan that would have run by itself.
    record Vetoed(RequestId request, String reason) implements Event {}

    /// Nobody answered in time.
    record Expired(RequestId request) implements Event {}

    /// The plan is no longer the one that was cleared or asked about.
    ///
    /// @param request what had been asked; empty when nobody had to be asked
    record ApprovalVoided(Optional<RequestId> request, List<String> differences) implements Event {
        public ApprovalVoided {
            differences = List.copyOf(differences);
        }
    }

    /// Nothing stands before the plan any more.
    ///
    /// @param ruling what the policy said
    /// @param how in words: approved by whom, not vetoed, low risk
    record ActionCleared(Plan plan, ApprovalPolicy.Ruling ruling, String how) implements Event {}

    /// The governor lets the action wait, though policy and people let it through.
    ///
    /// @param until when it is asked again
    record ActionHeld(StepId step, Restraint why, Instant until) implements Event {}

    /// The governor does not let the action run in this incident.
    record ActionRefused(StepId step, Restraint why) implements Event {}

    /// A message is about to be sent: the intent.
    record NoticeStarted(Notice notice) implements Event {}

    /// The messenger confirmed a message.
    record NoticeDelivered(IdempotencyKey notice, Value receipt) implements Event {}

    /// A message was certainly or possibly not delivered.
    record NoticeFailed(IdempotencyKey notice, String reason) implements Event {}

    /// A change of the world is about to be made, or to be taken back: the intent.
    record StepStarted(Plan plan, IdempotencyKey key, int attempt) implements Event {}

    /// The change was made.
    record StepSucceeded(StepId step, IdempotencyKey key, Value result) implements Event {}

    /// The change was certainly not made, or a step could not be prepared.
    record StepFailed(StepId step, String reason) implements Event {}

    /// Nobody knows whether the change was made; a person must say.
    record StepUncertain(StepId step, IdempotencyKey key, String reason) implements Event {}

    /// What was changed in this round is taken back from now on, the last change first.
    ///
    /// @param reason which step failed, and why
    record UndoBegun(String reason) implements Event {}

    /// A change was taken back.
    ///
    /// @param step whose change it was
    record Undone(StepId step, IdempotencyKey key, Value result) implements Event {}

    /// A change could certainly not be taken back; a person must look.
    record UndoFailed(StepId step, String reason) implements Event {}

    /// What was done in this round did not help and is taken back as far as it can be; the investigation
    /// begins anew.
    record StartedOver(String reason) implements Event {}

    /// The world is given time before it is looked at again.
    record SettleStarted(Instant until) implements Event {}

    /// The problem is gone.
    record Verified(Verification verification) implements Event {}

    /// The cause that was acted against is gone, and something that it does not explain is still wrong; the
    /// investigation begins anew for that.
    ///
    /// @param cured the cause that is gone
    /// @param verification all that was looked at
    record TroubleRemains(Hypothesis cured, Verification verification) implements Event {}

    /// A cure may not last, so the world is looked at again later.
    record WatchStarted(Instant until) implements Event {}

    /// The problem was gone, and is back.
    record CureDecayed(Verification verification) implements Event {}

    /// The problem is still there, or cannot be seen to be gone.
    record NotVerified(Verification verification) implements Event {}

    /// The incident is over.
    record Resolved(String how) implements Event {}

    /// A person must take over.
    record Escalated(String reason) implements Event {}

    /// The post-mortem was written, in Markdown.
    record Documented(String markdown) implements Event {}

    /// The incident is put away.
    record Closed(String note) implements Event {}

    /// Somebody remarked something.
    record Commented(String text) implements Event {}

    /// Another alert was taken to be of this incident, so it opened none of its own.
    ///
    /// @param because what it has to do with the incident, for people
    record AlertJoined(Alert alert, String because) implements Event {}

    /// More alerts have joined than are written down one by one; the book of alerts has them all.
    ///
    /// @param joined how many there are by now
    record AlertsCounted(long joined) implements Event {}

    /// An alert that joined says that it is worse than it was taken for.
    ///
    /// @param before what it was taken for until now
    /// @param because which alert, for people
    record SeverityRaised(Severity before, Severity severity, String because) implements Event {}

    /// An alert of this incident is over, as its sender says. Whether the problem is gone is seen by looking.
    record AlertEnded(Alert alert) implements Event {}

    /// A chat offered to ask for a call in somebody's name; nothing is asked for yet. It takes the place of
    /// what the same person was offered before.
    ///
    /// @param to the name of the operator whom it was offered to
    record Offered(String to, Call call) implements Event {}

    /// Somebody took up what they were offered; the actor of the event is that person. Nobody can take it
    /// up again.
    record OfferTaken(Call call) implements Event {}

    /// A person confirmed what the incident taught: from now on it is remembered where a problem is like
    /// it. It takes the place of what was confirmed before.
    record Remembered(PastCase lesson) implements Event {}

    /// What the incident taught is no longer remembered.
    record Forgotten(String reason) implements Event {}

    /// An operation and its values, as events and notices name it.
    record Call(OperationName operation, Value.Fields parameters) {
        /// With more parameters.
        Call with(Value.Fields more) {
            return new Call(operation, parameters.with(more.fields()));
        }
    }
}

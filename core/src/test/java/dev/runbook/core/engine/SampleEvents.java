package dev.runbook.core.engine;

import static dev.runbook.core.testkit.ApprovalFixture.VETO;
import static dev.runbook.core.testkit.ApprovalFixture.aPlan;
import static dev.runbook.core.testkit.ApprovalFixture.aRequest;
import static dev.runbook.core.testkit.IncidentFixture.KEY;
import static dev.runbook.core.testkit.IncidentFixture.aNotice;
import static dev.runbook.core.testkit.IncidentFixture.aQuestion;
import static dev.runbook.core.testkit.IncidentFixture.aRestraint;
import static dev.runbook.core.testkit.IncidentFixture.aRuling;

import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.testkit.HighCpu;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// At least one event of every kind, fitting the incidents of the fixture.
final class SampleEvents {

    private static final StepId STEP = aPlan().step();
    private static final RequestId REQUEST = RequestId.number(1);

    /// What happens in one phase only, or moves it.
    static final List<Event> THAT_MOVE = List.of(
            new Event.Reported(HighCpu.report()),
            new Event.Triaged(new Classification(Category.COMPUTE, Severity.HIGH, 0.9, List.of()), List.of()),
            new Event.EvidenceGathered(STEP, List.of(), List.of(), new Value.Nothing()),
            new Event.RunbookSelected(new RunbookId("high_cpu"), Digest.of("text"), "text", "it fits"),
            new Event.StepSkipped(STEP, "not needed"),
            new Event.StepCompleted(STEP, new Value.Nothing()),
            new Event.StepDelayed(STEP, 2, SettableClock.NOON, "it failed"),
            new Event.LoopStarted(STEP, List.of(Value.of(1))),
            new Event.RunbookCalled(STEP, new RunbookId("high_cpu"), Digest.of("text"), "text", Value.Fields.NONE),
            new Event.RunbookReturned(STEP, Optional.empty(), Value.Fields.NONE),
            new Event.Asked(aQuestion()),
            new Event.Answered(REQUEST, Value.fields("go_on", true)),
            new Event.Diagnosed(STEP, new Diagnosis(Diagnosis.Verdict.HEALTHY, List.of(), List.of())),
            new Event.SeverityCorrected(Severity.HIGH, new Reassessment(Severity.CRITICAL, "all fails", Set.of())),
            new Event.Reclassified(Category.COMPUTE, Severity.LOW, "a drill"),
            new Event.CauseRuledOut(CauseKind.MEMORY_LEAK, "checkout", "it was restarted an hour ago"),
            new Event.CauseBelieved(CauseKind.CREDENTIALS, "vault", "it was seen there"),
            new Event.Recommended(STEP, List.of(), new Value.Nothing()),
            new Event.ApprovalRequested(aRequest(VETO)),
            new Event.ApprovalRequested(aRequest(new Gate.NeedsApprovals(1, true))),
            new Event.Approved(REQUEST, aPlan().hash(), ""),
            new Event.Denied(REQUEST, "no"),
            new Event.Vetoed(REQUEST, "no"),
            new Event.Expired(REQUEST),
            new Event.ApprovalVoided(Optional.of(REQUEST), List.of("host: web-1 became web-2")),
            new Event.ActionCleared(aPlan(), aRuling(), "low risk"),
            new Event.ActionHeld(STEP, aRestraint(), SettableClock.NOON),
            new Event.ActionRefused(STEP, aRestraint()),
            new Event.NoticeDelivered(aNotice().key(), new Value.Nothing()),
            new Event.NoticeFailed(aNotice().key(), "nobody listens"),
            new Event.StepStarted(aPlan(), KEY, 1),
            new Event.StepSucceeded(STEP, KEY, new Value.Nothing()),
            new Event.StepFailed(STEP, "refused"),
            new Event.StepUncertain(STEP, KEY, "the reply was lost"),
            new Event.UndoBegun("step restart failed"),
            new Event.Undone(STEP, KEY, new Value.Nothing()),
            new Event.UndoFailed(STEP, "refused"),
            new Event.StartedOver("it did not help"),
            new Event.SettleStarted(SettableClock.NOON),
            new Event.Verified(aVerification(Verification.Answer.GOOD)),
            new Event.WatchStarted(SettableClock.NOON),
            new Event.TroubleRemains(aCause(), aVerification(Verification.Answer.BAD)),
            new Event.CureDecayed(aVerification(Verification.Answer.BAD)),
            new Event.NotVerified(aVerification(Verification.Answer.BAD)),
            new Event.Resolved("it is gone"),
            new Event.Escalated("nothing fits"),
            new Event.Documented("# Post-mortem"),
            new Event.Closed("done"),
            new Event.Remembered(aLesson()),
            new Event.Forgotten("it was something else"));

    /// What may happen at any time and moves nothing.
    static final List<Event> THAT_STAY = List.of(
            new Event.Commented("how odd"),
            new Event.AlertJoined(
                    new Alert("HighCpu", "web-1", "98 percent", Severity.HIGH, SettableClock.NOON, Map.of()),
                    "it is of web-1"),
            new Event.AlertsCounted(250),
            new Event.SeverityRaised(Severity.MEDIUM, Severity.HIGH, "the alert HighCpu of web-1 is high"),
            new Event.AlertEnded(
                    new Alert("HighCpu", "web-1", "98 percent", Severity.HIGH, SettableClock.NOON, Map.of())),
            new Event.Offered("ann", new Event.Call(OperationName.of("compute.restart_service"), Value.Fields.NONE)),
            new Event.OfferTaken(new Event.Call(OperationName.of("compute.restart_service"), Value.Fields.NONE)),
            new Event.ModelConsulted(new Consultation(
                    Consultation.Task.DIAGNOSE,
                    "model-1",
                    "diagnosis/1",
                    "what is wrong?",
                    new Consultation.Outcome.Failed("it is overloaded"),
                    Consultation.Usage.NONE,
                    0,
                    Duration.ofSeconds(2))),
            new Event.AnswerChecked(
                    Consultation.Task.SUMMARIZE, Investigation.Standing.OFFLINE, List.of("it is overloaded")),
            new Event.NoticeStarted(aNotice("INC-1/another")),
            new Event.NoticeDelivered(aNotice("INC-1/another").key(), new Value.Nothing()),
            new Event.NoticeFailed(aNotice("INC-1/another").key(), "nobody listens"));

    private SampleEvents() {}

    static PastCase aLesson() {
        return new PastCase(
                new IncidentId("INC-1"),
                SettableClock.NOON,
                "web-1 is slow",
                CauseKind.RUNAWAY_PROCESS,
                "web-1",
                Optional.empty(),
                Optional.of("web-1"),
                List.of(new PastCase.Attempt(aPlan().operation(), aPlan().parameters(), true)),
                "watch the cron job");
    }

    static Hypothesis aCause() {
        return new Hypothesis(
                "checkout uses up the processor",
                CauseKind.RUNAWAY_PROCESS,
                "checkout",
                Optional.empty(),
                0.8,
                Set.of(EvidenceId.number(1)),
                Set.of(),
                Optional.empty());
    }

    static Verification aVerification(Verification.Answer answer) {
        return Verification.of(List.of(new Verification.Signal("cpu is back", answer, "97 percent", Set.of())));
    }

    /// Every kind of event there is.
    static Set<Class<?>> kinds() {
        return Arrays.stream(Event.class.getPermittedSubclasses()).collect(Collectors.toSet());
    }
}

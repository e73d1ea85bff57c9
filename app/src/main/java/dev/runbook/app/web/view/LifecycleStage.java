package dev.runbook.app.web.view;

import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Phase;

/// The eight stages of an incident, as people speak of them.
public enum LifecycleStage {
    REPORT,
    TRIAGE,
    DIAGNOSIS,
    RECOMMENDATION,
    APPROVAL,
    EXECUTION,
    VERIFICATION,
    RESOLUTION;

    /// The stage that an event belongs to; comments and notices belong to the stage that was there before.
    static LifecycleStage of(Event event, LifecycleStage before) {
        return switch (event) {
            case Event.Reported _ -> REPORT;
            case Event.Triaged _ -> TRIAGE;
            case Event.EvidenceGathered _ -> before == VERIFICATION ? VERIFICATION : DIAGNOSIS;
            case Event.RunbookSelected _,
                    Event.Diagnosed _,
                    Event.SeverityCorrected _,
                    Event.CauseRuledOut _,
                    Event.CauseBelieved _ -> DIAGNOSIS;
            case Event.Recommended _ -> RECOMMENDATION;
            case Event.ApprovalRequested _,
                    Event.Approved _,
                    Event.Denied _,
                    Event.Vetoed _,
                    Event.Expired _,
                    Event.ApprovalVoided _ -> APPROVAL;
            case Event.ActionCleared _,
                    Event.ActionHeld _,
                    Event.ActionRefused _,
                    Event.StepStarted _,
                    Event.StepSucceeded _,
                    Event.StepUncertain _,
                    Event.UndoBegun _,
                    Event.Undone _,
                    Event.UndoFailed _ -> EXECUTION;
            case Event.StartedOver _ -> DIAGNOSIS;
            case Event.SettleStarted _,
                    Event.Verified _,
                    Event.NotVerified _,
                    Event.WatchStarted _,
                    Event.TroubleRemains _,
                    Event.CureDecayed _ -> VERIFICATION;
            case Event.Resolved _,
                    Event.Escalated _,
                    Event.Documented _,
                    Event.Closed _,
                    Event.Remembered _,
                    Event.Forgotten _ -> RESOLUTION;
            case Event.StepSkipped _,
                    Event.StepCompleted _,
                    Event.StepDelayed _,
                    Event.LoopStarted _,
                    Event.RunbookCalled _,
                    Event.RunbookReturned _,
                    Event.Asked _,
                    Event.Answered _,
                    Event.StepFailed _,
                    Event.NoticeStarted _,
                    Event.NoticeDelivered _,
                    Event.NoticeFailed _,
                    Event.ModelConsulted _,
                    Event.AnswerChecked _,
                    Event.Reclassified _,
                    Event.Offered _,
                    Event.OfferTaken _,
                    Event.AlertJoined _,
                    Event.AlertsCounted _,
                    Event.AlertEnded _,
                    Event.SeverityRaised _,
                    Event.Commented _ -> before;
        };
    }

    /// The stage that an incident is in, given the stage of its last event.
    static LifecycleStage current(Phase phase, LifecycleStage last) {
        return switch (phase) {
            case Phase.Reported _ -> TRIAGE;
            case Phase.Investigating _ -> last.compareTo(RECOMMENDATION) < 0 ? DIAGNOSIS : RECOMMENDATION;
            case Phase.AwaitingApproval _, Phase.AwaitingVeto _ -> APPROVAL;
            case Phase.AwaitingAnswer _ -> last;
            case Phase.Cleared _, Phase.Held _, Phase.Executing _, Phase.Uncertain _ -> EXECUTION;
            case Phase.Settling _, Phase.Watching _ -> VERIFICATION;
            case Phase.Resolved _, Phase.Escalated _, Phase.Closed _ -> RESOLUTION;
        };
    }
}

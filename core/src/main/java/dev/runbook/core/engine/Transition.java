package dev.runbook.core.engine;

import static dev.runbook.core.engine.Phase.Kind.AWAITING_ANSWER;
import static dev.runbook.core.engine.Phase.Kind.AWAITING_APPROVAL;
import static dev.runbook.core.engine.Phase.Kind.AWAITING_VETO;
import static dev.runbook.core.engine.Phase.Kind.CLEARED;
import static dev.runbook.core.engine.Phase.Kind.CLOSED;
import static dev.runbook.core.engine.Phase.Kind.ESCALATED;
import static dev.runbook.core.engine.Phase.Kind.EXECUTING;
import static dev.runbook.core.engine.Phase.Kind.HELD;
import static dev.runbook.core.engine.Phase.Kind.INVESTIGATING;
import static dev.runbook.core.engine.Phase.Kind.REPORTED;
import static dev.runbook.core.engine.Phase.Kind.RESOLVED;
import static dev.runbook.core.engine.Phase.Kind.SETTLING;
import static dev.runbook.core.engine.Phase.Kind.UNCERTAIN;
import static dev.runbook.core.engine.Phase.Kind.WATCHING;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// One line of the state machine: in this phase this event may happen, and leads there.
///
/// The table is the whole truth about which event may follow which. Comments, offers, notices and
/// consultations of models, which may happen in any phase and change none, stand beside it in [#ANYWHERE].
public record Transition(Phase.Kind from, Class<? extends Event> event, Phase.Kind to) {

    /// Events that may happen in any phase and leave it.
    public static final Set<Class<? extends Event>> ANYWHERE = Set.of(
            Event.Commented.class,
            Event.AlertJoined.class,
            Event.AlertsCounted.class,
            Event.AlertEnded.class,
            Event.SeverityRaised.class,
            Event.Offered.class,
            Event.OfferTaken.class,
            Event.NoticeStarted.class,
            Event.ModelConsulted.class,
            Event.AnswerChecked.class);

    /// Every transition there is.
    public static final List<Transition> TABLE = Stream.of(
                    on(REPORTED).when(Event.Triaged.class, INVESTIGATING).when(Event.Escalated.class, ESCALATED),
                    on(INVESTIGATING)
                            .stays(Event.Reclassified.class)
                            .stays(Event.CauseRuledOut.class)
                            .stays(Event.CauseBelieved.class)
                            .stays(Event.EvidenceGathered.class)
                            .stays(Event.RunbookSelected.class)
                            .stays(Event.StepSkipped.class)
                            .stays(Event.StepFailed.class)
                            .stays(Event.StepCompleted.class)
                            .stays(Event.StepDelayed.class)
                            .stays(Event.LoopStarted.class)
                            .stays(Event.RunbookCalled.class)
                            .stays(Event.RunbookReturned.class)
                            .stays(Event.UndoBegun.class)
                            .stays(Event.UndoFailed.class)
                            .stays(Event.StartedOver.class)
                            .stays(Event.Diagnosed.class)
                            .stays(Event.SeverityCorrected.class)
                            .stays(Event.Recommended.class)
                            .when(Event.ActionCleared.class, CLEARED)
                            .when(Event.ApprovalRequested.class, AWAITING_APPROVAL)
                            .when(Event.ApprovalRequested.class, AWAITING_VETO)
                            .when(Event.Asked.class, AWAITING_ANSWER)
                            .when(Event.SettleStarted.class, SETTLING)
                            .when(Event.WatchStarted.class, WATCHING)
                            .when(Event.Resolved.class, RESOLVED)
                            .when(Event.Escalated.class, ESCALATED),
                    on(AWAITING_APPROVAL)
                            .stays(Event.Approved.class)
                            .when(Event.ActionCleared.class, CLEARED)
                            .when(Event.Denied.class, INVESTIGATING)
                            .when(Event.Expired.class, INVESTIGATING)
                            .when(Event.ApprovalVoided.class, INVESTIGATING),
                    on(AWAITING_VETO)
                            .stays(Event.NoticeDelivered.class)
                            .stays(Event.EvidenceGathered.class)
                            .stays(Event.ActionHeld.class)
                            .when(Event.NoticeFailed.class, AWAITING_APPROVAL)
                            .stays(Event.Approved.class)
                            .when(Event.ActionCleared.class, CLEARED)
                            .when(Event.Vetoed.class, INVESTIGATING)
                            .when(Event.ApprovalVoided.class, INVESTIGATING),
                    on(AWAITING_ANSWER)
                            .stays(Event.Reclassified.class)
                            .when(Event.Answered.class, INVESTIGATING)
                            .when(Event.Expired.class, INVESTIGATING),
                    on(CLEARED)
                            .when(Event.StepStarted.class, EXECUTING)
                            .when(Event.ActionHeld.class, HELD)
                            .when(Event.ActionRefused.class, INVESTIGATING)
                            .when(Event.ApprovalVoided.class, INVESTIGATING),
                    on(HELD).stays(Event.ActionHeld.class)
                            .stays(Event.EvidenceGathered.class)
                            .when(Event.StepStarted.class, EXECUTING)
                            .when(Event.ActionRefused.class, INVESTIGATING)
                            .when(Event.ApprovalVoided.class, INVESTIGATING),
                    on(EXECUTING)
                            .stays(Event.ActionHeld.class)
                            .when(Event.StepSucceeded.class, INVESTIGATING)
                            .when(Event.StepFailed.class, INVESTIGATING)
                            .when(Event.Undone.class, INVESTIGATING)
                            .when(Event.UndoFailed.class, INVESTIGATING)
                            .when(Event.StepUncertain.class, UNCERTAIN),
                    on(UNCERTAIN)
                            .when(Event.StepSucceeded.class, INVESTIGATING)
                            .when(Event.StepFailed.class, INVESTIGATING)
                            .when(Event.Undone.class, INVESTIGATING)
                            .when(Event.UndoFailed.class, INVESTIGATING),
                    on(SETTLING)
                            .stays(Event.SettleStarted.class)
                            .stays(Event.EvidenceGathered.class)
                            .stays(Event.Verified.class)
                            .when(Event.WatchStarted.class, WATCHING)
                            .when(Event.Resolved.class, RESOLVED)
                            .when(Event.TroubleRemains.class, INVESTIGATING)
                            .when(Event.NotVerified.class, INVESTIGATING),
                    on(WATCHING)
                            .stays(Event.Reclassified.class)
                            .stays(Event.WatchStarted.class)
                            .stays(Event.EvidenceGathered.class)
                            .stays(Event.Verified.class)
                            .when(Event.Resolved.class, RESOLVED)
                            .when(Event.TroubleRemains.class, INVESTIGATING)
                            .when(Event.CureDecayed.class, INVESTIGATING)
                            .when(Event.Escalated.class, ESCALATED),
                    on(RESOLVED)
                            .stays(Event.Documented.class)
                            .stays(Event.Remembered.class)
                            .stays(Event.Forgotten.class)
                            .when(Event.Closed.class, CLOSED),
                    on(ESCALATED)
                            .stays(Event.Reclassified.class)
                            .stays(Event.Documented.class)
                            .when(Event.Resolved.class, RESOLVED)
                            .when(Event.Closed.class, CLOSED),
                    on(CLOSED).stays(Event.Remembered.class).stays(Event.Forgotten.class))
            .flatMap(row -> row.transitions.stream())
            .toList();

    private static final Map<Phase.Kind, Set<Class<? extends Event>>> ALLOWED = allowed();

    /// Whether an event of this kind may happen in this phase.
    public static boolean allowed(Phase.Kind from, Event event) {
        return ANYWHERE.contains(event.getClass())
                || isNoticeOutcome(event)
                || ALLOWED.getOrDefault(from, Set.of()).contains(event.getClass());
    }

    /// The outcome of a notice may arrive in any phase; only that of a veto notice moves the phase.
    private static boolean isNoticeOutcome(Event event) {
        return event instanceof Event.NoticeDelivered || event instanceof Event.NoticeFailed;
    }

    private static Map<Phase.Kind, Set<Class<? extends Event>>> allowed() {
        var allowed = new EnumMap<Phase.Kind, Set<Class<? extends Event>>>(Phase.Kind.class);
        for (var transition : TABLE)
            allowed.computeIfAbsent(transition.from, _ -> new HashSet<>()).add(transition.event);
        return allowed;
    }

    private static Rows on(Phase.Kind from) {
        return new Rows(from);
    }

    private static final class Rows {
        private final Phase.Kind from;
        private final List<Transition> transitions = new java.util.ArrayList<>();

        private Rows(Phase.Kind from) {
            this.from = from;
        }

        private Rows when(Class<? extends Event> event, Phase.Kind to) {
            transitions.add(new Transition(from, event, to));
            return this;
        }

        private Rows stays(Class<? extends Event> event) {
            return when(event, from);
        }
    }
}

package dev.runbook.core.engine;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.governor.Restraint;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.operation.IdempotencyKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where an incident stands. Each phase holds what is true of it alone.
public sealed interface Phase {

    /// Taken in, not yet looked at.
    record Reported() implements Phase {}

    /// Gathering evidence, diagnosing, choosing what to do next.
    record Investigating() implements Phase {}

    /// People must approve.
    ///
    /// @param approvals who has approved so far, in order, no one twice
    record AwaitingApproval(ApprovalRequest request, List<Actor.Operator> approvals) implements Phase {
        public AwaitingApproval {
            approvals = List.copyOf(approvals);
        }
    }

    /// It runs unless somebody vetoes.
    ///
    /// @param windowEnds empty until delivery of the notice is confirmed; the window is not open before
    record AwaitingVeto(ApprovalRequest request, Optional<Instant> windowEnds) implements Phase {}

    /// People are asked something.
    record AwaitingAnswer(Question question) implements Phase {}

    /// Nothing stands before the plan; it has not started.
    ///
    /// @param request the request that cleared it, if anybody was asked
    /// @param since when it was cleared
    record Cleared(Plan plan, ApprovalPolicy.Ruling ruling, Optional<ApprovalRequest> request, Instant since)
            implements Phase {}

    /// Nothing stands before the plan but the governor, who lets it wait.
    ///
    /// @param cleared the plan and what let it through
    /// @param until when the governor is asked again
    record Held(Cleared cleared, Restraint why, Instant until) implements Phase {}

    /// The intent is written; the outcome is not known yet.
    record Executing(Plan plan, IdempotencyKey key, int attempt) implements Phase {}

    /// Nobody knows whether the change was made; a person must say.
    record Uncertain(Plan plan, IdempotencyKey key, String reason) implements Phase {}

    /// The change was made; the world is given time.
    ///
    /// @param look the how-manieth look comes next, from 1
    record Settling(Instant until, int look) implements Phase {}

    /// The problem is gone; whether it stays so is looked at again.
    ///
    /// @param look the how-manieth look comes next, from 1
    record Watching(Instant until, int look) implements Phase {}

    /// The problem is gone.
    record Resolved(boolean documented) implements Phase {}

    /// A person must take over.
    record Escalated(String reason, boolean documented) implements Phase {}

    /// Put away.
    record Closed() implements Phase {}

    /// The phases by name, for tables and screens.
    enum Kind {
        REPORTED,
        INVESTIGATING,
        AWAITING_APPROVAL,
        AWAITING_VETO,
        AWAITING_ANSWER,
        CLEARED,
        HELD,
        EXECUTING,
        UNCERTAIN,
        SETTLING,
        WATCHING,
        RESOLVED,
        ESCALATED,
        CLOSED;

        /// Whether what comes next depends on the runbook.
        boolean followsRunbook() {
            return switch (this) {
                case INVESTIGATING, AWAITING_VETO, CLEARED, HELD, SETTLING, WATCHING -> true;
                case REPORTED, AWAITING_APPROVAL, AWAITING_ANSWER, EXECUTING, UNCERTAIN, RESOLVED, ESCALATED, CLOSED ->
                    false;
            };
        }
    }

    default Kind kind() {
        return switch (this) {
            case Reported _ -> Kind.REPORTED;
            case Investigating _ -> Kind.INVESTIGATING;
            case AwaitingApproval _ -> Kind.AWAITING_APPROVAL;
            case AwaitingVeto _ -> Kind.AWAITING_VETO;
            case AwaitingAnswer _ -> Kind.AWAITING_ANSWER;
            case Cleared _ -> Kind.CLEARED;
            case Held _ -> Kind.HELD;
            case Executing _ -> Kind.EXECUTING;
            case Uncertain _ -> Kind.UNCERTAIN;
            case Settling _ -> Kind.SETTLING;
            case Watching _ -> Kind.WATCHING;
            case Resolved _ -> Kind.RESOLVED;
            case Escalated _ -> Kind.ESCALATED;
            case Closed _ -> Kind.CLOSED;
        };
    }
}

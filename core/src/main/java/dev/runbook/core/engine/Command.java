package dev.runbook.core.engine;

import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.util.Optional;
import java.util.Set;

/// Something a person wants to do to an incident. The engine decides what comes of it.
public sealed interface Command {

    /// Who wants it.
    Actor.Operator by();

    /// @param planHash the plan the person saw; an approval of another plan does not count
    /// @param roles what the person is, as far as whoever signed them in knows
    record Approve(Actor.Operator by, RequestId request, Digest planHash, String comment, Set<String> roles)
            implements Command {
        public Approve {
            roles = Set.copyOf(roles);
        }

        /// An approval of somebody of whom no role is known.
        public Approve(Actor.Operator by, RequestId request, Digest planHash, String comment) {
            this(by, request, planHash, comment, Set.of());
        }
    }

    record Deny(Actor.Operator by, RequestId request, String reason) implements Command {}

    record Veto(Actor.Operator by, RequestId request, String reason) implements Command {}

    /// Answers a question that a step asks.
    record Answer(Actor.Operator by, RequestId question, Value.Fields answers) implements Command {}

    /// Says whether an effect happened whose outcome nobody knew.
    record Attest(Actor.Operator by, boolean happened, String note) implements Command {}

    /// Says that an escalated incident is over.
    record Resolve(Actor.Operator by, String how) implements Command {}

    record Close(Actor.Operator by, String note) implements Command {}

    /// Confirms what an incident that is over taught, so that it is remembered.
    ///
    /// @param cause the kind of its cause; what the diagnosis says when empty
    /// @param component where the cause sat; what the diagnosis says when empty
    /// @param note what else there is to be known; may be empty
    record Remember(Actor.Operator by, Optional<CauseKind> cause, Optional<String> component, String note)
            implements Command {}

    /// Takes back what was confirmed.
    record Forget(Actor.Operator by, String reason) implements Command {}

    /// Writes the post-mortem anew; the one before stays in the journal.
    record Document(Actor.Operator by, String markdown) implements Command {}

    /// Says what kind of problem it is, and how bad.
    ///
    /// @param category as it is now when empty
    /// @param severity as it is now when empty
    record Reclassify(Actor.Operator by, Optional<Category> category, Optional<Severity> severity, String reason)
            implements Command {}

    /// Has another runbook followed instead of what is proposed.
    record Follow(Actor.Operator by, Runbook runbook, String reason) implements Command {}

    /// Has another hypothesis followed instead of what is proposed: all that rank above it are ruled out. It
    /// may be one that is ruled out itself.
    record Steer(Actor.Operator by, CauseKind cause, String component, String reason) implements Command {}

    /// Takes up what a chat offered to this person.
    ///
    /// @param call what the person saw; an offer of something else does not count
    record TakeOffer(Actor.Operator by, Event.Call call) implements Command {}

    record Comment(Actor.Operator by, String text) implements Command {}
}

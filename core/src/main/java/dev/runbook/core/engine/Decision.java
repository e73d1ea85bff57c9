package dev.runbook.core.engine;

import java.util.List;

/// What comes of a command.
public sealed interface Decision {

    /// It holds, and these events say so.
    record Accepted(List<Event> events) implements Decision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /// It does not count.
    ///
    /// @param message for the person, naming the thing and what to do
    record Refused(Reason reason, String message) implements Decision {}

    /// Why a command does not count.
    enum Reason {
        /// There never was such a request.
        NO_SUCH_REQUEST,
        /// The request was decided, voided, or has expired.
        REQUEST_CLOSED,
        /// The person has approved already.
        ALREADY_APPROVED,
        /// Who asked for it cannot approve it.
        REQUESTER,
        /// The policy wants somebody with another role.
        ROLE,
        /// The plan is not the one the person saw.
        STALE_PLAN,
        /// The answers are not of the kind that is asked for.
        WRONG_ANSWER,
        /// The incident is not where such a thing can be done.
        WRONG_PHASE
    }
}

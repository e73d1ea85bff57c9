package dev.runbook.core.approval;

import java.time.Duration;

/// What stands between a plan and its execution, from open to shut.
public sealed interface Gate {

    /// It runs at once.
    record RunsAtOnce() implements Gate {}

    /// It runs when the window ends, unless somebody vetoes. The window opens once delivery of the notice is
    /// confirmed.
    record RunsUnlessVetoed(Duration window) implements Gate {
        public RunsUnlessVetoed {
            if (!window.isPositive()) throw new IllegalArgumentException("veto window must be positive: " + window);
        }
    }

    /// So many different operators must approve.
    ///
    /// @param requesterMayApprove whether the operator who reported the incident counts as one of them
    record NeedsApprovals(int quorum, boolean requesterMayApprove) implements Gate {
        public NeedsApprovals {
            if (quorum < 1) throw new IllegalArgumentException("a quorum of " + quorum + " approves nothing");
        }
    }

    /// It never runs.
    record Forbidden() implements Gate {}

    /// Whether this lets less through than `other`.
    default boolean isStricterThan(Gate other) {
        return switch (this) {
            case RunsAtOnce _ -> false;
            case RunsUnlessVetoed(var window) ->
                switch (other) {
                    case RunsAtOnce _ -> true;
                    case RunsUnlessVetoed(var theirs) -> window.compareTo(theirs) > 0;
                    case NeedsApprovals _, Forbidden _ -> false;
                };
            case NeedsApprovals(var quorum, var requester) ->
                switch (other) {
                    case RunsAtOnce _, RunsUnlessVetoed _ -> true;
                    case NeedsApprovals(var theirs, var theirRequester) ->
                        quorum > theirs || (quorum == theirs && !requester && theirRequester);
                    case Forbidden _ -> false;
                };
            case Forbidden _ -> !(other instanceof Forbidden);
        };
    }
}

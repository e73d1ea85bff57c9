package dev.runbook.core.approval;

import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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
    /// @param roles what each of them must be, all of it; anybody who may decide when empty
    record NeedsApprovals(int quorum, boolean requesterMayApprove, Set<String> roles) implements Gate {
        public NeedsApprovals {
            if (quorum < 1) throw new IllegalArgumentException("a quorum of " + quorum + " approves nothing");
            // Journals from before there were roles say nothing about them.
            roles = Collections.unmodifiableSet(new TreeSet<>(Objects.requireNonNullElse(roles, Set.of())));
        }

        /// Approvals of anybody who may decide.
        public NeedsApprovals(int quorum, boolean requesterMayApprove) {
            this(quorum, requesterMayApprove, Set.of());
        }
    }

    /// It never runs.
    record Forbidden() implements Gate {}

    /// The gate that lets through only what both of them would, whichever is asked first.
    default Gate and(Gate other) {
        return switch (this) {
            case RunsAtOnce _ -> other;
            case Forbidden _ -> this;
            case RunsUnlessVetoed(var window) ->
                switch (other) {
                    case RunsAtOnce _ -> this;
                    case RunsUnlessVetoed(var theirs) -> window.compareTo(theirs) >= 0 ? this : other;
                    case NeedsApprovals _, Forbidden _ -> other;
                };
            case NeedsApprovals(var quorum, var requester, var roles) ->
                switch (other) {
                    case RunsAtOnce _, RunsUnlessVetoed _ -> this;
                    case NeedsApprovals(var theirs, var theirRequester, var theirRoles) ->
                        new NeedsApprovals(
                                Math.max(quorum, theirs), requester && theirRequester, union(roles, theirRoles));
                    case Forbidden _ -> other;
                };
        };
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        var all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }
}

package dev.runbook.core.approval;

import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A question to people about one exact plan.
///
/// @param gate what is asked for: approvals, or silence until a veto window ends
/// @param reasons which rules of the policy ask for it
/// @param why the recommendation's reason, for the people who decide
/// @param expiresAt when an unanswered request expires and the incident escalates
public record ApprovalRequest(
        RequestId id, Plan plan, Gate gate, List<String> reasons, String why, Instant requestedAt, Instant expiresAt) {
    public ApprovalRequest {
        reasons = List.copyOf(reasons);
    }

    /// The same question with another gate, and why.
    public ApprovalRequest behind(Gate other, String reason) {
        var all = new ArrayList<>(reasons);
        all.add(reason);
        return new ApprovalRequest(id, plan, other, all, why, requestedAt, expiresAt);
    }

    /// What a decision must name to count.
    public Digest planHash() {
        return plan.hash();
    }
}

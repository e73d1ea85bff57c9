package dev.runbook.core.approval;

import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A question to people about one exact plan.
///
/// @param gate what is asked for: approvals, or silence until a veto window ends
/// @param reasons which rules of the policy ask for it
/// @param why the recommendation's reason, for the people who decide
/// @param expiresAt when an unanswered request expires
/// @param otherwise what follows when it comes to nothing; a person takes over when empty
public record ApprovalRequest(
        RequestId id,
        Plan plan,
        Gate gate,
        List<String> reasons,
        String why,
        Instant requestedAt,
        Instant expiresAt,
        Optional<Otherwise> otherwise) {

    /// What follows when a request comes to nothing.
    ///
    /// @param declined when somebody denies or vetoes it
    /// @param unanswered when nobody decides in time
    public record Otherwise(ApprovalPolicy.Aftermath declined, ApprovalPolicy.Aftermath unanswered) {}

    public ApprovalRequest {
        reasons = List.copyOf(reasons);
    }

    /// A request after which a person takes over if it comes to nothing.
    public ApprovalRequest(
            RequestId id,
            Plan plan,
            Gate gate,
            List<String> reasons,
            String why,
            Instant requestedAt,
            Instant expiresAt) {
        this(id, plan, gate, reasons, why, requestedAt, expiresAt, Optional.empty());
    }

    /// What follows when somebody denies or vetoes it.
    public ApprovalPolicy.Aftermath ifDeclined() {
        return otherwise.map(Otherwise::declined).orElse(ApprovalPolicy.Aftermath.ESCALATES);
    }

    /// What follows when nobody decides in time.
    public ApprovalPolicy.Aftermath ifUnanswered() {
        return otherwise.map(Otherwise::unanswered).orElse(ApprovalPolicy.Aftermath.ESCALATES);
    }

    /// The same question with another gate, and why.
    public ApprovalRequest behind(Gate other, String reason) {
        var all = new ArrayList<>(reasons);
        all.add(reason);
        return new ApprovalRequest(id, plan, other, all, why, requestedAt, expiresAt, otherwise);
    }

    /// What a decision must name to count.
    public Digest planHash() {
        return plan.hash();
    }
}

package dev.runbook.app.web.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A question to people about one exact plan, and what became of it.
public record RequestView(
        @Schema(example = "ap-1") String id,

        @Schema(description = "open, cleared, denied, vetoed, expired or void")
        String state,

        @Schema(description = "The exact action") PlanView plan,

        @Schema(description = "The digest that a decision must name")
        String planHash,

        GateView gate,

        @Schema(description = "The rules of the approval policy that ask for it")
        List<String> reasons,

        @Schema(description = "Why this action, in words") String why,

        @Schema(
                description =
                        "What differs from the plan of the same step that was asked about or cleared before and is"
                                + " void now; empty when there was none")
        List<String> changed,

        @Schema(description = "What should be seen afterwards")
        Optional<String> expectedEffect,

        Instant requestedAt,
        Instant expiresAt,

        @Schema(description = "Who approved so far") List<ApprovalView> approvals,

        @Schema(description = "How it ended; absent while it is open")
        Optional<EndView> end) {

    /// One approval.
    public record ApprovalView(String by, Instant at, String comment) {}

    /// How a request ended.
    public record EndView(String by, Instant at, String reason) {}
}

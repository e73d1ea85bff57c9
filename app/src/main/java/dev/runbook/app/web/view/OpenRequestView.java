package dev.runbook.app.web.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.runbook.app.web.Pace;
import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Phase;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;

/// The decision that people are asked for now.
public record OpenRequestView(
        @JsonUnwrapped RequestView request,

        @Schema(description = "How many more operators must approve; 0 when it runs unless vetoed")
        int missingApprovals,

        @Schema(description = "When the time to decide ends; absent while a veto window is not open yet")
        Optional<Instant> decideBy,

        @Schema(description = "How many seconds of a person's time are left until then")
        Optional<Long> secondsLeft,

        @Schema(description = "What happens if nobody decides, in words")
        String ifNobodyDecides,

        @Schema(description = "When the newest evidence behind the plan was observed")
        Optional<Instant> evidenceAsOf) {

    /// @param request the same request as the journal tells it
    static Optional<OpenRequestView> of(Incident incident, RequestView request, Pace pace) {
        return switch (incident.phase()) {
            case Phase.AwaitingApproval(var asked, var approvals) ->
                Optional.of(view(
                        incident,
                        request,
                        quorum(asked) - approvals.size(),
                        Optional.of(asked.expiresAt()),
                        asked.ifUnanswered() == ApprovalPolicy.Aftermath.ESCALATES
                                ? "The request expires, nothing is executed, and the incident goes to a person."
                                : "The request expires, nothing is executed, and the runbook goes on without the step.",
                        pace));
            case Phase.AwaitingVeto(var _, var windowEnds) ->
                Optional.of(view(
                        incident,
                        request,
                        0,
                        windowEnds,
                        windowEnds.isPresent()
                                ? "It runs when the window ends, if the plan still holds then."
                                : "The veto window opens once delivery of the notice is confirmed; it runs when the"
                                        + " window ends.",
                        pace));
            case Phase _ -> Optional.empty();
        };
    }

    /// Whether this operator's approval would count, as far as it hangs on who they are to this incident.
    public boolean mayApprove(String operator, String reporter) {
        return request.approvals().stream().noneMatch(approval -> approval.by().equals(operator))
                && (!operator.equals(reporter)
                        || request.gate().requesterMayApprove().orElse(false));
    }

    /// Who must still approve, in words.
    public String needs(String reporter) {
        var who = missingApprovals == 1 ? "one operator" : missingApprovals + " different operators";
        var roles = request.gate().roles();
        var which = roles.isEmpty() ? who : who + " with the role " + String.join(" and ", roles);
        return request.gate().requesterMayApprove().orElse(true) ? which : which + ", not " + reporter;
    }

    private static OpenRequestView view(
            Incident incident,
            RequestView request,
            int missing,
            Optional<Instant> decideBy,
            String ifNobodyDecides,
            Pace pace) {
        return new OpenRequestView(
                request,
                missing,
                decideBy,
                decideBy.map(end -> pace.left(end).toSeconds()),
                ifNobodyDecides,
                incident.findings().evidence().stream()
                        .map(evidence -> evidence.observedAt())
                        .max(Instant::compareTo));
    }

    private static int quorum(ApprovalRequest request) {
        return request.gate() instanceof Gate.NeedsApprovals(var quorum, var _, var _) ? quorum : 1;
    }
}

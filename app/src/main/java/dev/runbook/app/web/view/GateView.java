package dev.runbook.app.web.view;

import dev.runbook.core.approval.Gate;
import dev.runbook.core.operation.Durations;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/// What stands before an action.
public record GateView(
        @Schema(description = "at_once, unless_vetoed, approvals or forbidden")
        String kind,

        @Schema(description = "How many different operators must approve")
        Optional<Integer> quorum,

        @Schema(description = "Whether the operator who reported the incident may be one of them")
        Optional<Boolean> requesterMayApprove,

        @Schema(description = "The roles that each of them must have")
        List<String> roles,

        @Schema(description = "How long it can be vetoed once its notice is delivered", example = "5m")
        Optional<String> window) {
    public static GateView of(Gate gate) {
        return switch (gate) {
            case Gate.RunsAtOnce _ ->
                new GateView("at_once", Optional.empty(), Optional.empty(), List.of(), Optional.empty());
            case Gate.RunsUnlessVetoed(var window) ->
                new GateView(
                        "unless_vetoed",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.of(Durations.display(window)));
            case Gate.NeedsApprovals(var quorum, var requester, var roles) ->
                new GateView(
                        "approvals", Optional.of(quorum), Optional.of(requester), List.copyOf(roles), Optional.empty());
            case Gate.Forbidden _ ->
                new GateView("forbidden", Optional.empty(), Optional.empty(), List.of(), Optional.empty());
        };
    }
}

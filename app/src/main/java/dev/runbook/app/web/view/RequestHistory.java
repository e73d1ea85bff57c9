package dev.runbook.app.web.view;

import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.Recommendation;
import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.StepId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects the approval requests of one incident from its journal.
final class RequestHistory {

    private final Map<RequestId, Asked> requests = new LinkedHashMap<>();
    private final Map<StepId, List<String>> voided = new HashMap<>();
    private List<Recommendation> recommendations = List.of();
    private Optional<StepId> cleared = Optional.empty();

    /// Every request in the order of asking.
    static List<RequestView> of(List<JournalEntry> entries) {
        var history = new RequestHistory();
        for (var entry : entries) history.take(entry.stamped());
        return history.requests.values().stream().map(Asked::view).toList();
    }

    private void take(Stamped stamped) {
        switch (stamped.event()) {
            case Event.Recommended(var _, var latest, var _) -> recommendations = latest;
            case Event.ApprovalRequested(var request) ->
                requests.put(
                        request.id(),
                        new Asked(
                                request,
                                expectedEffect(request),
                                voided.getOrDefault(request.plan().step(), List.of())));
            case Event.Approved(var request, var _, var comment) ->
                find(request)
                        .ifPresent(asked -> asked.approvals.add(
                                new RequestView.ApprovalView(stamped.actor().label(), stamped.at(), comment)));
            case Event.Denied(var request, var reason) -> end(request, "denied", reason, stamped);
            case Event.Vetoed(var request, var reason) -> end(request, "vetoed", reason, stamped);
            case Event.Expired(var request) -> end(request, "expired", "nobody answered in time", stamped);
            case Event.ApprovalVoided(var request, var differences) -> {
                request.ifPresent(id -> end(id, "void", String.join("; ", differences), stamped));
                request.flatMap(this::find)
                        .map(asked -> asked.request.plan().step())
                        .or(() -> cleared)
                        .ifPresent(step -> voided.put(step, differences));
            }
            case Event.ActionCleared(var plan, var _, var how) -> {
                cleared = Optional.of(plan.step());
                requests.values().stream()
                        .filter(asked ->
                                asked.end.isEmpty() && asked.request.plan().equals(plan))
                        .forEach(asked -> asked.end("cleared", how, stamped));
            }
            case Event.StepStarted(var plan, var _, var _) -> voided.remove(plan.step());
            case Event _ -> {}
        }
    }

    private Optional<String> expectedEffect(ApprovalRequest request) {
        return recommendations.stream()
                .filter(r -> r.runbook().equals(request.plan().runbook())
                        && r.step().equals(request.plan().step()))
                .map(Recommendation::expectedEffect)
                .findFirst();
    }

    private Optional<Asked> find(RequestId request) {
        return Optional.ofNullable(requests.get(request));
    }

    private void end(RequestId request, String state, String reason, Stamped stamped) {
        find(request).ifPresent(asked -> asked.end(state, reason, stamped));
    }

    private static final class Asked {
        private final ApprovalRequest request;
        private final Optional<String> expectedEffect;
        private final List<String> changed;
        private final List<RequestView.ApprovalView> approvals = new ArrayList<>();
        private String state = "open";
        private Optional<RequestView.EndView> end = Optional.empty();

        private Asked(ApprovalRequest request, Optional<String> expectedEffect, List<String> changed) {
            this.request = request;
            this.expectedEffect = expectedEffect;
            this.changed = changed;
        }

        /// A clearance can still be voided; the last word counts.
        private void end(String how, String reason, Stamped stamped) {
            state = how;
            end = Optional.of(new RequestView.EndView(stamped.actor().label(), stamped.at(), reason));
        }

        private RequestView view() {
            return new RequestView(
                    request.id().id(),
                    state,
                    PlanView.of(request.plan()),
                    request.planHash().hex(),
                    GateView.of(request.gate()),
                    request.reasons(),
                    request.why(),
                    changed,
                    expectedEffect,
                    request.requestedAt(),
                    request.expiresAt(),
                    List.copyOf(approvals),
                    end);
        }
    }
}

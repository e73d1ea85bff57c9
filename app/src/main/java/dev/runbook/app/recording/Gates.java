package dev.runbook.app.recording;

import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.engine.Event;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Durations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What stood before the actions of an incident.
final class Gates {

    private static final String FORBIDS = "the policy forbids ";

    private Gates() {}

    /// The actions that something else would have stood before, in the order they came up then.
    static List<String> changed(List<Stamped> then, List<Stamped> supposed) {
        var before = of(then);
        var now = of(supposed);
        var lines = new ArrayList<String>();
        before.forEach((action, gate) -> {
            var other = now.getOrDefault(action, forbidden(action, supposed));
            if (!other.isEmpty() && !other.equals(gate)) lines.add(action + ": " + gate + "; would have: " + other);
        });
        return lines;
    }

    private static Map<String, String> of(List<Stamped> events) {
        var gates = new LinkedHashMap<String, String>();
        for (var stamped : events)
            switch (stamped.event()) {
                case Event.ApprovalRequested(var request) ->
                    gates.putIfAbsent(named(request.plan()), said(request.gate(), request.reasons()));
                case Event.ActionCleared(var plan, var ruling, var _) ->
                    gates.putIfAbsent(named(plan), said(ruling.gate(), ruling.reasons()));
                case Event _ -> {}
            }
        return gates;
    }

    private static String named(Plan plan) {
        return plan.operation() + " " + plan.parameters().display();
    }

    private static String said(Gate gate, List<String> reasons) {
        var tier = switch (gate) {
            case Gate.RunsAtOnce _ -> "runs at once";
            case Gate.RunsUnlessVetoed(var window) -> "runs unless vetoed within " + Durations.display(window);
            case Gate.NeedsApprovals(var quorum, var requester, var roles) ->
                "needs " + (quorum == 1 ? "1 approval" : quorum + " approvals")
                        + (roles.isEmpty() ? "" : " of " + String.join(" and ", roles))
                        + (requester ? "" : ", none of them the reporter's");
            case Gate.Forbidden _ -> "is forbidden";
        };
        return tier + " (" + String.join("; ", reasons) + ")";
    }

    private static String forbidden(String action, List<Stamped> events) {
        for (var stamped : events)
            if (stamped.event() instanceof Event.Escalated(var reason)
                    && reason.startsWith(FORBIDS)
                    && action.startsWith(reason.substring(FORBIDS.length(), reason.indexOf(": ")) + " "))
                return "is forbidden (" + reason.substring(reason.indexOf(": ") + 2) + ")";
        return "";
    }
}

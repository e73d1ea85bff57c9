package dev.runbook.app.server;

import dev.runbook.app.web.Setup;
import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.governor.FreezeWindow;
import dev.runbook.core.governor.Limits;
import dev.runbook.core.operation.Durations;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The approval policy and the governor's limits in words.
final class GovernanceText {

    private GovernanceText() {}

    static Setup.Governance of(Optional<String> file, ApprovalPolicy policy, Limits limits) {
        return new Setup.Governance(
                file,
                policy.rules().stream()
                        .map(rule -> new Setup.PolicyRule(rule.name(), rule.because(), gate(rule.gate())))
                        .toList(),
                List.of(
                        "a target is changed by one incident at a time, for at most "
                                + Durations.display(limits.lock()),
                        "the same action on the same target for another incident waits "
                                + Durations.display(limits.coolDown()),
                        "an action that did not help " + limits.inVain() + " times within "
                                + Durations.display(limits.inVainWithin()) + " is not done again",
                        "a service has at most " + limits.budget() + " changes an hour"),
                limits.freezes().stream().map(GovernanceText::freeze).toList());
    }

    private static String gate(Gate gate) {
        return switch (gate) {
            case Gate.RunsAtOnce _ -> "runs at once";
            case Gate.RunsUnlessVetoed(var window) -> "runs unless vetoed within " + Durations.display(window);
            case Gate.NeedsApprovals(var quorum, var requester, var roles) ->
                quorum
                        + (quorum == 1 ? " approval" : " approvals")
                        + (roles.isEmpty() ? "" : " of a " + String.join(" and ", roles))
                        + (requester ? "" : ", not by who reported it");
            case Gate.Forbidden _ -> "forbidden";
        };
    }

    private static String freeze(FreezeWindow freeze) {
        var when = switch (freeze.when()) {
            case FreezeWindow.When.Once(var from, var until) -> "from " + from + " to " + until;
            case FreezeWindow.When.Weekly(var days, var from, var length, var zone) ->
                "every " + days.stream().sorted().map(GovernanceText::word).collect(Collectors.joining(", ")) + " at "
                        + from + " " + zone + " for " + Durations.display(length);
        };
        return freeze.name() + ": " + when + ", " + some(freeze.services(), "every service") + " in "
                + some(freeze.environments(), "every environment");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String some(Set<String> names, String all) {
        return names.isEmpty() ? all : String.join(", ", new TreeSet<>(names));
    }
}

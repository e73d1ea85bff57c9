package dev.runbook.core.approval;

import dev.runbook.core.incident.Category;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// Decides what stands before a plan: a list of named rules. Every rule that applies answers; the strictest
/// answer wins, whatever the order of the rules.
///
/// @param rules never empty
/// @param expiry how long a request stays open before it expires and the incident escalates
public record ApprovalPolicy(List<Rule> rules, Duration expiry) {

    /// One rule.
    ///
    /// @param name for the people who are asked
    /// @param applies whether the rule has a say about this question
    public record Rule(String name, Predicate<Question> applies, Gate gate) {}

    /// What the policy is asked about.
    ///
    /// @param stepRequiresApproval whether the runbook asks for approval whatever the risk
    /// @param onModelAlone whether only a language model says that this action helps
    public record Question(
            Plan plan,
            OperationName operation,
            String environment,
            Category category,
            boolean stepRequiresApproval,
            boolean onModelAlone) {}

    /// The policy's answer.
    ///
    /// @param gate the strictest of all answers; of two that each ask for more in another way, both together
    /// @param reasons the names of the rules that gave it; never empty
    public record Ruling(Gate gate, List<String> reasons) {
        public Ruling {
            reasons = List.copyOf(reasons);
        }
    }

    public ApprovalPolicy {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) throw new IllegalArgumentException("an approval policy without rules would gate nothing");
        if (!expiry.isPositive()) throw new IllegalArgumentException("expiry must be positive: " + expiry);
    }

    /// The default ladder: low runs, medium runs unless vetoed, high needs one operator, critical two who did
    /// not ask.
    public static ApprovalPolicy ladder(Duration vetoWindow, Duration expiry) {
        return new ApprovalPolicy(
                List.of(
                        new Rule("low risk runs at once", risk(RiskLevel.LOW), new Gate.RunsAtOnce()),
                        new Rule(
                                "medium risk runs unless vetoed",
                                risk(RiskLevel.MEDIUM),
                                new Gate.RunsUnlessVetoed(vetoWindow)),
                        new Rule(
                                "high risk needs one operator", risk(RiskLevel.HIGH), new Gate.NeedsApprovals(1, true)),
                        new Rule(
                                "critical risk needs two operators other than the requester",
                                risk(RiskLevel.CRITICAL),
                                new Gate.NeedsApprovals(2, false)),
                        new Rule(
                                "the runbook requires approval of this step",
                                Question::stepRequiresApproval,
                                new Gate.NeedsApprovals(1, true)),
                        new Rule(
                                "only a language model says that this helps",
                                Question::onModelAlone,
                                new Gate.NeedsApprovals(1, true))),
                expiry);
    }

    private static Predicate<Question> risk(RiskLevel level) {
        return question -> question.plan().risk() == level;
    }

    /// The ruling on one plan. A plan that no rule speaks of is forbidden.
    public Ruling rule(Question question) {
        var speaking = rules.stream().filter(r -> r.applies().test(question)).toList();
        return speaking.stream()
                .map(Rule::gate)
                .reduce(Gate::and)
                .map(gate -> new Ruling(gate, reasons(speaking, gate)))
                .orElseGet(
                        () -> new Ruling(new Gate.Forbidden(), List.of("no rule of the policy speaks of this action")));
    }

    /// The rules that ask for this gate; where none asks for all of it, those that ask for a part.
    private static List<String> reasons(List<Rule> speaking, Gate gate) {
        var whole = speaking.stream()
                .filter(r -> r.gate().equals(gate))
                .map(Rule::name)
                .toList();
        return whole.isEmpty()
                ? speaking.stream()
                        .filter(r -> asksForPart(r.gate(), gate))
                        .map(Rule::name)
                        .toList()
                : whole;
    }

    private static boolean asksForPart(Gate part, Gate whole) {
        return part instanceof Gate.NeedsApprovals(var quorum, var requester)
                && whole instanceof Gate.NeedsApprovals(var all, var allRequester)
                && (quorum == all || (!requester && !allRequester));
    }
}

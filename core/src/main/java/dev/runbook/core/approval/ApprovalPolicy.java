package dev.runbook.core.approval;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Decides what stands before a plan: a list of named rules. Every rule that applies answers; the strictest
/// answer wins, whatever the order of the rules. Pure.
///
/// @param rules never empty, each with a name of its own
/// @param expiry how long a request stays open unless a rule says less
/// @param requesterMayApprove whether, where the engine itself asks for one operator, the one who reported the
///     incident will do
public record ApprovalPolicy(List<Rule> rules, Duration expiry, boolean requesterMayApprove) {

    /// One rule.
    ///
    /// @param name for the people who are asked
    /// @param because the reason for the rule, for the same people; may be empty
    /// @param when what the rule speaks of
    /// @param gate what it asks for
    /// @param terms how long its requests stay open, and what follows when nobody decides
    public record Rule(String name, String because, Condition when, Gate gate, Terms terms) {

        /// A rule of the engine's own, under the terms of the policy.
        public Rule(String name, Condition when, Gate gate) {
            this(name, "", when, gate, Terms.OF_THE_POLICY);
        }

        /// The name and the reason.
        String display() {
            return because.isBlank() ? name : name + ": " + because;
        }
    }

    /// Whether a rule has a say about a question.
    @FunctionalInterface
    public interface Condition {
        boolean holds(Question question);
    }

    /// How long a request stays open, and what follows when nobody decides. It never runs then.
    ///
    /// @param expiry shorter than the policy's own, or empty for that
    /// @param unanswered what follows when it expires
    public record Terms(Optional<Duration> expiry, Aftermath unanswered) {
        /// As long as the policy says; then a person takes over.
        public static final Terms OF_THE_POLICY = new Terms(Optional.empty(), Aftermath.ESCALATES);

        public Terms {
            expiry.ifPresent(span -> {
                if (!span.isPositive()) throw new IllegalArgumentException("expiry must be positive: " + span);
            });
        }
    }

    /// What follows when a request comes to nothing.
    public enum Aftermath {
        /// A person takes over.
        ESCALATES,
        /// The step has failed, and its runbook says what follows.
        GOES_ON
    }

    /// What the policy is asked about.
    ///
    /// @param stepRequiresApproval whether the runbook asks for approval whatever the risk
    /// @param onModelAlone whether only a language model says that this action helps
    public record Question(Plan plan, Situation situation, boolean stepRequiresApproval, boolean onModelAlone) {

        /// The operations that would be allowed: that of the plan, and that of its undo.
        public List<OperationName> operations() {
            return plan.operations();
        }

        /// The services that the plan is about: those that the incident names, and that the plan acts upon.
        public List<String> services() {
            return Stream.of(
                            situation.service().stream(),
                            plan.target().stream(),
                            plan.parameters().get("service").stream().map(value -> value.display()))
                    .flatMap(Function.identity())
                    .distinct()
                    .toList();
        }
    }

    /// Where and when a plan would be carried out.
    ///
    /// @param service that the incident is about, if it is known
    /// @param severity as far as it is known: what was found, else what the report made it seem
    public record Situation(
            String environment, Optional<String> service, Category category, Severity severity, Instant at) {}

    /// The policy's answer.
    ///
    /// @param gate the strictest of all answers; of two that each ask for more in another way, both together
    /// @param reasons the names and reasons of the rules that gave it; never empty
    /// @param expiry how long a request stays open: the shortest of the rules that gave it
    /// @param unanswered what follows when nobody decides: a person takes over if one of those rules says so
    public record Ruling(Gate gate, List<String> reasons, Duration expiry, Aftermath unanswered) {
        public Ruling {
            reasons = List.copyOf(reasons);
        }

        /// A ruling that asks nobody, so that nothing can expire.
        public Ruling(Gate gate, List<String> reasons) {
            this(gate, reasons, Duration.ZERO, Aftermath.ESCALATES);
        }
    }

    public ApprovalPolicy {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) throw new IllegalArgumentException("an approval policy without rules would gate nothing");
        if (!expiry.isPositive()) throw new IllegalArgumentException("expiry must be positive: " + expiry);
    }

    /// A policy in which nobody approves what they reported, unless a rule says so.
    public ApprovalPolicy(List<Rule> rules, Duration expiry) {
        this(rules, expiry, false);
    }

    /// The default ladder: low runs, medium runs unless vetoed, high needs one operator, critical two; none of
    /// them the one who reported it.
    public static ApprovalPolicy ladder(Duration vetoWindow, Duration expiry) {
        var one = new Gate.NeedsApprovals(1, false);
        return new ApprovalPolicy(
                List.of(
                        new Rule("low risk runs at once", risk(RiskLevel.LOW), new Gate.RunsAtOnce()),
                        new Rule(
                                "medium risk runs unless vetoed",
                                risk(RiskLevel.MEDIUM),
                                new Gate.RunsUnlessVetoed(vetoWindow)),
                        new Rule("high risk needs one operator", risk(RiskLevel.HIGH), one),
                        new Rule(
                                "critical risk needs two operators other than the requester",
                                risk(RiskLevel.CRITICAL),
                                new Gate.NeedsApprovals(2, false)),
                        new Rule("the runbook requires approval of this step", Question::stepRequiresApproval, one),
                        new Rule("only a language model says that this helps", Question::onModelAlone, one)),
                expiry);
    }

    private static Condition risk(RiskLevel level) {
        return question -> question.plan().risk() == level;
    }

    /// These rules for a team in which nobody else may be awake: where one operator must approve, the one who
    /// reported the incident will do. Where more must, they never count.
    public ApprovalPolicy forTeamsOfOne() {
        return new ApprovalPolicy(
                rules.stream().map(ApprovalPolicy::forTeamsOfOne).toList(), expiry, true);
    }

    private static Rule forTeamsOfOne(Rule rule) {
        return rule.gate() instanceof Gate.NeedsApprovals(var quorum, var _, var roles) && quorum == 1
                ? new Rule(
                        rule.name(), rule.because(), rule.when(), new Gate.NeedsApprovals(1, true, roles), rule.terms())
                : rule;
    }

    /// These rules and more.
    public ApprovalPolicy and(List<Rule> more) {
        return new ApprovalPolicy(Stream.concat(rules.stream(), more.stream()).toList(), expiry, requesterMayApprove);
    }

    /// The ruling on one plan. A plan that no rule speaks of is forbidden.
    public Ruling rule(Question question) {
        var speaking = rules.stream().filter(r -> r.when().holds(question)).toList();
        return speaking.stream()
                .map(Rule::gate)
                .reduce(Gate::and)
                .map(gate -> ruling(gate, deciding(speaking, gate)))
                .orElseGet(
                        () -> new Ruling(new Gate.Forbidden(), List.of("no rule of the policy speaks of this action")));
    }

    private Ruling ruling(Gate gate, List<Rule> deciding) {
        var shortest = deciding.stream()
                .flatMap(rule -> rule.terms().expiry().stream())
                .min(Comparator.naturalOrder())
                .filter(span -> span.compareTo(expiry) < 0);
        var goesOn = !deciding.isEmpty()
                && deciding.stream().allMatch(rule -> rule.terms().unanswered() == Aftermath.GOES_ON);
        return new Ruling(
                gate,
                deciding.stream().map(Rule::display).toList(),
                shortest.orElse(expiry),
                goesOn ? Aftermath.GOES_ON : Aftermath.ESCALATES);
    }

    /// The rules that ask for this gate; where none asks for all of it, those that ask for a part.
    private static List<Rule> deciding(List<Rule> speaking, Gate gate) {
        var whole = speaking.stream().filter(r -> r.gate().equals(gate)).toList();
        return whole.isEmpty()
                ? speaking.stream().filter(r -> asksForPart(r.gate(), gate)).toList()
                : whole;
    }

    private static boolean asksForPart(Gate part, Gate whole) {
        return part instanceof Gate.NeedsApprovals some
                && whole instanceof Gate.NeedsApprovals all
                && (some.quorum() == all.quorum()
                        || (!some.requesterMayApprove() && !all.requesterMayApprove())
                        || !some.roles().isEmpty());
    }
}

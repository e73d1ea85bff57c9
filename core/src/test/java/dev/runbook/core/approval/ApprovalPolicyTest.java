package dev.runbook.core.approval;

import static dev.runbook.core.testkit.ApprovalFixture.aPlan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApprovalPolicyTest {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration EXPIRY = Duration.ofHours(1);
    private static final ApprovalPolicy LADDER = ApprovalPolicy.ladder(WINDOW, EXPIRY);

    @Test
    void theLadderHasFourRungs() {
        assertThat(LADDER.rule(question(RiskLevel.LOW, false)).gate()).isEqualTo(new Gate.RunsAtOnce());
        assertThat(LADDER.rule(question(RiskLevel.MEDIUM, false)).gate()).isEqualTo(new Gate.RunsUnlessVetoed(WINDOW));
        assertThat(LADDER.rule(question(RiskLevel.HIGH, false)).gate()).isEqualTo(new Gate.NeedsApprovals(1, false));
        assertThat(LADDER.rule(question(RiskLevel.CRITICAL, false)).gate())
                .isEqualTo(new Gate.NeedsApprovals(2, false));
    }

    @Test
    void aStepThatRequiresApprovalClimbsToOneAndNeverComesDown() {
        assertThat(LADDER.rule(question(RiskLevel.LOW, true)).gate()).isEqualTo(new Gate.NeedsApprovals(1, false));
        assertThat(LADDER.rule(question(RiskLevel.MEDIUM, true)))
                .isEqualTo(new ApprovalPolicy.Ruling(
                        new Gate.NeedsApprovals(1, false),
                        List.of("the runbook requires approval of this step"),
                        EXPIRY,
                        ApprovalPolicy.Aftermath.ESCALATES));
        assertThat(LADDER.rule(question(RiskLevel.CRITICAL, true)).gate()).isEqualTo(new Gate.NeedsApprovals(2, false));
    }

    @Test
    void inATeamOfOneWhoReportedMayBeTheOneOperatorAndNeverOneOfTwo() {
        var alone = LADDER.forTeamsOfOne();

        assertThat(alone.rule(question(RiskLevel.HIGH, false)).gate()).isEqualTo(new Gate.NeedsApprovals(1, true));
        assertThat(alone.rule(question(RiskLevel.LOW, true)).gate()).isEqualTo(new Gate.NeedsApprovals(1, true));
        assertThat(alone.rule(question(RiskLevel.CRITICAL, true)).gate()).isEqualTo(new Gate.NeedsApprovals(2, false));
        assertThat(alone.and(List.of()).requesterMayApprove()).isTrue();
    }

    @Test
    void everyRuleThatGaveTheAnswerIsNamed() {
        assertThat(LADDER.rule(question(RiskLevel.HIGH, true)).reasons())
                .containsExactly("high risk needs one operator", "the runbook requires approval of this step");
    }

    @Test
    void whatNoRuleSpeaksOfIsForbidden() {
        var policy = new ApprovalPolicy(
                List.of(new ApprovalPolicy.Rule("never", _ -> false, new Gate.RunsAtOnce())), EXPIRY);

        assertThat(policy.rule(question(RiskLevel.LOW, false)).gate()).isEqualTo(new Gate.Forbidden());
    }

    @Test
    void aPolicyWithoutRulesOrWithoutExpiryIsRefused() {
        assertThatThrownBy(() -> new ApprovalPolicy(List.of(), EXPIRY)).hasMessageContaining("without rules");
        assertThatThrownBy(() -> new ApprovalPolicy(LADDER.rules(), Duration.ZERO))
                .hasMessageContaining("PT0S");
    }

    @Test
    void twoRulesThatAskForMoreInDifferentWaysBothCount() {
        var ruling = policy(List.of(new Gate.NeedsApprovals(1, false), new Gate.NeedsApprovals(2, true)))
                .rule(question(RiskLevel.LOW, false));

        assertThat(ruling)
                .isEqualTo(new ApprovalPolicy.Ruling(
                        new Gate.NeedsApprovals(2, false),
                        List.of("rule 0", "rule 1"),
                        EXPIRY,
                        ApprovalPolicy.Aftermath.ESCALATES));
    }

    @Test
    void theShortestExpiryCountsAndAPersonTakesOverIfAnyRuleSaysSo() {
        var gate = new Gate.NeedsApprovals(1, false);
        var short1 = new ApprovalPolicy.Terms(Optional.of(Duration.ofMinutes(5)), ApprovalPolicy.Aftermath.GOES_ON);
        var long1 = new ApprovalPolicy.Terms(Optional.of(Duration.ofHours(9)), ApprovalPolicy.Aftermath.ESCALATES);

        var both = new ApprovalPolicy(
                        List.of(
                                new ApprovalPolicy.Rule("a", "it pays", _ -> true, gate, short1),
                                new ApprovalPolicy.Rule("b", "", _ -> true, gate, long1)),
                        EXPIRY)
                .rule(question(RiskLevel.LOW, false));

        assertThat(both)
                .isEqualTo(new ApprovalPolicy.Ruling(
                        gate, List.of("a: it pays", "b"), Duration.ofMinutes(5), ApprovalPolicy.Aftermath.ESCALATES));
    }

    @Test
    void theStrictestRuleWinsWhateverTheOrder() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var gates = new ArrayList<>(random.ints(1 + random.nextInt(5), 0, 11)
                    .mapToObj(ApprovalPolicyTest::gate)
                    .toList());
            var expected = policy(gates).rule(question(RiskLevel.LOW, false)).gate();
            for (int shuffle = 0; shuffle < 5; shuffle++) {
                Collections.shuffle(gates, random);
                assertThat(policy(gates).rule(question(RiskLevel.LOW, false)).gate())
                        .as("seed %d: %s", seed, gates)
                        .isEqualTo(expected);
            }
            assertThat(gates)
                    .as("seed %d: %s is laxer than one of its rules", seed, expected)
                    .allMatch(gate -> satisfies(expected, gate));
        }
    }

    /// Whether whatever passes `strict` would also have passed `lax`.
    private static boolean satisfies(Gate strict, Gate lax) {
        return switch (strict) {
            case Gate.Forbidden _ -> true;
            case Gate.RunsAtOnce _ -> lax instanceof Gate.RunsAtOnce;
            case Gate.RunsUnlessVetoed(var window) ->
                lax instanceof Gate.RunsAtOnce
                        || (lax instanceof Gate.RunsUnlessVetoed(var other) && window.compareTo(other) >= 0);
            case Gate.NeedsApprovals(var quorum, var requester, var roles) ->
                switch (lax) {
                    case Gate.RunsAtOnce _, Gate.RunsUnlessVetoed _ -> true;
                    case Gate.NeedsApprovals(var other, var theirs, var theirRoles) ->
                        quorum >= other && (theirs || !requester) && roles.containsAll(theirRoles);
                    case Gate.Forbidden _ -> false;
                };
        };
    }

    private static Gate gate(int n) {
        return switch (n) {
            case 0, 1 -> new Gate.RunsAtOnce();
            case 2 -> new Gate.RunsUnlessVetoed(WINDOW);
            case 3 -> new Gate.RunsUnlessVetoed(WINDOW.multipliedBy(2));
            case 4 -> new Gate.NeedsApprovals(1, true);
            case 5 -> new Gate.NeedsApprovals(1, false);
            case 6 -> new Gate.NeedsApprovals(2, true);
            case 7 -> new Gate.NeedsApprovals(2, false);
            case 8 -> new Gate.NeedsApprovals(1, true, Set.of("administrator"));
            case 9 -> new Gate.NeedsApprovals(2, false, Set.of("approver"));
            default -> new Gate.Forbidden();
        };
    }

    private static ApprovalPolicy policy(List<Gate> gates) {
        return new ApprovalPolicy(
                IntStream.range(0, gates.size())
                        .mapToObj(i -> new ApprovalPolicy.Rule("rule " + i, _ -> true, gates.get(i)))
                        .toList(),
                EXPIRY);
    }

    private static ApprovalPolicy.Question question(RiskLevel risk, boolean stepRequiresApproval) {
        return new ApprovalPolicy.Question(
                aPlan(risk),
                new ApprovalPolicy.Situation(
                        "production", Optional.of("checkout"), Category.COMPUTE, Severity.HIGH, SettableClock.NOON),
                stepRequiresApproval,
                false);
    }
}

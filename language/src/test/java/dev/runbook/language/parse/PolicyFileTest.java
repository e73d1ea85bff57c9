package dev.runbook.language.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.approval.Plan;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PolicyFileTest {

    private static final Path PAGE = Path.of("..", "docs", "APPROVAL_POLICY.md");
    private static final ApprovalPolicy LADDER = ApprovalPolicy.ladder(Duration.ofMinutes(5), Duration.ofHours(1));
    private static final Instant FRIDAY_NIGHT = Instant.parse("2026-11-20T23:00:00Z");
    private static final Instant NOON = Instant.parse("2026-11-18T12:00:00Z");

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    /// The first example of the page.
    private static ApprovalPolicy example() throws IOException {
        var block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page());
        assertThat(block.find()).isTrue();
        return policy(block.group(1));
    }

    private static ApprovalPolicy policy(String text) {
        return switch (PolicyFile.read("policy.yaml", text, LADDER)) {
            case PolicyFile.Result.Read(var policy, var _) -> policy;
            case PolicyFile.Result.Broken(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static ApprovalPolicy.Question question(String operation, String service, RiskLevel risk, Instant at) {
        var plan = new Plan(
                new RunbookId("r"),
                Digest.of("r"),
                new StepId("s"),
                new OperationName(Capability.COMPUTE, operation),
                Value.fields("service", service),
                Optional.empty(),
                risk,
                Digest.of("e"));
        return new ApprovalPolicy.Question(
                plan,
                new ApprovalPolicy.Situation("production", Optional.empty(), Category.COMPUTE, Severity.HIGH, at),
                false,
                false);
    }

    @Test
    void theExampleOfThePageGatesAsThePageSays() throws IOException {
        var policy = example();

        var payments = policy.rule(question("restart_service", "payments", RiskLevel.MEDIUM, NOON));
        assertThat(payments.gate()).isEqualTo(new Gate.NeedsApprovals(2, false, Set.of("approver")));
        assertThat(payments.reasons())
                .containsExactly("payments need two: a wrong restart loses money (audit finding 17)");
        assertThat(payments.expiry()).isEqualTo(Duration.ofMinutes(30));
        assertThat(policy.rule(question("reboot_host", "shop", RiskLevel.HIGH, FRIDAY_NIGHT))
                        .gate())
                .isEqualTo(new Gate.Forbidden());
        assertThat(policy.rule(question("reboot_host", "shop", RiskLevel.HIGH, NOON))
                        .gate())
                .isEqualTo(new Gate.NeedsApprovals(1, false));
        assertThat(policy.rule(question("restart_service", "shop", RiskLevel.MEDIUM, NOON))
                        .gate())
                .isEqualTo(new Gate.RunsUnlessVetoed(Duration.ofMinutes(5)));
    }

    @Test
    void withoutTheLadderWhatNoRuleSpeaksOfIsForbidden() {
        var policy = policy("""
                base: none
                rules:
                  - {name: small things, when: {risk: [low, medium]}, gate: run}
                """);

        assertThat(policy.rule(question("restart_service", "shop", RiskLevel.MEDIUM, NOON))
                        .gate())
                .isEqualTo(new Gate.RunsAtOnce());
        assertThat(policy.rule(question("reboot_host", "shop", RiskLevel.HIGH, NOON))
                        .gate())
                .isEqualTo(new Gate.Forbidden());
    }

    @Test
    void aFileLetsATeamOfOneApproveWhatItReported() {
        var read = PolicyFile.read("policy.yaml", "requester_may_approve: true\n", LADDER);

        assertThat(read)
                .isInstanceOfSatisfying(
                        PolicyFile.Result.Read.class,
                        file -> assertThat(file.policy()).isEqualTo(LADDER.forTeamsOfOne()));
    }

    @Test
    void thePageNamesEveryKey() throws IOException {
        var page = page();
        for (var shape : PolicyFile.SHAPES.entrySet())
            for (var key : shape.getValue().keys())
                assertThat(page)
                        .as("%s of %s, in a table row", key.name(), shape.getKey())
                        .contains("| `" + key.name() + "` | " + key.about());
    }

    private static final Map<String, String> BROKEN = Map.ofEntries(
            Map.entry("rules: []\nrule: 1", "2:1 unknown-key"),
            Map.entry("base: none", "1:1 bad-value"),
            Map.entry("base: none\nrules: []", "1:1 bad-value"),
            Map.entry("base: lader\nrules: []", "1:7 bad-value"),
            Map.entry("rules:\n  - {name: a, gate: run, quorum: 2}", "2:34 misplaced-key"),
            Map.entry("rules:\n  - {name: a, gate: allow}", "2:21 bad-value"),
            Map.entry("rules:\n  - {gate: run}", "2:5 missing-key"),
            Map.entry("rules:\n  - {name: a, gate: veto}", "2:5 missing-key"),
            Map.entry("rules:\n  - {name: a, gate: veto, window: 0s}", "2:35 bad-value"),
            Map.entry("rules:\n  - {name: a, gate: approve, quorum: 0}", "2:38 bad-value"),
            Map.entry("rules:\n  - {name: a, gate: approve, role: viewer}", "2:36 bad-value"),
            Map.entry("rules:\n  - {name: a, gate: approve, on_expiry: run}", "2:41 bad-value"),
            Map.entry("rules:\n  - {name: a, gate: approve, quorum: 2, requester_may_approve: true}", "2:64 bad-value"),
            Map.entry("rules:\n  - {name: a, gate: run, when: {sevice: x}}", "2:33 unknown-key"),
            Map.entry("rules:\n  - {name: a, gate: run, when: {risk: hihg}}", "2:39 bad-value"),
            Map.entry("rules:\n  - {name: a, gate: forbid, when: {operation: compute.reboot_hots}}", "2:47 bad-value"),
            Map.entry(
                    "rules:\n  - {name: a, gate: forbid, when: {operation: [compute.*, compte.*]}}", "2:59 bad-value"),
            Map.entry(
                    "rules:\n  - {name: a, gate: forbid, when: {time: {from: \"25:00\", to: \"06:00\"}}}",
                    "2:49 bad-value"),
            Map.entry(
                    "rules:\n  - {name: a, gate: forbid, when: {time: {from: \"22:00\", to: \"06:00\", zone: Mars}}}",
                    "2:77 bad-value"),
            Map.entry("rules:\n  - {name: a, gate: run}\n  - {name: a, gate: run}", "3:12 bad-value"),
            Map.entry("expiry: soon\nrules: []", "1:9 bad-value"),
            Map.entry("- a", "1:1 wrong-type"));

    @TestFactory
    Stream<DynamicTest> aBrokenFileIsRefusedWithLineAndKey() {
        return BROKEN.entrySet().stream()
                .map(broken -> DynamicTest.dynamicTest(broken.getKey(), () -> {
                    var result = PolicyFile.read("policy.yaml", broken.getKey(), LADDER);

                    assertThat(result)
                            .isInstanceOfSatisfying(
                                    PolicyFile.Result.Broken.class,
                                    read -> assertThat(read.problems())
                                            .extracting(problem ->
                                                    problem.position().line() + ":"
                                                            + problem.position().column() + " "
                                                            + problem.rule().id())
                                            .as(() -> read.problems().toString())
                                            .isEqualTo(List.of(broken.getValue())));
                }));
    }
}

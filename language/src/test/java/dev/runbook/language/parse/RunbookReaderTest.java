package dev.runbook.language.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.Problem;
import dev.runbook.language.TestFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunbookReaderTest {

    private static final String FILE = "runbooks/high_cpu_of_the_design.yaml";

    private static Runbook read(String file, String text) {
        return switch (RunbookReader.read(file, text)) {
            case ReadResult.Read(var runbook, var _) -> runbook;
            case ReadResult.Broken(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(String text) {
        return switch (RunbookReader.read("a.yaml", text)) {
            case ReadResult.Read(var _, var warnings) ->
                warnings.stream().map(Problem::toString).toList();
            case ReadResult.Broken(var problems) ->
                problems.stream().map(Problem::toString).toList();
        };
    }

    @Test
    void theExampleOfTheDesignIsReadToTheLetter() {
        var text = TestFiles.text("high_cpu_of_the_design.yaml");

        var runbook = read(FILE, text);

        var host = new Template.Computed(new Expression("incident.host", new Position(FILE, 11, 17)));
        assertThat(runbook)
                .isEqualTo(new Runbook(
                        new RunbookId("high_cpu_of_the_design"),
                        "High CPU Troubleshooting",
                        "",
                        Optional.of(new Expression("cpu_usage > 90%", new Position(FILE, 2, 10))),
                        Severity.HIGH,
                        List.of(),
                        List.of(
                                new Step.Gather(
                                        new StepId("identify_process"),
                                        "Identify top CPU-consuming processes",
                                        Optional.empty(),
                                        new OperationName(Capability.COMPUTE, "get_top_processes"),
                                        new Template.MapOf(
                                                Map.of("host", host, "limit", new Template.Literal(Value.of(10)))),
                                        new Position(FILE, 5, 5)),
                                new Step.Gather(
                                        new StepId("check_recent_deploys"),
                                        "Check for recent deployments",
                                        Optional.empty(),
                                        new OperationName(Capability.TICKETING, "get_recent_changes"),
                                        new Template.MapOf(Map.of("timeframe", new Template.Literal(Value.of("2h")))),
                                        new Position(FILE, 14, 5)),
                                new Step.Decide(
                                        new StepId("decide_action"),
                                        "Determine root cause and recommended action",
                                        Optional.empty(),
                                        List.of(new StepId("identify_process"), new StepId("check_recent_deploys")),
                                        new Position(FILE, 22, 5)),
                                new Step.Execute(
                                        new StepId("restart_service"),
                                        "Restart the problematic service",
                                        Optional.empty(),
                                        new OperationName(Capability.COMPUTE, "restart_service"),
                                        new Template.MapOf(Map.of(
                                                "host",
                                                new Template.Computed(
                                                        new Expression("incident.host", new Position(FILE, 37, 17))),
                                                "service",
                                                new Template.Computed(new Expression(
                                                        "decide_action.target_service", new Position(FILE, 38, 20))))),
                                        RiskLevel.MEDIUM,
                                        true,
                                        Optional.empty(),
                                        Duration.ofMinutes(1),
                                        new Position(FILE, 29, 5))),
                        text));
    }

    @Test
    void whatGoesBeyondTheExampleIsRead() {
        var runbook = read("x.yml", """
                id: disk-space.v2
                name: Disk
                description: Frees space.
                severity: low
                match:
                  phrases: [disk full, no space left on device]
                  alerts:
                    - DiskFull
                steps:
                  - id: clean
                    action: execute
                    when: disk_usage > 80.5% && incident.severity != 'low'
                    integration: compute
                    method: clean_up
                    params: {paths: [/tmp, "{{ incident.host }}"], note: "on {{ incident.host }}!", deep: {days: 7}}
                    risk_level: critical
                    success: disk_usage < 80%
                    settle: 90s
                """);

        assertThat(runbook.id()).isEqualTo(new RunbookId("disk-space.v2"));
        assertThat(runbook.description()).isEqualTo("Frees space.");
        assertThat(runbook.phrases()).containsExactly("disk full", "no space left on device", "DiskFull");
        assertThat(runbook.steps().getFirst()).isInstanceOfSatisfying(Step.Execute.class, step -> {
            assertThat(step.when().orElseThrow().source())
                    .isEqualTo("disk_usage > 80.5% && incident.severity != 'low'");
            assertThat(step.success().orElseThrow().source()).isEqualTo("disk_usage < 80%");
            assertThat(step.settle()).isEqualTo(Duration.ofSeconds(90));
            assertThat(step.risk()).isEqualTo(RiskLevel.CRITICAL);
            assertThat(step.requiresApproval()).isFalse();
            assertThat(step.parameters().fields().get("paths")).isInstanceOf(Template.ListOf.class);
            assertThat(step.parameters().fields().get("note")).isInstanceOf(Template.Mixed.class);
            assertThat(step.parameters().fields().get("deep")).isEqualTo(new Template.Literal(Value.fields("days", 7)));
        });
    }

    @Test
    void everyProblemIsReportedAtOnceInTheOrderOfTheFile() {
        assertThat(problems("""
                nmae: Disk
                severity: urgent
                tags: [a]
                steps:
                  - id: look
                    action: gather
                    integration: computer
                    method: get_metrics
                    risk_level: low
                  - action: wait
                  - id: look
                    action: execute
                    for_each: x
                    integration: compute
                    method: clean_up
                    params:
                      host: "{{ incident.host"
                      service: "{{ incident.host + }}"
                    settle: 90
                """))
                .containsExactly(
                        "a.yaml:1:1: error: the runbook has no key 'nmae' [unknown-key]",
                        "a.yaml:1:1: error: the runbook has no 'name' [missing-key]",
                        "a.yaml:2:11: error: 'urgent' is no severity [bad-value]",
                        "a.yaml:3:1: error: 'tags' is not supported yet by this version [not-supported]",
                        "a.yaml:7:18: error: 'computer' is no integration [unknown-integration]",
                        "a.yaml:9:5: error: 'risk_level' belongs to the action execute, not to gather [misplaced-key]",
                        "a.yaml:10:5: error: step 2 has no 'id' [missing-key]",
                        "a.yaml:10:13: error: the action 'wait' is not supported yet by this version [not-supported]",
                        "a.yaml:11:9: error: step 'look' is already in line 5 [duplicate-step]",
                        "a.yaml:13:5: error: 'for_each' is not supported yet by this version [not-supported]",
                        "a.yaml:17:14: error: '{{' is never closed [template-syntax]",
                        "a.yaml:18:35: error: the expression ends too early [expression-syntax]",
                        "a.yaml:19:13: error: '90' is no span of time [bad-value]");
    }
}

package dev.runbook.language.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import dev.runbook.core.runbook.About;
import dev.runbook.core.runbook.Applicability;
import dev.runbook.core.runbook.Cues;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Invocation;
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
                .isEqualTo(Runbook.of(
                        new RunbookId("high_cpu_of_the_design"),
                        About.of("High CPU Troubleshooting", ""),
                        new Applicability(
                                Optional.of(new Expression("cpu_usage > 90%", new Position(FILE, 2, 10))),
                                Severity.HIGH,
                                Cues.NONE,
                                Cues.NONE),
                        List.of(
                                new Step.Gather(
                                        head("identify_process", "Identify top CPU-consuming processes", 5)
                                                .handled(Step.Handling.LENIENT),
                                        call(
                                                Capability.COMPUTE,
                                                "get_top_processes",
                                                Map.of("host", host, "limit", new Template.Literal(Value.of(10))))),
                                new Step.Gather(
                                        head("check_recent_deploys", "Check for recent deployments", 14)
                                                .handled(Step.Handling.LENIENT),
                                        call(
                                                Capability.TICKETING,
                                                "get_recent_changes",
                                                Map.of("timeframe", new Template.Literal(Value.of("2h"))))),
                                new Step.Diagnose(
                                        head("decide_action", "Determine root cause and recommended action", 22),
                                        List.of(new StepId("identify_process"), new StepId("check_recent_deploys"))),
                                new Step.Execute(
                                        head("restart_service", "Restart the problematic service", 29),
                                        call(
                                                Capability.COMPUTE,
                                                "restart_service",
                                                Map.of(
                                                        "host",
                                                        new Template.Computed(new Expression(
                                                                "incident.host", new Position(FILE, 37, 17))),
                                                        "service",
                                                        new Template.Computed(new Expression(
                                                                "decide_action.target_service",
                                                                new Position(FILE, 38, 20))))),
                                        new Step.Safety(
                                                RiskLevel.MEDIUM,
                                                true,
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty()),
                                        Step.Check.after(Duration.ofMinutes(1)))),
                        text));
    }

    private static Step.Head head(String id, String description, int line) {
        return Step.Head.of(new StepId(id), description, new Position(FILE, line, 5));
    }

    private static Invocation call(Capability capability, String method, Map<String, Template> parameters) {
        return new Invocation(new OperationName(capability, method), new Template.MapOf(parameters));
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
                tags: a
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
                        "a.yaml:2:11: error: 'urgent' is no severity [bad-value]",
                        "a.yaml:3:7: error: 'tags' must be a list, and it is text [wrong-type]",
                        "a.yaml:7:18: error: 'computer' is no integration [unknown-integration]",
                        "a.yaml:9:5: error: 'risk_level' belongs to the action execute, not to gather [misplaced-key]",
                        "a.yaml:10:5: error: step 2 has no 'id' [missing-key]",
                        "a.yaml:10:5: error: step 2 has no 'duration' [missing-key]",
                        "a.yaml:11:9: error: step 'look' is already in line 5 [duplicate-step]",
                        "a.yaml:17:14: error: '{{' is never closed [template-syntax]",
                        "a.yaml:18:35: error: the expression ends too early [expression-syntax]",
                        "a.yaml:19:13: error: '90' is no span of time [bad-value]");
    }
}

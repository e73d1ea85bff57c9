package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.language.parse.RunbookTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class RunbookTrialTest {

    private static final Path HOME = Path.of("..");
    private static final Configuration CONFIGURATION =
            Configuration.read(Map.of(), EnvFile.read(Path.of("none.env")), HOME);

    private static final String ASKING = """
            name: Ask before it
            severity: low
            trigger: cpu_usage > 90%
            steps:
              - id: go_on
                action: ask
                question: Shall it be restarted?
                answers: {restart: {type: truth}}
              - id: choose
                action: decide
                rules:
                  - when: go_on.restart
                    choose: restart
                    because: somebody wants it
              - id: restart
                action: execute
                integration: compute
                method: restart_service
                params: {host: "{{ incident.host }}", service: "{{ incident.service }}"}
            """;

    private static RunbookTrial play(Path folder, String test) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("asking.yaml"), ASKING);
        var library = new YamlRunbookLibrary(folder, Operations.CATALOGUE, InstantSource.system());
        return RunbookTrial.play(
                CONFIGURATION,
                library,
                library.all().getFirst(),
                tests("x.test.yaml", test).getFirst());
    }

    private static List<RunbookTests.Case> tests(String file, String text) {
        return switch (RunbookTests.read(file, text)) {
            case RunbookTests.Result.Read(var read) -> read.tests();
            case RunbookTests.Result.Broken(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    @Test
    void aTestThatSaysWhatHappensPasses(@TempDir Path folder) throws IOException, InterruptedException {
        var trial = play(folder, """
                tests:
                  - name: it is restarted when somebody wants it
                    given: {host: web-1, service: checkout, metrics: {cpu_usage: 97}, afterwards: {cpu_usage: 20}}
                    answers: {go_on: {restart: true}}
                    expect:
                      ran: {go_on: {}, choose: {action: restart}, restart: {service: checkout}}
                      approvals: {restart: {tier: veto, because: medium risk runs unless vetoed}}
                      ending: resolved
                """);

        assertThat(trial.differences()).isEmpty();
        assertThat(trial.covered()).contains("step restart", "decision choose: somebody wants it");
    }

    private static RunbookTrial deny(Path folder, boolean wanted, String step, String ending)
            throws IOException, InterruptedException {
        return play(folder, """
                tests:
                  - name: it is denied, or so it seems
                    given: {host: web-1, service: checkout, metrics: {cpu_usage: 97}, afterwards: {cpu_usage: 20}}
                    answers: {go_on: {restart: %s}}
                    decisions: {%s: deny}
                    expect: {ending: %s}
                """.formatted(wanted, step, ending));
    }

    @Test
    void anAnswerThatNobodyAskedForIsADifference(@TempDir Path folder) throws IOException, InterruptedException {
        var trial = deny(folder, true, "restrat", "resolved");

        assertThat(trial.differences())
                .containsExactly("'decisions' names step 'restrat', and there is none; did you mean 'restart'?");
    }

    @Test
    void anAnswerForAStepThatIsNotReachedIsADifference(@TempDir Path folder) throws IOException, InterruptedException {
        var trial = deny(folder, false, "restart", "escalated");

        assertThat(trial.differences())
                .containsExactly("nobody was asked about step restart, for which the test has an answer");
    }

    @Test
    void whatStandsBeforeAStepIsToldWithItsReason(@TempDir Path folder) throws IOException, InterruptedException {
        var world = "{host: web-1, service: checkout, metrics: {cpu_usage: 97}, afterwards: {cpu_usage: 20}}";
        var test = """
                tests:
                  - name: another gate
                    given: %s
                    answers: {go_on: {restart: true}}
                    expect: {approvals: {restart: {tier: %s, because: %s}}}
                """;

        assertThat(play(folder, test.formatted(world, "two", "medium risk")).differences())
                .singleElement()
                .asString()
                .startsWith("before step restart stands 'veto' instead of 'two'; compute.restart_service: medium risk");
        assertThat(play(folder, test.formatted(world, "veto", "payments need two"))
                        .differences())
                .singleElement()
                .asString()
                .contains("medium risk runs unless vetoed", "which does not contain 'payments need two'");
    }

    @Test
    void whatThereIsNotIsNamedWithWhatWasProbablyMeant(@TempDir Path folder) throws IOException, InterruptedException {
        var trial = play(folder, """
                tests:
                  - name: slips of the keyboard
                    given:
                      host: web-1
                      metrics: {cpu_usge: 97}
                      results: {compute.get_disk_usge: {}, paging.get_pages: []}
                      blind: [monitoring.get_metric]
                      recommends: restrat
                      decision: {target_servce: checkout}
                    answers: {go_on: {restrt: true}}
                    expect: {skipped: [choos], ending: escalated}
                """);

        assertThat(trial.differences())
                .contains(
                        "'skipped' names step 'choos', and there is none; did you mean 'choose'?",
                        "'answers' gives 'restrt' to step go_on, which does not ask for it; did you mean 'restart'?",
                        "'results' names 'compute.get_disk_usge', and there is no such operation; did you mean"
                                + " 'compute.get_disk_usage'?",
                        "'blind' names 'monitoring.get_metric', and there is no such operation; did you mean"
                                + " 'monitoring.get_metrics'?",
                        "'recommends' names step 'restrat', which is no execute step; did you mean 'restart'?",
                        "'decision' gives 'target_servce', and nothing reads it; did you mean 'target_service'?",
                        "nothing reads the metric 'cpu_usge'; did you mean 'cpu_usage'?")
                .anyMatch(difference -> difference.startsWith("'results' names paging.get_pages, and nothing asks"));
    }

    @Test
    void aScenarioThatThereIsNotFailsItsTestAlone(@TempDir Path folder) throws IOException, InterruptedException {
        var trial = play(folder, """
                tests:
                  - {name: it plays nowhere, scenario: hihg_cpu, expect: {ending: resolved}}
                """);

        assertThat(trial.differences()).hasSize(1).first().asString().contains("'hihg_cpu'", "high_cpu");
    }

    @Test
    void looksAreSeenWithTheirParameters(@TempDir Path folder) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("looking.yaml"), """
                name: Look at two hosts
                severity: low
                steps:
                  - id: disks
                    action: gather
                    for_each: [web-1, web-2]
                    integration: compute
                    method: get_disk_usage
                    params: {host: "{{ item }}"}
                  - id: lines
                    action: gather
                    integration: monitoring
                    method: get_logs
                    params: {service: "{{ incident.service }}"}
                  - {id: well, action: verify, success: cpu_usage < 50%, settle: 1s}
                """);
        var library = new YamlRunbookLibrary(folder, Operations.CATALOGUE, InstantSource.system());
        var trial = RunbookTrial.play(
                CONFIGURATION,
                library,
                library.all().getFirst(),
                tests("looking.test.yaml", """
                        tests:
                          - name: two disks and some lines
                            given: {service: checkout, metrics: {cpu_usage: 70}}
                            expect:
                              ran: {disks: {host: web-2}, lines: {service: checkout, limit: 7}, well: {}}
                              failed: [well]
                        """).getFirst());

        assertThat(trial.differences())
                .containsExactly("step lines ran with {\"limit\":500,\"service\":\"checkout\",\"timeframe\":\"1h\"}"
                        + " instead of {\"limit\":7,\"service\":\"checkout\"}");
    }

    @Test
    void everyDifferenceIsNamed(@TempDir Path folder) throws IOException, InterruptedException {
        var trial = play(folder, """
                tests:
                  - name: it is restarted although nobody wants it
                    given: {host: web-1, service: checkout, metrics: {cpu_usage: 97}}
                    answers: {go_on: {restart: false}}
                    expect:
                      ran: {restart: {}}
                      skipped: [choose]
                      failed: [go_on]
                      approvals: {restart: {tier: one}}
                      ending: resolved
                """);

        assertThat(trial.differences())
                .hasSize(5)
                .contains(
                        "the steps that ran are [go_on, choose] instead of [restart]",
                        "step choose was not passed over: it ran",
                        "step go_on did not fail: it ran",
                        "step restart was not put before the policy: it was passed over");
        assertThat(trial.covered()).contains("step restart passed over", "decision choose: no rule holds");
    }

    @TestFactory
    Stream<DynamicTest> theTestsOfEveryRunbookOfTheProjectPassAndCoverEveryBranch() {
        var library = new YamlRunbookLibrary(HOME.resolve("runbooks"), Operations.CATALOGUE, InstantSource.system());

        return library.all().stream()
                .map(runbook -> DynamicTest.dynamicTest(runbook.id().id(), () -> passAndCover(library, runbook)));
    }

    private static void passAndCover(YamlRunbookLibrary library, Runbook runbook)
            throws IOException, InterruptedException {
        var file = HOME.resolve("runbooks").resolve(runbook.id() + RunbookTests.SUFFIX);
        var missed = new TreeSet<>(RunbookTrial.coverable(runbook));

        for (var test : tests(file.toString(), Files.readString(file))) {
            var trial = RunbookTrial.play(CONFIGURATION, library, runbook, test);
            assertThat(trial.differences()).as(test.name()).isEmpty();
            missed.removeAll(trial.covered());
        }

        assertThat(missed).isEmpty();
    }
}

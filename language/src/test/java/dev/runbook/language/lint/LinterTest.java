package dev.runbook.language.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.language.Problem;
import dev.runbook.language.Rule;
import dev.runbook.language.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class LinterTest {

    private static final String EXAMPLE = TestFiles.text("high_cpu_of_the_design.yaml");

    /// The runbooks that come with the project.
    private static final Path LIBRARY = Path.of("..", "runbooks");

    private static List<Problem> lint(String text) {
        return Linter.lint("a.yaml", text, Operations.CATALOGUE);
    }

    @Test
    void theExampleOfTheDesignIsClean() {
        assertThat(lint(EXAMPLE)).isEmpty();
    }

    @TestFactory
    List<DynamicTest> everyRunbookOfTheProjectIsClean() {
        assertThat(Files.isDirectory(LIBRARY)).isTrue();

        return TestFiles.yaml(LIBRARY).stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(Linter.lint(file.toString(), TestFiles.text(file), Operations.CATALOGUE))
                                .isEmpty()))
                .toList();
    }

    @Test
    void oneMistakeHidesNoOther() {
        var problems = lint(EXAMPLE.replace("severity: high", "severity: urgent")
                .replace("get_top_processes", "get_top_process")
                .replace("decide_action.target_service", "decide_acton.target_service")
                .replace("limit: 10", "limit: ten"));

        assertThat(problems)
                .extracting(Problem::toString)
                .containsExactly(
                        "a.yaml:3:11: error: 'urgent' is no severity [bad-value]",
                        "a.yaml:9:13: error: the integration 'compute' has no method 'get_top_process'"
                                + " [unknown-operation]",
                        "a.yaml:38:20: error: there is no 'decide_acton': neither a step before this one, nor the"
                                + " incident [unknown-name]");
    }

    @Test
    void hintsNameWhatWasProbablyMeant() {
        var problems = lint(EXAMPLE.replace("severity:", "severty:")
                .replace("integration: ticketing", "integration: ticketting")
                .replace("get_top_processes", "get_top_process")
                .replace("limit: 10", "limits: 10")
                .replace("method: restart_service", "method: rollback_deployment")
                .replace("decide_action.target_service", "decide_acton.target_service"));

        assertThat(problems)
                .extracting(Problem::hint)
                .contains(
                        "did you mean 'severity'?",
                        "did you mean 'ticketing'?",
                        "did you mean 'get_top_processes'?",
                        "the integration 'deployments' has it",
                        "did you mean 'decide_action'?");
    }

    @Test
    void filesAndDirectoriesAreLinted(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("b.yaml"), "nonsense");
        Files.writeString(directory.resolve("a.yml"), EXAMPLE);
        Files.writeString(directory.resolve("c.txt"), "nonsense");
        var missing = directory.resolve("missing.yaml");

        var problems = Linter.lint(List.of(directory, missing, directory.resolve("c.txt")), Operations.CATALOGUE);

        assertThat(problems)
                .extracting(Problem::toString)
                .containsExactly(
                        directory.resolve("b.yaml")
                                + ":1:1: error: a runbook is a mapping, and this is text [wrong-type]",
                        missing + ":1:1: error: there is no such file [unreadable-file]",
                        directory.resolve("c.txt")
                                + ":1:1: error: a runbook is a mapping, and this is text [wrong-type]");
    }

    private static List<String> found(Path path) {
        return Linter.lint(List.of(path), Operations.CATALOGUE).stream()
                .map(problem -> problem.position().line() + " " + problem.rule())
                .toList();
    }

    @Test
    void runbooksOfOneFolderWithTheSameIdAreFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), EXAMPLE);
        Files.writeString(folder.resolve("b.yaml"), EXAMPLE.replaceFirst("name:", "id: a\nname:"));

        var problems = Linter.lint(List.of(folder), Operations.CATALOGUE);

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo(Rule.DUPLICATE_ID);
            assertThat(problem.position().file()).endsWith("b.yaml");
            assertThat(problem.message()).isEqualTo("the id 'a' is also that of a.yaml");
        });
    }

    @Test
    void anApprovalPolicyIsCheckedAsOne(@TempDir Path folder) throws IOException {
        var policy =
                Files.writeString(folder.resolve("policy.yaml"), "rules:\n  - name: no reboots\n    gate: forbidden\n");

        assertThat(found(policy)).containsExactly("3 bad-value");
        Files.writeString(policy, "rules:\n  - name: no reboots\n    gate: forbid\n");
        assertThat(found(policy)).isEmpty();
    }

    @Test
    void callsAreHeldAgainstTheCalledRunbookAtTheirOwnLines(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("called.yaml"), """
                name: Called
                severity: low
                inputs:
                  host: {type: text}
                  limit: {type: whole, default: 5}
                steps:
                  - id: look
                    action: gather
                    integration: compute
                    method: get_top_processes
                    params: {host: "{{ inputs.host }}", limit: "{{ inputs.limit }}"}
                """);
        var caller = """
                name: Calling
                severity: low
                steps:
                  - id: sub
                    action: runbook
                    runbook: called
                    inputs:
                      host: web-1
                      %s
                    on_failure: continue
                  - id: tell
                    action: notify
                    when: has(sub.look)
                    integration: chat
                    method: post_message
                    params:
                      channel: "#ops"
                      text: "{{ sub.%s[0].name }}"
                """;
        var file = folder.resolve("calling.yaml");

        Files.writeString(file, caller.formatted("limit: 7", "look"));
        assertThat(found(file)).isEmpty();
        Files.writeString(file, caller.formatted("limt: 7", "look"));
        assertThat(found(file)).containsExactly("9 runbook-input");
        Files.writeString(file, caller.formatted("limit: \"{{ incident.host }}\"", "look"));
        assertThat(found(file)).containsExactly("9 runbook-input");
        Files.writeString(file, caller.formatted("limit: 7", "lok"));
        assertThat(found(file)).containsExactly("18 unknown-name");
    }

    @Test
    void aResultThatIsAskedForFirstMayBeSkipped() {
        var conditional = EXAMPLE.replace(
                "    action: ml_decision\n", "    action: ml_decision\n    when: size(identify_process) > 0\n");
        var guarded = conditional.replace(
                "    action: execute\n", "    action: execute\n    when: has(decide_action.target_service)\n");

        assertThat(lint(conditional)).extracting(p -> p.rule().id()).containsExactly("maybe-skipped");
        assertThat(lint(guarded)).isEmpty();
    }
}

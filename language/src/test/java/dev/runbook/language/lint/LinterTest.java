package dev.runbook.language.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.language.Problem;
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

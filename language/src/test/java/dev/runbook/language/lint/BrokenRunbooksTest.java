package dev.runbook.language.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.language.Problem;
import dev.runbook.language.Rule;
import dev.runbook.language.TestFiles;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each file in `broken` has one fault; its first line says where the linter must find it, and which rule it
/// breaks.
class BrokenRunbooksTest {

    private static final String EXPECT = "# expect: ";

    /// Rules about files and what is beside them, rather than their text; the library's tests break them.
    private static final Set<Rule> OF_FILES = EnumSet.of(
            Rule.TOO_LARGE,
            Rule.UNREADABLE_FILE,
            Rule.DUPLICATE_ID,
            Rule.UNKNOWN_RUNBOOK,
            Rule.RUNBOOK_CYCLE,
            Rule.OLD_VERSION,
            Rule.RUNBOOK_INPUT);

    private static List<Path> files() {
        return TestFiles.yaml(TestFiles.path("broken"));
    }

    private static String expectation(Path file) {
        return TestFiles.text(file).lines().findFirst().orElseThrow().substring(EXPECT.length());
    }

    @TestFactory
    List<DynamicTest> theLinterFindsTheFaultOfEachFileAndNoOther() {
        assertThat(files()).hasSizeGreaterThan(100);

        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    var expected = expectation(file);
                    var problems = Linter.lint("x.yaml", TestFiles.text(file), Operations.CATALOGUE);

                    assertThat(problems)
                            .extracting(BrokenRunbooksTest::place)
                            .as(() -> problems.toString())
                            .containsExactly(expected);
                    assertThat(problems).allSatisfy(problem -> {
                        assertThat(problem.message()).isNotBlank();
                        assertThat(problem.hint()).isNotBlank();
                        assertThat(problem.toString().length()).isLessThan(300);
                    });
                }))
                .toList();
    }

    /// Each file in `sound` is one of `broken` after its fault was mended.
    @TestFactory
    List<DynamicTest> nothingIsSaidAboutFilesWithoutAFault() {
        var sound = TestFiles.yaml(TestFiles.path("sound"));
        assertThat(sound).hasSizeGreaterThan(60);

        return sound.stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(Linter.lint("x.yaml", TestFiles.text(file), Operations.CATALOGUE))
                                .isEmpty()))
                .toList();
    }

    private static String place(Problem problem) {
        var at = problem.position();
        return at.line() + ":" + at.column() + " " + problem.rule().id();
    }

    @Test
    void everyRuleHasAFileThatBreaksIt() {
        var broken = files().stream()
                .map(file -> expectation(file).replaceFirst(".* ", ""))
                .collect(Collectors.toSet());

        assertThat(EnumSet.complementOf(EnumSet.copyOf(OF_FILES)))
                .extracting(Rule::id)
                .allMatch(broken::contains);
    }
}

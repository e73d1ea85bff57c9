package dev.runbook.language.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.language.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunbookTestsTest {

    private static List<String> problems(String expect) {
        var text = """
                tests:
                  - name: it ends well
                    expect: %s
                """.formatted(expect);
        return switch (RunbookTests.read("x.test.yaml", text)) {
            case RunbookTests.Result.Read _ -> List.of();
            case RunbookTests.Result.Broken(var problems) ->
                problems.stream().map(Problem::toString).toList();
        };
    }

    @Test
    void anEndingIsOneOfThePhases() {
        assertThat(problems("{ending: escalated}")).isEmpty();
        assertThat(problems("{ending: resolvd}"))
                .singleElement()
                .asString()
                .startsWith("x.test.yaml:3:22:")
                .contains("'resolvd' is no ending; endings are awaiting_answer,")
                .contains("escalated, ");
    }

    @Test
    void whatExpectsNothingIsNoTest() {
        assertThat(problems("{}"))
                .singleElement()
                .asString()
                .startsWith("x.test.yaml:3:13:")
                .contains("'expect' says nothing");
        assertThat(problems("{skipped: []}")).hasSize(1);
        assertThat(problems("{skipped: [restart]}")).isEmpty();
    }

    @Test
    void aFileOfTestsHasSome() {
        assertThat(RunbookTests.read("x.test.yaml", "tests: []"))
                .isInstanceOfSatisfying(
                        RunbookTests.Result.Broken.class,
                        broken -> assertThat(broken.problems())
                                .singleElement()
                                .asString()
                                .startsWith("x.test.yaml:1:8:")
                                .contains("'tests' is empty"));
    }
}

package dev.runbook.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.runbook.Expression;
import dev.runbook.core.runbook.Expressions;
import dev.runbook.core.runbook.Position;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.Step;
import dev.runbook.core.runbook.Template;
import dev.runbook.core.value.Value;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.lint.Linter;
import dev.runbook.language.parse.ReadResult;
import dev.runbook.language.parse.RunbookReader;
import dev.runbook.language.parse.RunbookTests;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every example of the language's reference is what it says.
class LanguageReferenceTest {

    private static final String REFERENCE = TestFiles.text(Path.of("..", "docs", "RUNBOOK_LANGUAGE.md"));

    private final CelExpressions expressions = new CelExpressions();
    private final Value.Fields scope = scope();

    /// The contents of the blocks that begin with this word.
    private static List<String> blocks(String kind) {
        return Pattern.compile("(?ms)^```" + kind + "\n(.*?)^```$")
                .matcher(REFERENCE)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private record Row(String example, String answer) {}

    /// The rows of the table with this head.
    private static List<Row> table(String head) {
        int begin = REFERENCE.indexOf("| " + head + " |");
        assertThat(begin).isNotNegative();
        var table = REFERENCE.substring(begin, REFERENCE.indexOf("\n\n", begin));
        return Pattern.compile("(?m)^\\| `(.*?)` \\| `(.*)` \\|$")
                .matcher(table)
                .results()
                .map(row -> new Row(row.group(1), row.group(2)))
                .toList();
    }

    /// The names that the examples use, read as the parameters of a step.
    private static Value.Fields scope() {
        var parameters = parameters(blocks("yaml scope").getFirst().indent(6));
        return new Value.Fields(parameters.fields().entrySet().stream()
                .collect(Collectors.toMap(
                        java.util.Map.Entry::getKey, field -> ((Template.Literal) field.getValue()).value())));
    }

    private static Template.MapOf parameters(String indented) {
        var text = """
                name: x
                severity: low
                steps:
                  - id: a
                    action: gather
                    integration: compute
                    method: look
                    params:
                """ + indented;
        return ((Step.Gather) read(text).steps().getFirst()).parameters();
    }

    private static Runbook read(String text) {
        return switch (RunbookReader.read("example.yaml", text)) {
            case ReadResult.Read(var runbook, var _) -> runbook;
            case ReadResult.Broken(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private String evaluated(String source) {
        return answer(expressions.evaluate(new Expression(source, new Position("f", 1, 1)), scope));
    }

    private static String answer(Expressions.Evaluation evaluation) {
        return switch (evaluation) {
            case Expressions.Evaluation.Evaluated(var value) -> value.display();
            case Expressions.Evaluation.Failed(var reason) -> reason;
        };
    }

    @TestFactory
    List<DynamicTest> everyRunbookIsClean() {
        assertThat(blocks("yaml")).hasSize(2);

        return blocks("yaml").stream()
                .map(text -> DynamicTest.dynamicTest(
                        read(text).name(),
                        () -> assertThat(Linter.lint("example.yaml", text, Operations.CATALOGUE))
                                .isEmpty()))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyExpressionGivesWhatIsBesideIt() {
        assertThat(table("expression | gives")).hasSizeGreaterThan(10);

        return table("expression | gives").stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.example(),
                        () -> assertThat(evaluated(row.example())).isEqualTo(row.answer())))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyFailureSaysWhatIsBesideIt() {
        assertThat(table("expression | fails with")).hasSizeGreaterThan(3);

        return table("expression | fails with").stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.example(),
                        () -> assertThat(evaluated(row.example()))
                                .isEqualTo("f:1:1: '" + row.example() + "': " + row.answer())))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyTemplateGivesWhatIsBesideIt() {
        assertThat(table("template | gives")).hasSizeGreaterThan(4);

        return table("template | gives").stream()
                .map(row -> DynamicTest.dynamicTest(row.example(), () -> {
                    var template = parameters("      x: " + row.example() + "\n")
                            .fields()
                            .get("x");

                    assertThat(answer(expressions.render(template, scope))).isEqualTo(row.answer());
                }))
                .toList();
    }

    @Test
    void theBrokenRunbookHasTheProblemsShown() {
        var problems = Linter.lint("broken.yaml", blocks("yaml broken").getFirst(), Operations.CATALOGUE);

        assertThat(problems.stream().map(p -> p + "\n    " + p.hint() + "\n").collect(Collectors.joining()))
                .isEqualTo(blocks("text").getFirst());
    }

    @Test
    void theTestsAreRead() {
        assertThat(RunbookTests.read("x.test.yaml", blocks("yaml tests").getFirst()))
                .isInstanceOfSatisfying(
                        RunbookTests.Result.Read.class,
                        read -> assertThat(read.tests().tests()).hasSize(2));
        assertThat(RunbookTests.read("x.test.yaml", "tests: [{name: x, expct: {}}]"))
                .isInstanceOfSatisfying(
                        RunbookTests.Result.Broken.class,
                        broken -> assertThat(broken.problems())
                                .extracting(p -> p.rule().id())
                                .containsExactly("unknown-key"));
    }

    @Test
    void everyRuleAndIntegrationIsNamed() {
        assertThat(Rule.values()).allSatisfy(rule -> assertThat(REFERENCE).contains("`" + rule.id() + "`"));
        assertThat(Arrays.stream(Rule.values()).filter(rule -> rule.severity() == Problem.Severity.WARNING))
                .allSatisfy(rule -> assertThat(REFERENCE).contains("`" + rule.id() + "` (warning)"));
        assertThat(Capability.values())
                .allSatisfy(capability -> assertThat(REFERENCE).contains("`" + capability.key() + "`"));
    }
}

package dev.runbook.ml.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.diagnosis.CauseKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ConditionsTest {

    @TempDir
    private Path folder = Path.of("");

    private static final List<Condition> STANDARD = Conditions.standard();

    /// Each condition is found in its examples, and in nothing that a calm system says.
    @TestFactory
    Stream<DynamicTest> everyConditionIsFoundInItsExamplesAndNotInCalm() {
        return STANDARD.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
    }

    private static void check(Condition condition) {
        var facts = new Facts(List.of(condition));
        for (var example : condition.examples()) {
            var found = facts.in(List.of(new Statement("tool", "web-1", example, false)));

            assertThat(found).as(example).hasSize(1);
            assertThat(found.getFirst().meaning()).doesNotContain("{");
        }
        for (var calm : CALM)
            assertThat(facts.in(List.of(new Statement("tool", "web-1", calm, false))))
                    .as(calm)
                    .isEmpty();
    }

    private static final List<String> CALM = List.of(
            "name: web-1; phase: Running; ready: true; restart_count: 0; exit_code: 0",
            "memory_pressure: False; disk_pressure: False; pid_pressure: False; ready: True",
            "desired: 3; ready: 3; available: 3; unavailable: 0",
            "INFO request GET /api/orders handled in 12 ms, status=200, 5021 bytes",
            "Started Application in 4.2 seconds",
            "Heartbeat OK, connection pool at 12/100",
            "Successfully pulled image \"web:2\" in 1.2s",
            "Backup of the database finished",
            "metric CPUUtilization rose to 41 from 18");

    @Test
    void thereAreManyAndEachHasItsOwnName() {
        assertThat(STANDARD).hasSizeGreaterThanOrEqualTo(120);
        assertThat(STANDARD.stream().map(Condition::name).collect(Collectors.toSet()))
                .hasSameSizeAs(STANDARD);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("own.txt"), text);
    }

    @Test
    void conditionsOfOnesOwnAreRead() throws IOException {
        var own = Conditions.read(
                file(
                        "[vendor]\n# ours\nlicence :: 0.9 :: licence .* expired :: {object} has no licence :: licence X expired\n"));

        assertThat(own).singleElement().satisfies(c -> assertThat(c.category()).isEqualTo("vendor"));
    }

    @Test
    void whatCannotBeUnderstoodIsNamedWithItsLine() {
        assertThatThrownBy(() -> Conditions.read(file("[a]\nx :: 0.5 :: abc :: says\n")))
                .hasMessageContaining("own.txt:2: 4 parts");
        assertThatThrownBy(() -> Conditions.read(file("[a]\nx :: much :: abc :: says :: abc\n")))
                .hasMessageContaining("own.txt:2: 'much' is no weight");
        assertThatThrownBy(() -> Conditions.read(file("[a]\nx :: 0.5 :: a(bc :: says :: abc\n")))
                .hasMessageContaining("own.txt:2")
                .hasMessageContaining("no regular expression");
        assertThatThrownBy(() -> Conditions.read(file("[a]\nx :: 0.5 :: abc :: says :: xyz\n")))
                .hasMessageContaining("does not match");
        assertThatThrownBy(() -> Conditions.read(file("x :: 0.5 :: abc :: says :: abc\n")))
                .hasMessageContaining("before any [category]");
    }

    @Test
    void aHeadingMayNameTheKindOfCause() throws IOException {
        var own = Conditions.read(file("[vendor: memory_leak]\nx :: 0.5 :: abc :: says :: abc\n"));

        assertThat(own).singleElement().satisfies(c -> {
            assertThat(c.category()).isEqualTo("vendor");
            assertThat(c.cause()).contains(CauseKind.MEMORY_LEAK);
        });
        assertThatThrownBy(() -> Conditions.read(file("[vendor: bad luck]\nx :: 0.5 :: abc :: says :: abc\n")))
                .hasMessageContaining("own.txt:2")
                .hasMessageContaining("bad luck")
                .hasMessageContaining("memory_leak");
    }

    @Test
    void everyKindOfCauseThatLogsCanShowHasConditions() {
        var kinds = STANDARD.stream().flatMap(c -> c.cause().stream()).collect(Collectors.toSet());

        assertThat(kinds).hasSize(CauseKind.values().length - 1).doesNotContain(CauseKind.UNKNOWN);
    }
}

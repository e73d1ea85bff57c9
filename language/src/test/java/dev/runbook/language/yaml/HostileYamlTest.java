package dev.runbook.language.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.runbook.core.capability.Operations;
import dev.runbook.language.Problem;
import dev.runbook.language.lint.Linter;
import dev.runbook.language.parse.ReadResult;
import dev.runbook.language.parse.RunbookReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Text that was written to hurt whoever reads it costs no more than its length.
class HostileYamlTest {

    private static final long MAX_BYTES = 256L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("billion laughs", "alias", billionLaughs()),
                Arguments.of("an alias to itself", "alias", "a: &a [*a]\n"),
                Arguments.of("ten megabytes", "too-large", "name: " + "x".repeat(10_000_000)),
                Arguments.of("brackets", "too-deep", "[".repeat(1_000_000)),
                Arguments.of("braces", "too-deep", "{a: ".repeat(200_000)),
                Arguments.of("indentation", "too-deep", nested(100)),
                Arguments.of("lists in lists", "too-deep", "- ".repeat(400_000)),
                Arguments.of("a key a thousand times", "duplicate-key", "a: 1\n".repeat(200_000)),
                Arguments.of("many keys", "too-large", keys(60_000)),
                Arguments.of("few enough keys", "unknown-key", keys(9_000)),
                Arguments.of("tags", "tag", "a: !!python/object/apply:os.system [id]\n"),
                Arguments.of("tags everywhere", "tag", "- !x y\n".repeat(140_000)),
                Arguments.of("documents", "one-document", "--- a\n".repeat(150_000)),
                Arguments.of("comments", "one-document", "# x\n".repeat(200_000)),
                Arguments.of("question marks", "too-deep", "? ".repeat(300_000)),
                Arguments.of("a key without end", "yaml-syntax", "a".repeat(1_000_000) + ": b"),
                Arguments.of("open quotes", "yaml-syntax", "a: \"" + "\\\n ".repeat(200_000)),
                Arguments.of("many holes", "template-syntax", step("\"" + "{{ a }}".repeat(100_000) + "\"")),
                Arguments.of("open holes", "template-syntax", step("\"" + "{{ '".repeat(200_000) + "\"")),
                Arguments.of("holes in a block", "template-syntax", step("|\n" + "        {{ a }}\n".repeat(50_000))),
                Arguments.of("a long expression", "expression-syntax", step("\"{{ " + "a+".repeat(200_000) + "a }}\"")),
                Arguments.of("deep expressions", "expression-syntax", step("\"{{ " + "(".repeat(1_900) + " }}\"")),
                Arguments.of("another YAML", "yaml-syntax", "%YAML 9.9\n---\na: b\n"),
                Arguments.of("open holes in a wait", "template-syntax", wait("{{ ".repeat(20_000))),
                Arguments.of("nul", "yaml-syntax", "\0".repeat(1000)),
                Arguments.of("half a character", "yaml-syntax", "a: \ud800"));
    }

    private static String billionLaughs() {
        return "a0: &a0 [lol]\n"
                + IntStream.range(1, 30)
                        .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)))
                        .collect(Collectors.joining());
    }

    private static String nested(int levels) {
        return IntStream.range(0, levels).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
    }

    private static String keys(int many) {
        return IntStream.range(0, many).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
    }

    private static String step(String value) {
        return """
                name: x
                severity: low
                steps:
                  - id: a
                    action: gather
                    integration: compute
                    method: look
                    params:
                      x: %s
                """.formatted(value);
    }

    private static String wait(String duration) {
        return "name: x\nseverity: low\nsteps:\n  - {id: a, action: wait, duration: \"" + duration + "\"}\n";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void isRefusedWithinASecondOfWorkAndLittleMemory(String name, String rule, String text) {
        var result = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long nanos = THREADS.getCurrentThreadCpuTime();
            var read = Linter.read("hostile.yaml", text, Operations.CATALOGUE);
            return new Measured(
                    read,
                    Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - nanos),
                    THREADS.getCurrentThreadAllocatedBytes() - bytes);
        });

        assertThat(result.work()).as(name).isLessThan(Duration.ofSeconds(1));
        assertThat(result.bytes()).as("bytes allocated for " + name).isLessThan(MAX_BYTES);
        assertThat(result.read())
                .isInstanceOfSatisfying(
                        ReadResult.Broken.class,
                        broken -> assertThat(broken.problems())
                                .extracting(problem -> problem.rule().id())
                                .contains(rule));
        assertThat(((ReadResult.Broken) result.read()).problems())
                .hasSizeLessThanOrEqualTo(200)
                .extracting(Problem::toString)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(400));
    }

    @Test
    void aProcessOf256MegabytesRefusesAllOfIt(@TempDir Path folder) throws Exception {
        var names = new ArrayList<String>();
        for (var hostile : hostile().toList()) {
            var file = folder.resolve(names.size() + ".yaml");
            Files.write(file, ((String) hostile.get()[2]).getBytes(StandardCharsets.UTF_8));
            names.add(file.toString());
        }
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LintingProcess.class.getName()));
        command.addAll(names);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();

        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines()).hasSameSizeAs(names).allSatisfy(line -> {
            assertThat(line).contains(" refused in ");
            assertThat(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                    .as(line)
                    .isLessThan(1000);
        });
    }

    @Test
    void allAnchorsAndAliasesOfAFileAreOneComplaintThatSaysHowManyThereAre() {
        var read = RunbookReader.read("hostile.yaml", billionLaughs());

        assertThat(((ReadResult.Broken) read).problems())
                .filteredOn(problem -> problem.rule().id().equals("alias"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("320 such anchors and aliases"));
    }

    /// @param work the processor's time: a busy machine must fail no test
    /// @param bytes what was allocated: more than was ever held at once
    private record Measured(ReadResult read, Duration work, long bytes) {}
}

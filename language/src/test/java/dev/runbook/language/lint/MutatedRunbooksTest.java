package dev.runbook.language.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.language.Problem;
import dev.runbook.language.TestFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever somebody types into a runbook, the linter answers, and at places that the file has.
class MutatedRunbooksTest {

    private static final int CASES = 1_000;
    private static final String[] INSERTS = {
        "{{", "}}", "'", "\"", ":", ": ", "- ", "\n", "\n  ", "\t", "#", "&a ", "*a", "!t ", "[", "]", "{", "}", "|",
        ">", "%", "90%", "&&", "==", "=", "null", "true", "é", "😀", "\u0007", "has(", ")", ".", ",", "id: x\n", "  - ",
        "---\n",
    };

    private final List<String> originals = Stream.concat(
                    TestFiles.yaml(Path.of("..", "runbooks")).stream(),
                    TestFiles.yaml(TestFiles.path("broken")).stream())
            .map(TestFiles::text)
            .toList();

    @Test
    void everyMutationIsAnsweredWithPlacesInTheFile() {
        int faulty = 0;
        for (int seed = 0; seed < CASES; seed++) {
            var random = new Random(seed);
            var text = originals.get(random.nextInt(originals.size()));
            for (int i = random.nextInt(4); i >= 0; i--) text = mutate(text, random);

            var problems = lint(seed, text);

            var lines = text.split("\r\n|[\r\n]", -1);
            for (var problem : problems) {
                var at = problem.position();
                assertThat(at.line()).as("seed " + seed).isBetween(1, lines.length);
                var line = lines[at.line() - 1];
                assertThat(at.column())
                        .as("seed " + seed + ": " + problem)
                        .isBetween(1, line.codePointCount(0, line.length()) + 1);
            }
            if (!problems.isEmpty()) faulty++;
        }
        assertThat(faulty).as("mutations that did harm").isGreaterThan(CASES / 2);
    }

    private static List<Problem> lint(int seed, String text) {
        try {
            return Linter.lint("x.yaml", text, Operations.CATALOGUE);
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ":\n" + text, e);
        }
    }

    private static String mutate(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(12));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + INSERTS[random.nextInt(INSERTS.length)] + text.substring(at);
            case 2 -> text.substring(0, at) + text.substring(at, end).repeat(2) + text.substring(end);
            default -> text.substring(0, at) + INSERTS[random.nextInt(INSERTS.length)] + text.substring(end);
        };
    }
}

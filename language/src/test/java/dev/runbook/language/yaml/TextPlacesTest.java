package dev.runbook.language.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.runbook.Position;
import dev.runbook.language.Problems;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPlacesTest {

    /// Marks the character whose place is asked; it occurs once in each file.
    private static final String MARK = "§";

    private static YamlNode.Scalar value(String yaml) {
        var problems = new Problems();
        var root = YamlReader.read("f", yaml, problems);
        assertThat(problems.inOrder()).as(yaml).isEmpty();
        return (YamlNode.Scalar)
                ((YamlNode.Mapping) root.orElseThrow()).entry("k").orElseThrow().value();
    }

    private static Position placeIn(String file) {
        int at = file.indexOf(MARK);
        int line = (int) file.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        int start = file.lastIndexOf('\n', at) + 1;
        return new Position("f", line, file.codePointCount(start, at) + 1);
    }

    private static void assertMarkIsFound(String yaml, String context) {
        var scalar = value(yaml);
        int index = scalar.text().indexOf(MARK);

        assertThat(index).as(context).isNotNegative();
        assertThat(scalar.places().at(index)).as(context).isEqualTo(placeIn(yaml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k: a §b",
                "k: a\n  b\n   §c",
                "k: 'it''s ''§'''",
                "k: 'one\n\n  two §'",
                "k: \"\\t\\u00e9\\x41\\U0001F600 §\"",
                "k: \"a \\\n   b\\\"§\"",
                "k: \"a\n   \n  §\"",
                "k: |\n  one\n    §two\n",
                "k: |-\n\n  one\n\n  §",
                "k: >\n  one\n  two\n\n  thr§ee\n",
                "k: >2\n    one §\n",
                "k: | # why\n  §\n",
                "k: 😀 😀 §",
                "k: \"a\r\n  b §\"",
            })
    void everyCharacterIsFoundWhereItStands(String yaml) {
        assertMarkIsFound(yaml, yaml);
    }

    @Test
    void generatedTextIsFoundInEveryStyle() {
        for (int seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            var yaml = "a: 1\nk: " + Scalars.of(random, MARK) + "\nz: 2\n";

            assertMarkIsFound(yaml, "seed " + seed + ": " + yaml);
        }
    }

    /// Writes random text in a random style, with the mark somewhere in it.
    private static final class Scalars {

        private static final String[] WORDS = {"a", "be", "{{", "}}", "é", "😀", "x.y", "(1 + 2)"};

        static String of(Random random, String mark) {
            int words = 1 + random.nextInt(8);
            int marked = random.nextInt(words);
            int style = random.nextInt(5);
            var out = new StringBuilder(
                    switch (style) {
                        case 0 -> "p";
                        case 1 -> "'";
                        case 2 -> "\"";
                        case 3 -> "|\n  ";
                        default -> ">-\n  ";
                    });
            for (int i = 0; i < words; i++) {
                if (i > 0) out.append(gap(random));
                out.append(WORDS[random.nextInt(WORDS.length)]);
                if (style == 1 && random.nextBoolean()) out.append("''");
                if (style == 2 && random.nextBoolean()) out.append(random.nextBoolean() ? "\\\"" : "\\u0041");
                if (i == marked) out.append(mark);
            }
            if (style == 1) out.append('\'');
            if (style == 2) out.append('"');
            return out.toString();
        }

        private static String gap(Random random) {
            return switch (random.nextInt(6)) {
                case 0 -> "\n  ";
                case 1 -> "\n\n  ";
                case 2 -> "  ";
                default -> " ";
            };
        }
    }
}

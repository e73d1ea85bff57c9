package dev.runbook.language.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentLiteralsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "cpu > 90%;cpu > 90 ",
                "cpu > 90.5% && x;cpu > 90.5  && x",
                "(90%);(90 )",
                "[1%,2%];[1 ,2 ]",
                "90% < cpu;90  < cpu",
                "90% != cpu;90  != cpu",
                "5% in xs;5  in xs",
                "a ? 1% : 2%;a ? 1  : 2 ",
                "1e2%;1e2 ",
                "'90%' == x || y > 5%;'90%' == x || y > 5 ",
            })
    void aNumberBeforeAPercentSignIsThatNumber(String written, String read) {
        assertThat(PercentLiterals.rewrite(written)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90 % 7",
                "90%7",
                "90%x",
                "90% (x)",
                "90%-5",
                "90%!x",
                "x % 7",
                "p99%",
                "'90%'",
                "\"90%\"",
                "r'90%\\'",
                "'''90%'''",
                "\"\"\"it's 90%\"\"\"",
                "'it\\'s 90%'",
                "x // 90%",
            })
    void everythingElseIsLeftAlone(String written) {
        assertThat(PercentLiterals.rewrite(written)).isEqualTo(written);
    }

    @Test
    void nothingButPercentSignsChangesAndNothingMoves() {
        var alphabet = "90%.e5 'x\"\\/(&+-!=r\n";
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            var written = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--)
                written.append(alphabet.charAt(random.nextInt(alphabet.length())));

            var read = PercentLiterals.rewrite(written.toString());

            assertThat(read).as("seed " + seed).hasSameSizeAs(written);
            for (int i = 0; i < read.length(); i++)
                if (read.charAt(i) != written.charAt(i))
                    assertThat(written.charAt(i) + "" + read.charAt(i))
                            .as("seed " + seed + ": " + written)
                            .isEqualTo("% ");
        }
    }

    @Test
    void aPercentageComparesAsItsNumberWhateverSurroundsIt() {
        var before = new String[] {"", "x > ", "f || ", "'5%' != s && ", "(", "[", "m['7%'] < "};
        var after = new String[] {"", " && y", ")", "]", " || 7 % 2 == 1", " == z", " ? a : b", "  "};
        for (int seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            var left = before[random.nextInt(before.length)];
            var right = after[random.nextInt(after.length)];
            var number = random.nextInt(101) + (random.nextBoolean() ? "" : "." + random.nextInt(100));

            assertThat(PercentLiterals.rewrite(left + number + "%" + right))
                    .as("seed " + seed)
                    .isEqualTo(left + number + " " + right);
        }
    }
}

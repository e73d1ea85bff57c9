package dev.runbook.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearestTest {

    private static final List<String> KEYS = List.of("severity", "steps", "name", "requires_approval");

    @Test
    void aMisspeltWordFindsTheWordThatWasMeant() {
        assertThat(Nearest.to("severty", KEYS)).contains("severity");
        assertThat(Nearest.to("nmae", KEYS)).contains("name");
        assertThat(Nearest.to("require_aproval", KEYS)).contains("requires_approval");
    }

    @Test
    void aWordThatIsFarFromAllFindsNone() {
        assertThat(Nearest.to("colour", KEYS)).isEmpty();
        assertThat(Nearest.to("x".repeat(10_000), KEYS)).isEmpty();
        assertThat(Nearest.hint("colour", KEYS)).isEqualTo("use one of: name, requires_approval, severity, steps");
    }

    @Test
    void theDistanceIsThatOfTheFewestEdits() {
        assertThat(Nearest.distance("abc", "abc")).isZero();
        assertThat(Nearest.distance("abc", "acb")).isOne();
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void theDistanceIsTheSameBothWaysAndNoMoreThanTheLongerWord() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var a = word(random);
            var b = word(random);

            assertThat(Nearest.distance(a, b))
                    .as("seed " + seed)
                    .isEqualTo(Nearest.distance(b, a))
                    .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
        }
    }

    private static String word(Random random) {
        var word = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) word.append((char) ('a' + random.nextInt(3)));
        return word.toString();
    }
}

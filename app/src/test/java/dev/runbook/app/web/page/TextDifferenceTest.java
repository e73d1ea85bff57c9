package dev.runbook.app.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextDifferenceTest {

    private static String of(String before, String after) {
        var text = new StringBuilder();
        for (var line : TextDifference.of(before, after))
            text.append(line.kind().equals("gone") ? "-" : line.kind().equals("come") ? "+" : " ")
                    .append(line.text());
        return text.toString();
    }

    @Test
    void linesGoAndCome() {
        assertThat(of("a\nb\nc", "a\nx\nc\nd")).isEqualTo(" a-b+x c+d");
    }

    @Test
    void nothingDiffersFromItself() {
        assertThat(of("a\nb", "a\nb")).isEqualTo(" a b");
    }

    @Test
    void everythingMayGoOrCome() {
        assertThat(of("", "a\nb")).isEqualTo("+a+b");
        assertThat(of("a\nb", "")).isEqualTo("-a-b");
    }
}

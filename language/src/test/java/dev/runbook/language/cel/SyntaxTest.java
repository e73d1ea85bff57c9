package dev.runbook.language.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.language.TestFiles;
import dev.runbook.language.cel.Syntax.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {

    private static Syntax.Sound sound(String source) {
        return switch (Syntax.of(source)) {
            case Syntax.Sound sound -> sound;
            case Syntax.Faulty faulty -> throw new AssertionError(faulty.toString());
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "cpu > 90%; CONDITION",
                "!done; CONDITION",
                "has(a.b); CONDITION",
                "a in [1]; CONDITION",
                "xs.all(x, x > 1); CONDITION",
                "xs.exists(x, x > 1); CONDITION",
                "xs.exists_one(x, x > 1); CONDITION",
                "a ? b > 1 : c > 1; CONDITION",
                "text.contains('x'); CONDITION",
                "true; CONDITION",
                "done; ANYTHING",
                "step.done; ANYTHING",
                "steps['x']; ANYTHING",
                "a ? b : c > 1; ANYTHING",
                "cpu + 1; VALUE",
                "'text'; VALUE",
                "[a]; VALUE",
                "{'a': b}; VALUE",
                "xs.map(x, x > 1); VALUE",
                "xs.filter(x, x > 1); VALUE",
                "size(xs); VALUE",
            })
    void whatAnExpressionCanGiveIsSeenFromItsText(String source, Kind kind) {
        assertThat(sound(source).kind()).isEqualTo(kind);
    }

    @Test
    void referencesAreTheNamesTakenFromTheScope() {
        var source = "a.b['c'].d == x && xs.exists(x, x.y > b) && has(e.f) && type(g) == int";

        assertThat(sound(source).references())
                .containsExactly(
                        new Reference("a", List.of("b", "c", "d"), 0, false),
                        new Reference("x", List.of(), 14, false),
                        new Reference("xs", List.of(), 19, false),
                        new Reference("b", List.of(), 38, false),
                        new Reference("e", List.of("f"), 48, true),
                        new Reference("g", List.of(), 61, false));
    }

    @Test
    void everyFunctionIsInTheReference() {
        var reference = TestFiles.text(Path.of("..", "docs", "RUNBOOK_LANGUAGE.md"));

        assertThat(Signatures.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(reference)
                        .contains("`" + Signatures.find(name).orElseThrow().usage() + "`"));
    }

    @Test
    void everyFunctionCanBeCalledAsItIsShown() {
        for (var name : Signatures.names())
            assertThat(Syntax.of(Signatures.find(name).orElseThrow().usage()))
                    .as(name)
                    .isInstanceOf(Syntax.Sound.class);
    }
}

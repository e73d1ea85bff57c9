package dev.runbook.ml.llm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskingTest {

    private final Masking masking = new Masking(List.of("the-key-of-this-very-system"));

    static List<String> lines(String file) {
        try (var in = Objects.requireNonNull(MaskingTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> secrets() {
        return lines("secrets.tsv");
    }

    static List<String> harmless() {
        return lines("harmless.txt");
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void noSecretLeaves(String line) {
        var parts = line.replace("\\n", "\n").split("\t", -1);

        var masked = masking.mask("at 10:02 web-1 said: " + parts[1] + " (and went on)");

        assertThat(parts[1]).contains(parts[0]);
        assertThat(masked).doesNotContain(parts[0]).startsWith("at 10:02 web-1 said: ");
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatIsNoSecretStaysReadable(String line) {
        assertThat(masking.mask(line)).isEqualTo(line);
    }

    @Test
    void theCorporaAreLarge() {
        assertThat(secrets()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(harmless()).hasSizeGreaterThanOrEqualTo(25);
    }

    @Test
    void aCredentialOfTheSystemIsMaskedWhereverItStands() {
        assertThat(masking.mask("xthe-key-of-this-very-systemy")).isEqualTo("x[secret]y");
    }

    @Test
    void anAddressComesBackInTheAnswerAndASecretDoesNot() {
        var sent = masking.mask("Ann.Lee@example.com and bob@example.com, then ann.lee@example.com; password=abc12345");

        assertThat(sent).isEqualTo("[email-1] and [email-2], then [email-1]; password=[secret]");
        assertThat(masking.unmask("tell [email-2], [email-7] and [secret]"))
                .isEqualTo("tell bob@example.com, [email-7] and [secret]");
    }

    @Test
    void maskingTwiceIsMaskingOnce() {
        for (var line : secrets()) {
            var once = masking.mask(line.split("\t", -1)[1]);
            assertThat(masking.mask(once)).isEqualTo(once);
        }
    }
}

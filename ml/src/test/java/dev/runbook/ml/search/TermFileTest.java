package dev.runbook.ml.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TermFileTest {

    private static final List<String> TEXTS = List.of("disk is full", "a certificate expires", "disk disk disk");
    private static final FileTime LONG_AGO = FileTime.fromMillis(0);

    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("x.terms");
    }

    /// Whether the index is the same as one that is made, and whether the file was written for it.
    private boolean isWritten(List<String> texts) throws IOException {
        if (Files.exists(file())) Files.setLastModifiedTime(file(), LONG_AGO);

        var index = TermFile.of(file(), texts, Terms.PAIRS);

        assertThat(index.cosine("full disk")).containsExactly(new TermIndex(texts, Terms.PAIRS).cosine("full disk"));
        return !Files.getLastModifiedTime(file()).equals(LONG_AGO);
    }

    @Test
    void anIndexIsMadeOnceAndReadAfterwards() throws IOException {
        assertThat(isWritten(TEXTS)).isTrue();
        assertThat(isWritten(TEXTS)).isFalse();
    }

    @Test
    void otherTextsOrAnotherSplittingAreIndexedAnew() throws IOException {
        TermFile.of(file(), TEXTS, Terms.SEQUENCES);

        assertThat(isWritten(TEXTS)).isTrue();
        assertThat(isWritten(TEXTS.reversed())).isTrue();
    }

    @Test
    void aDamagedFileIsWrittenAnew() throws IOException {
        TermFile.of(file(), TEXTS, Terms.PAIRS);
        var bytes = Files.readAllBytes(file());
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(), bytes);

        assertThat(isWritten(TEXTS)).isTrue();

        Files.write(file(), Arrays.copyOf(bytes, 60));
        assertThat(isWritten(TEXTS)).isTrue();
    }
}

package dev.runbook.ml.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.ml.offline.text.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {

    private static final List<String> TEXTS = List.of("disk", "certificate");

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void keepTwo() throws IOException {
        file = folder.resolve("deep/pages.vectors");
        open("model").add(Map.of("disk", vector(1, 2), "certificate", vector(-3, 1)));
    }

    private VectorFile open(String model) throws IOException {
        return VectorFile.at(file, model, 2);
    }

    private static Vector vector(float... coordinates) {
        return Vector.of(coordinates);
    }

    @Test
    void whatWasKeptIsThereAgain() throws IOException {
        var known = open("model").read(List.of("disk", "queue"));

        assertThat(known).containsOnlyKeys("disk");
        assertThat(known.get("disk").cosine(vector(1, 2))).isGreaterThan(0.9999);
    }

    @Test
    void anotherModelBeginsAnew() throws IOException {
        assertThat(open("another").read(TEXTS)).isEmpty();
        assertThat(open("model").read(TEXTS)).isEmpty();
    }

    @Test
    void aDamagedEntryIsNotUsedAndTheOthersAre() throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 6] ^= 1;
        Files.write(file, bytes);

        assertThat(open("model").read(TEXTS)).hasSize(1);
    }

    @Test
    void whatWasCutOffIsWrittenOver() throws IOException {
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
        var cut = open("model");
        assertThat(cut.read(TEXTS)).hasSize(1);

        cut.add(Map.of("disk", vector(1, 2), "certificate", vector(-3, 1)));

        assertThat(cut.read(TEXTS)).containsOnlyKeys("disk", "certificate");
    }

    @Test
    void whatIsNoIndexIsNotOverwritten() throws IOException {
        var notes =
                Files.writeString(folder.resolve("notes.md"), "# Notes\n" + "x".repeat(500), StandardOpenOption.CREATE);

        assertThatThrownBy(() -> VectorFile.at(notes, "model", 2)).hasMessageContaining("no index of vectors");
        assertThatThrownBy(() -> VectorFile.at(folder, "model", 2)).hasMessageContaining("is no file");
        assertThat(notes).content().startsWith("# Notes");
    }
}

package dev.runbook.ml.offline.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.ml.offline.text.BgeEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class PrototypesTest {

    private final BgeEmbedder embedder = BgeEmbedder.standard();
    private final Prototypes prototypes = new Prototypes(embedder);

    /// When this fails, `target/prototypes.vectors` holds what belongs beside `prototypes.txt`.
    @Test
    void everyPrototypeHasAKeptVectorThatIsTheModels() throws IOException {
        var missing = prototypes.all().stream()
                .filter(p -> prototypes.kept(p).isEmpty())
                .toList();
        if (!missing.isEmpty()) writeAnew();

        assertThat(missing)
                .as("prototypes without a vector; copy target/prototypes.vectors to the resources")
                .isEmpty();
        for (int i = 0; i < prototypes.all().size(); i += 40) {
            var prototype = prototypes.all().get(i);
            var model = embedder.meaning(prototype.text()).orElseThrow();
            assertThat(prototypes.kept(prototype).orElseThrow().cosine(model)).isGreaterThan(0.999);
        }
    }

    private void writeAnew() throws IOException {
        var lines = new ArrayList<String>();
        lines.add("# Made by PrototypesTest from prototypes.txt: the digest of each text and its vector.");
        lines.add("[vectors]");
        for (var prototype : prototypes.all())
            lines.add(Prototypes.line(
                    prototype, embedder.meaning(prototype.text()).orElseThrow()));
        Files.write(Path.of("target", Prototypes.VECTORS), lines);
    }
}

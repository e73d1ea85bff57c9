package dev.runbook.ml.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.offline.text.Embedder;
import org.junit.jupiter.api.Test;

class OfflineEngineTest {

    private static final ProblemReport CPU = ProblemReport.of("CPU usage on host app-17 is at 99% for ten minutes");

    @Test
    void theEmbeddedModelLoadsAndClassifies() {
        var embedder = BgeEmbedder.standard();
        var engine = OfflineEngine.create(embedder);

        engine.warmUp();

        assertThat(embedder.trouble()).isEmpty();
        assertThat(engine.classifier().classify(CPU).category()).isEqualTo(Category.COMPUTE);
    }

    @Test
    void withoutTheModelItClassifiesByWordsAndSaysSo() {
        var engine = OfflineEngine.create(Embedder.none("the file is missing"));

        var classification = engine.classifier().classify(CPU);

        assertThat(classification.category()).isEqualTo(Category.COMPUTE);
        assertThat(classification.reasons()).anyMatch(reason -> reason.contains("the file is missing"));
    }
}

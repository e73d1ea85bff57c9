package dev.runbook.app.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.assembly.Configuration;
import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.diagnose.Evaluation;
import dev.runbook.ml.offline.OfflineEngine;
import dev.runbook.ml.offline.text.Embedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Plays one incident of each kind, with a seed that nothing was tuned on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SuiteTest {

    private List<Suite.Played> played = List.of();

    @BeforeAll
    void play() throws InterruptedException {
        var suite = new Suite(
                Configuration.read(Map.of(), Map.of(), Path.of("..")),
                OfflineEngine.create(Embedder.none("words are enough here")));
        played = suite.play(Grammar.stories(77, Grammar.kinds().size()), _ -> {});
    }

    private Evaluation.Result result() {
        return new Evaluation.Result(played.stream().map(Suite.Played::judged).toList());
    }

    @Test
    void mostIncidentsAreDiagnosedRight() {
        assertThat(result().figures().get("all as expected")).isGreaterThanOrEqualTo(0.7);
    }

    @Test
    void nothingIsClaimedConfidentlyAndWrong() {
        assertThat(result().figures()).containsEntry("confident and wrong", 0.0);
    }

    @Test
    void nothingIsDoneWhereNothingIsWrong() {
        assertThat(played)
                .filteredOn(p -> p.story().truths().isEmpty())
                .isNotEmpty()
                .allMatch(p -> p.changes() == 0);
    }

    @Test
    void everyKindIsCountedByItself() {
        assertThat(result().byKind().keySet()).containsExactlyElementsOf(Grammar.kinds());
    }

    @Test
    void whatWasKnownIsWrittenAsBundlesWithTheTruthBesideIt(@TempDir Path folder) throws IOException {
        Suite.write(played, folder);

        assertThat(Evaluation.bundles(folder)).hasSize(played.size());
        for (var one : played)
            try (var bundle = Bundle.open(folder.resolve(one.story().name()))) {
                var expected = bundle.expected().orElseThrow();
                assertThat(expected.kind()).contains(one.story().kind());
                assertThat(expected.healthy()).contains(one.story().truths().isEmpty());
                assertThat(bundle.incident().text())
                        .isEqualTo(one.story().scenario().report().text());
            }
    }
}

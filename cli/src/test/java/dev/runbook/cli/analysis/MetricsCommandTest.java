package dev.runbook.cli.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class MetricsCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private static Said metrics(String... arguments) {
        return Said.by(MetricsCommand::new, arguments);
    }

    /// A thousand measurements around 10, with a jump to 90 at the row with this index.
    private Path series(int jump) throws IOException {
        var text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 1_000; i++)
            text.append(1_700_000_000 + 60 * i)
                    .append(',')
                    .append(i == jump ? 90 : 10 + Math.sin(i * 1.7))
                    .append('\n');
        return Files.writeString(folder.resolve("m.csv"), text);
    }

    @Test
    void everyRowGetsAScoreAndTheJumpTheHighest() throws IOException {
        var scores = folder.resolve("scores.txt");

        var said = metrics("anomalies", series(700).toString(), "--scores", scores.toString());

        assertThat(said.exit()).isZero();
        var written =
                Files.readAllLines(scores).stream().map(Double::parseDouble).toList();
        assertThat(written).hasSize(1_000).allMatch(s -> s >= 0 && s <= 1);
        assertThat(written.get(700))
                .isEqualTo(written.stream().max(Double::compare).orElseThrow());
    }

    @Test
    void jsonNamesTheLineOfTheJump() throws IOException {
        var said = metrics("anomalies", series(700).toString(), "--json");

        var json = JsonMapper.shared().readTree(said.output());
        assertThat(json.path("rows").asInt()).isEqualTo(1_000);
        assertThat(json.path("anomalies").path(0).path("line").asInt()).isEqualTo(702);
    }

    @Test
    void aRowThatIsNoneIsNamedWithItsLine() throws IOException {
        var file = Files.writeString(folder.resolve("bad.csv"), "timestamp,value\n1700000000,1\n1700000060,oops\n");

        var said = metrics("anomalies", file.toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.errors()).contains("bad.csv:3").contains("oops");
    }
}

package dev.runbook.ml.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.ml.anomaly.MetricAnomalies.Request;
import dev.runbook.ml.bundle.Timestamps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricAnomaliesTest {

    @TempDir
    Path folder;

    @Test
    void everyRowHasAScoreAndAnomaliesAreListed() throws IOException {
        var file = write("cpu.csv", "time,value\n" + rows(400, 300));
        var scores = folder.resolve("scores.txt");

        var report = MetricAnomalies.run(new Request(file, Optional.of(scores)), _ -> {});

        var lines = Files.readAllLines(scores);
        assertThat(lines).hasSize(400).allMatch(s -> Double.parseDouble(s) >= 0 && Double.parseDouble(s) <= 1);
        assertThat(Double.parseDouble(lines.get(300))).isGreaterThan(0.5);
        assertThat(report.found()).isEqualTo(1);
        assertThat(report.anomalies().getFirst().line()).isEqualTo(302);
        assertThat(report.text()).contains("400 rows, 0 missing, 1 anomalies").contains("2024-05-02T01:00:00Z");
        assertThat(report.json()).contains("\"found\":1").contains("\"line\":302");
    }

    @Test
    void columnsAreFoundByTheirNamesAndMissingValuesSkipped() throws IOException {
        var file = write("m.csv", "host_id,value,timestamp\na,1,1714521600\na,,1714521660\na,NaN,1714521720\n");

        var report = MetricAnomalies.run(new Request(file, Optional.empty()), _ -> {});

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.missing()).isEqualTo(2);
    }

    @Test
    void aFileMayBeGzippedAndNeedsNoHeading() throws IOException {
        var file = folder.resolve("m.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(rows(200, 180).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(MetricAnomalies.run(new Request(file, Optional.empty()), _ -> {})
                        .found())
                .isEqualTo(1);
    }

    @Test
    void progressIsToldOnLongWork() throws IOException {
        var file = write("long.csv", rows(200_000, 1));
        List<Long> told = new ArrayList<>();

        MetricAnomalies.run(new Request(file, Optional.empty()), told::add);

        assertThat(told).containsExactly(100_000L, 200_000L);
    }

    @Test
    void whatIsMalformedIsNamedWithItsLine() throws IOException {
        assertMalformed(
                "time,value\n2024-05-01T00:00:00Z,1\n2024-05-01T00:05:00Z,many\n", "m.csv:3: 'many' is no number");
        assertMalformed("time,value\nyesterday,1\n", "m.csv:2: 'yesterday' is no time");
        assertMalformed("time,value\n2024-05-01T00:00:00Z\n", "m.csv:2: 1 cells, but the heading has 2");
        assertMalformed("time,cpu,memory\n", "m.csv:1: no column 'value' among: time,cpu,memory");
        assertMalformed("time,component,metric,value\n", "m.csv:1: more than one series");
        assertMalformed("", "m.csv:1: the file is empty");
        assertMalformed("time,value\n", "m.csv:1: no rows");
        assertThatThrownBy(() -> MetricAnomalies.run(new Request(folder, Optional.empty()), _ -> {}))
                .hasMessageContaining("a directory");
        assertThatThrownBy(() -> MetricAnomalies.run(new Request(folder.resolve("no.csv"), Optional.empty()), _ -> {}))
                .hasMessageContaining("no such metric file");
    }

    @Test
    void whatOtherProgramsWriteIsRead() throws IOException {
        var text = "\uFEFF\"time\",\"value\"\r\n\"2024-05-01 10:00:00\",\"1\"\r\n2024-05-01 10:05:00,+Inf\r\n";

        var report = run(text);

        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.missing()).isEqualTo(1);
        assertThat(run("\uFEFF2024-05-01 10:00:00,1\n2024-05-01 10:05:00,2\n").rows())
                .isEqualTo(2);
    }

    @Test
    void rowsThatGoBackInTimeAreCounted() throws IOException {
        var report = run("time,value\n300,1\n100,1\n200,1\n300,1\n400,1\n");

        assertThat(report.backwards()).isEqualTo(2);
        assertThat(report.text()).contains("sort the file by time");
    }

    private AnomalyReport run(String text) throws IOException {
        return MetricAnomalies.run(new Request(write("m.csv", text), Optional.empty()), _ -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-01T10:00:00Z",
        "2024-05-01 10:00:00",
        "2024-05-01T12:00:00+02:00",
        "2024-05-01T10:00",
        "1714557600",
        "1714557600000",
        "1714557600.0",
    })
    void timesAreReadInTheirUsualForms(String text) {
        assertThat(Timestamps.parse(text)).contains(Instant.parse("2024-05-01T10:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"''", "x", "2024-13-01T00:00:00Z", "-", "1.2.3", "2024-05-01"})
    void otherTextIsNoTime(String text) {
        assertThat(Timestamps.parse(text)).isEmpty();
    }

    private void assertMalformed(String content, String message) throws IOException {
        var file = write("m.csv", content);
        assertThatThrownBy(() -> MetricAnomalies.run(new Request(file, Optional.empty()), _ -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private static String rows(int count, int spike) {
        var text = new StringBuilder();
        var start = Instant.parse("2024-05-01T00:00:00Z");
        for (int i = 0; i < count; i++)
            text.append(start.plusSeconds(300L * i))
                    .append(',')
                    .append(i == spike ? 90 : 10 + i * 7919 % 101 / 101.0)
                    .append('\n');
        return text.toString();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

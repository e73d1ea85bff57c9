package dev.runbook.ml.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

    @TempDir
    private Path folder = Path.of("");

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Bundle bundle() throws IOException {
        file("incident.json", "{\"id\": \"x\"}");
        return Bundle.open(folder);
    }

    @Test
    void anIncidentAloneIsABundle() throws IOException {
        try (var bundle = bundle()) {
            assertThat(bundle.incident().id()).isEqualTo("x");
            assertThat(bundle.metrics().series()).isEmpty();
            assertThat(bundle.dependencies()).isEmpty();
            assertThat(bundle.evidence()).isEmpty();
        }
    }

    @Test
    void aFolderWithoutAnIncidentIsRefused() {
        assertThatThrownBy(() -> Bundle.open(folder))
                .isInstanceOf(MalformedBundle.class)
                .hasMessageContaining("there is no incident.json");
    }

    @Test
    void anArchiveThatWasCutOffIsNamed() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("incident.json"));
            zip.write("{\"id\": \"x\"}".getBytes(StandardCharsets.UTF_8));
        }
        var cut = folder.resolve("cut.zip");
        Files.write(cut, Arrays.copyOf(bytes.toByteArray(), 45));

        assertThatThrownBy(() -> Bundle.open(cut)).hasMessageContaining("cut.zip: a damaged archive");
    }

    @Test
    void longAndWideMetricsAreTheSame() throws IOException {
        file("metrics.csv", "time,component,metric,value,unit,stat\n10,web,latency,1.5,s,p99\n20,web,latency,,s,p99\n");
        file("baseline.csv", "time,web|latency|p99\n1970-01-01T00:00:10Z,1.5\n20,\n");

        try (var bundle = bundle()) {
            var key = new MetricKey("web", "latency", "p99");
            assertThat(bundle.metrics().units()).containsEntry(key, "s");
            for (var metrics : new Metrics[] {bundle.metrics(), bundle.baseline()}) {
                var series = metrics.series().get(key);
                assertThat(series).isNotNull();
                assertThat(series.time(0)).isEqualTo(10);
                assertThat(series.value(0)).isEqualTo(1.5);
                assertThat(series.value(1)).isNaN();
            }
        }
    }

    @Test
    void aGzippedFileIsRead() throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("metrics.csv.gz")))) {
            out.write("time,a|b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        }
        try (var bundle = bundle()) {
            assertThat(bundle.metrics().series()).hasSize(1);
        }
    }

    @Test
    void aValueThatIsNoneIsNamedWithItsLine() throws IOException {
        file("metrics.csv", "time,component,metric,value\n1,a,b,2\n2,a,b,lots\n");

        try (var bundle = bundle()) {
            assertThatThrownBy(bundle::metrics)
                    .isInstanceOf(MalformedBundle.class)
                    .hasMessageContaining("metrics.csv:3: 'lots' is no number");
        }
    }

    @Test
    void aRowWithTooFewCellsIsNamedWithItsLineAlsoAfterAQuotedLineBreak() throws IOException {
        file("logs.csv", "time,component,message\n1,a,\"two\nlines, \"\"quoted\"\"\"\n2,a\n");

        try (var bundle = bundle()) {
            assertThatThrownBy(() -> bundle.readLogs((component, event) -> {}))
                    .hasMessageContaining("logs.csv:4: 2 cells, but the heading has 3");
        }
    }

    @Test
    void aTimeThatIsNoneIsNamed() throws IOException {
        file("spans.csv", "time,component,operation,count\nyesterday,a,get,1\n");

        try (var bundle = bundle()) {
            assertThatThrownBy(bundle::spans).hasMessageContaining("spans.csv:2: 'yesterday' is no time");
        }
    }

    @Test
    void brokenJsonIsNamedWithItsLine() throws IOException {
        file("dependencies.json", "[\n {\"from\": \"a\",\n]");

        try (var bundle = bundle()) {
            assertThatThrownBy(bundle::dependencies).hasMessageContaining("dependencies.json:3: no JSON");
        }
    }

    @Test
    void aDependencyWithoutAnEndIsShown() throws IOException {
        file("dependencies.json", "[{\"from\": \"a\"}]");

        try (var bundle = bundle()) {
            assertThatThrownBy(bundle::dependencies).hasMessageContaining("needs 'from' and 'to'");
        }
    }

    @Test
    void toolOutputIsTextOrStructure() throws IOException {
        Files.createDirectory(folder.resolve("evidence"));
        file("evidence/describe.txt", "State: Waiting");
        file("evidence/pods.json", "{\"source\": \"kubectl\", \"query\": \"pods\", \"output\": {\"n\": 1}}");

        try (var bundle = bundle()) {
            assertThat(bundle.evidence()).extracting(ToolOutput::source).containsExactly("describe", "kubectl");
            assertThat(bundle.evidence().get(1).output().path("n").asInt()).isEqualTo(1);
        }
    }

    @Test
    void anArchiveIsReadAndWhatWasUnpackedIsRemoved() throws IOException {
        var zip = folder.resolve("b.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("case/incident.json"));
            out.write("{\"id\": 7}".getBytes(StandardCharsets.UTF_8));
        }
        Path unpacked;
        try (var bundle = Bundle.open(zip)) {
            assertThat(bundle.incident().id()).isEqualTo("7");
            unpacked = bundle.folder();
        }
        assertThat(unpacked).doesNotExist();
    }

    @Test
    void aTarArchiveIsRead() throws IOException {
        var tar = folder.resolve("b.tar.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(tar))) {
            entry(out, "incident.json", "{\"id\": \"t\"}");
            entry(out, "changes.json", "[{\"time\": 5, \"component\": \"web\", \"kind\": \"deployment\"}]");
            out.write(new byte[1024]);
        }
        try (var bundle = Bundle.open(tar)) {
            assertThat(bundle.incident().id()).isEqualTo("t");
            assertThat(bundle.changes()).extracting(Change::component).containsExactly("web");
        }
    }

    private static void entry(OutputStream out, String name, String text) throws IOException {
        var header = new ByteArrayOutputStream();
        header.write(name.getBytes(StandardCharsets.UTF_8));
        header.write(new byte[124 - header.size()]);
        header.write(String.format("%011o", text.length()).getBytes(StandardCharsets.UTF_8));
        header.write(new byte[156 - header.size()]);
        header.write('0');
        header.write(new byte[512 - header.size()]);
        out.write(header.toByteArray());
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write(new byte[(512 - text.length() % 512) % 512]);
    }

    @Test
    void anArchiveThatWouldWriteOutsideIsRefused() throws IOException {
        var zip = folder.resolve("evil.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("../../evil.json"));
            out.write('x');
        }
        assertThatThrownBy(() -> Bundle.open(zip)).hasMessageContaining("would lie outside");
    }
}

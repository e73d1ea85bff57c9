package dev.runbook.cli.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DiagnoseCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private Path bundle(String name) throws IOException {
        var bundle = Files.createDirectories(folder.resolve(name));
        Files.writeString(bundle.resolve("incident.json"), "{\"id\": \"x\"}");
        Files.writeString(bundle.resolve("expected.json"), "{\"component\": \"db\"}");
        Files.writeString(bundle.resolve("baseline.csv"), "time,web|cpu,db|cpu\n" + "1,10,10\n2,11,11\n".repeat(9));
        Files.writeString(bundle.resolve("metrics.csv"), "time,web|cpu,db|cpu\n" + "1,10,90\n2,11,91\n".repeat(9));
        return bundle;
    }

    @Test
    void theDiagnosisIsPrintedAsTheFormatOfBundlesHasIt() throws IOException {
        var said = Said.by(DiagnoseCommand::new, bundle("a").toString(), "--json");

        var json = JsonMapper.shared().readTree(said.output());
        assertThat(said.exit()).isZero();
        assertThat(json.path("verdict").asString()).isEqualTo("fault");
        assertThat(json.path("components").path(0).path("component").asString()).isEqualTo("db");
        assertThat(json.path("components")
                        .path(0)
                        .path("metrics")
                        .path(0)
                        .path("metric")
                        .asString())
                .isEqualTo("cpu");
        assertThat(json.propertyNames())
                .contains("category", "severity", "confidence", "cause", "hypotheses", "gaps", "evidence");
    }

    @Test
    void aFolderThatIsNoBundleIsNamed() {
        var said = Said.by(DiagnoseCommand::new, folder.toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.errors()).contains(folder.toString()).contains("incident.json");
    }

    @Test
    void everyBundleBelowAFolderIsScored() throws IOException {
        bundle("a");
        bundle("deep/b");
        var out = folder.resolve("result.json");

        var said = Said.by(EvalCommand::new, folder.toString(), "--out", out.toString(), "--json");

        assertThat(said.exit()).isZero();
        var json = JsonMapper.shared().readTree(Files.readString(out));
        assertThat(json.path("cases").size()).isEqualTo(2);
        assertThat(json.path("figures").path("component in first 1").asDouble()).isEqualTo(1);
    }

    @Test
    void casesOfOneKindAreCountedTogether() throws IOException {
        var bundle = bundle("a");
        Files.writeString(bundle.resolve("expected.json"), "{\"component\": \"db\", \"kind\": \"noise\"}");

        var said = Said.by(EvalCommand::new, folder.toString());

        assertThat(said.output()).containsPattern("noise +1 +1 +0 +0").contains("expected calibration error");
    }

    @Test
    void withoutAFolderTheSuiteIsNamed() {
        var said = Said.by(EvalCommand::new);

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.errors()).contains("--suite");
    }
}

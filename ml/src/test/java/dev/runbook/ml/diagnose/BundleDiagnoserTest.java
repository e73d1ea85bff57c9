package dev.runbook.ml.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.ml.bundle.Bundle;
import dev.runbook.ml.bundle.BundleWriter;
import dev.runbook.ml.offline.cases.CaseBuilder;
import dev.runbook.ml.offline.cases.Signal;
import dev.runbook.ml.offline.diagnosis.OfflineDiagnoser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleDiagnoserTest {

    @TempDir
    private Path folder = Path.of("");

    private final StringBuilder window = new StringBuilder("time,web|cpu,db|cpu\n");

    @BeforeEach
    void anHourBelievedHealthy() throws IOException {
        var baseline = new StringBuilder("time,web|cpu,db|cpu\n");
        for (int i = 0; i < 60; i++)
            baseline.append(60 * i)
                    .append(',')
                    .append(20 + i % 3)
                    .append(',')
                    .append(30 + i % 5)
                    .append('\n');
        Files.writeString(folder.resolve("baseline.csv"), baseline);
        Files.writeString(folder.resolve("incident.json"), "{\"id\": \"x\", \"started_at\": 3600}");
    }

    private Diagnosis diagnosis(double web, double db) throws IOException {
        for (int i = 60; i < 70; i++)
            window.append(60 * i).append(',').append(web).append(',').append(db).append('\n');
        Files.writeString(folder.resolve("metrics.csv"), window);
        try (var bundle = Bundle.open(folder)) {
            return new BundleDiagnoser().diagnose(bundle);
        }
    }

    @Test
    void aFaultNamesItsComponentWithEvidence() throws IOException {
        var diagnosis = diagnosis(21, 97);

        assertThat(diagnosis.verdict()).isEqualTo(Diagnosis.Verdict.FAULT);
        assertThat(diagnosis.category()).isEqualTo("resource_exhaustion");
        assertThat(diagnosis.components().getFirst().component()).isEqualTo("db");
        assertThat(diagnosis.cause()).contains("db").contains("cpu");
        assertThat(diagnosis.hypotheses().getFirst().supportedBy()).isNotEmpty();
        assertThat(diagnosis.evidence()).isNotEmpty();
    }

    @Test
    void whereNothingLeftTheUsualTheAlertIsNoise() throws IOException {
        var diagnosis = diagnosis(21, 32);

        assertThat(diagnosis.verdict()).isEqualTo(Diagnosis.Verdict.HEALTHY);
        assertThat(diagnosis.category()).isEqualTo("healthy");
    }

    @Test
    void aChangeWithoutEffectIsRuledOutByName() throws IOException {
        Files.writeString(
                folder.resolve("changes.json"),
                "[{\"time\": 3500, \"component\": \"mail\", \"kind\": \"deployment\", \"summary\": \"4.2\"}]");

        var diagnosis = diagnosis(21, 97);

        assertThat(diagnosis.hypotheses())
                .filteredOn(Diagnosis.Hypothesis::ruledOut)
                .singleElement()
                .satisfies(h -> assertThat(h.statement()).contains("mail").contains("4.2"));
    }

    @Test
    void withoutAnyEvidenceNothingIsClaimedAndTheGapsAreNamed() throws IOException {
        Files.delete(folder.resolve("baseline.csv"));
        try (var bundle = Bundle.open(folder)) {
            var diagnosis = new BundleDiagnoser().diagnose(bundle);

            assertThat(diagnosis.verdict()).isEqualTo(Diagnosis.Verdict.INCONCLUSIVE);
            assertThat(diagnosis.confidence()).isLessThan(0.5);
            assertThat(diagnosis.gaps()).contains("no metrics", "no logs");
        }
    }

    @Test
    void anEvaluationCountsWhatWasRight() throws IOException {
        Files.writeString(folder.resolve("expected.json"), "{\"component\": \"db\", \"must_mention\": [[\"cpu\"]]}");
        diagnosis(21, 97);

        var result = Evaluation.run(folder, new BundleDiagnoser(), done -> {});

        assertThat(result.figures())
                .containsEntry("component in first 1", 1.0)
                .containsEntry("required statements in the cause", 1.0)
                .containsEntry("unreadable", 0.0);
    }

    @Test
    void aBundleThatCannotBeReadIsAnErrorOfThatBundleAlone() throws IOException {
        Files.writeString(folder.resolve("metrics.csv"), "time,web|cpu\nx,1\n");

        var result = Evaluation.run(folder, new BundleDiagnoser(), done -> {});

        assertThat(result.cases().getFirst().error()).contains("metrics.csv:2");
    }

    private Diagnosis said(String text) throws IOException {
        Files.createDirectories(folder.resolve("evidence"));
        Files.writeString(folder.resolve("evidence/describe.txt"), text);
        Files.deleteIfExists(folder.resolve("baseline.csv"));
        try (var bundle = Bundle.open(folder)) {
            return new BundleDiagnoser().diagnose(bundle);
        }
    }

    @Test
    void whatAToolSaysIsACauseWithItsCategory() throws IOException {
        var diagnosis = said("Name: web-1\nState: Waiting\nReason: CrashLoopBackOff\nLast State: OOMKilled\n");

        assertThat(diagnosis.verdict()).isEqualTo(Diagnosis.Verdict.FAULT);
        assertThat(diagnosis.category()).isEqualTo("resource_exhaustion");
        assertThat(diagnosis.cause()).contains("web-1").contains("out of memory");
        assertThat(diagnosis.components().getFirst().component()).isEqualTo("web-1");
        assertThat(diagnosis.evidence()).anyMatch(e -> e.summary().contains("OOMKilled"));
    }

    @Test
    void whereToolsSawNothingWrongTheAlertIsNoise() throws IOException {
        assertThat(said("Name: web-1\nStatus: Running\nReady: True\n").verdict())
                .isEqualTo(Diagnosis.Verdict.HEALTHY);
    }

    @Test
    void whatIsOverIsRuledOutByName() throws IOException {
        var diagnosis = said("Back-off restarting failed container web (pod is terminating during rollout)\n");

        assertThat(diagnosis.verdict()).isEqualTo(Diagnosis.Verdict.HEALTHY);
        assertThat(diagnosis.hypotheses()).anyMatch(Diagnosis.Hypothesis::ruledOut);
    }

    @Test
    void whatAnIncidentSawIsDiagnosedAsTheIncidentWas() throws IOException {
        var file = CaseBuilder.about("the reporting machine crawls")
                .host("rep-9")
                .metric("rep-9", "cpu_usage", "percent", Signal.level(24).stepsTo(97, 40))
                .metric("invoice-builder", "latency_ms", "ms", Signal.level(90).stepsTo(800, 41))
                .fires("rep-9", "CpuHigh", "CPU of rep-9 above 90 percent", 42)
                .facts(
                        "rep-9",
                        "top processes",
                        List.of(
                                Map.of("name", "pdf-render", "service", "invoice-builder", "cpu_percent", 88.5),
                                Map.of("name", "sshd", "cpu_percent", 0.4)))
                .build();
        var place = folder.resolve("written");
        BundleWriter.write("x", file, place);

        try (var bundle = Bundle.open(place)) {
            var diagnosis = new BundleDiagnoser().diagnose(bundle);

            var wanted = new OfflineDiagnoser().diagnose(file).leading().orElseThrow();
            assertThat(diagnosis.verdict()).isEqualTo(Diagnosis.Verdict.FAULT);
            assertThat(diagnosis.category()).isEqualTo("resource_exhaustion");
            assertThat(diagnosis.components().getFirst().component()).isEqualTo(wanted.component());
            assertThat(diagnosis.cause()).isEqualTo(wanted.statement());
        }
    }
}

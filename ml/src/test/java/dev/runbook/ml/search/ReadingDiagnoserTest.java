package dev.runbook.ml.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.diagnosis.CaseFile;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Consultation;
import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Investigation;
import dev.runbook.core.diagnosis.Reading;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Classification;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.testkit.SettableClock;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.text.Embedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingDiagnoserTest {

    private static final Instant NOW = Instant.parse("2026-02-03T10:00:00Z");
    private static final String CAUSE = "memory leak in thumbnailer";

    @TempDir
    private Path folder = Path.of("");

    private final List<Investigation.Look> asked = new ArrayList<>();

    /// Notes what it is asked, and sees nothing.
    private final Investigation investigation = new Investigation() {
        @Override
        public List<Operation> looks() {
            return List.of();
        }

        @Override
        public Seen ask(List<Look> looks) {
            asked.addAll(looks);
            return new Seen(List.of(), List.of());
        }

        @Override
        public void consulted(Consultation consultation) {}

        @Override
        public void checked(Consultation.Task task, Standing standing, List<String> remarks) {}
    };

    private PageShelf shelf() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("leak.md"), "# Memory leak\n\nWhat to do about a memory leak in thumbnailer.");
        var shelf = PageShelf.of(folder, folder.resolve("v"), Embedder.none("words will do"), new SettableClock(NOW));
        var context = new CallContext(new IncidentId("INC-1"), Map.of(), Duration.ofSeconds(60));
        while (shelf.find(CAUSE, 1).isEmpty()) shelf.pages(CAUSE, Optional.empty(), 1, context);
        return shelf;
    }

    private static CaseFile caseFile(Evidence... evidence) {
        return new CaseFile(
                ProblemReport.of("thumbnailer leak"),
                NOW,
                new Classification(Category.UNKNOWN, Severity.HIGH, 0.5, List.of()),
                List.of(evidence),
                List.of(),
                List.of());
    }

    private static Diagnosis leak() {
        return new Diagnosis(
                Diagnosis.Verdict.FAULT,
                List.of(new Hypothesis(
                        CAUSE,
                        CauseKind.MEMORY_LEAK,
                        "thumbnailer",
                        Optional.empty(),
                        0.9,
                        Set.of(new EvidenceId("ev-1")),
                        Set.of(),
                        Optional.empty())),
                List.of());
    }

    @Test
    void pagesAboutTheCauseAreLookedUp() throws IOException, InterruptedException {
        var diagnosis = new ReadingDiagnoser(_ -> leak(), shelf()).diagnose(caseFile(), investigation);

        assertThat(diagnosis).isEqualTo(leak());
        assertThat(asked).singleElement().satisfies(look -> {
            assertThat(look.operation()).hasToString("knowledge.find_pages");
            assertThat(look.parameters().get("cause")).contains(Value.text(CAUSE));
        });
    }

    @Test
    void pagesThatAreKnownAreNotLookedUpAgain() throws IOException, InterruptedException {
        var known = new Evidence(
                new EvidenceId("ev-2"),
                "pages",
                new Evidence.Query("knowledge.find_pages", Value.Fields.NONE),
                TimeWindow.endingAt(NOW, Duration.ZERO),
                NOW,
                new Reading("leak.md", "Memory leak", "", 0.8, "").facts());

        new ReadingDiagnoser(_ -> leak(), shelf()).diagnose(caseFile(known), investigation);

        assertThat(asked).isEmpty();
    }
}

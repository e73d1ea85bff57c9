package dev.runbook.ml.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.capability.Scope;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.PastCase;
import dev.runbook.core.diagnosis.TrackRecord;
import dev.runbook.core.evidence.Content;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.evidence.TimeWindow;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.text.BgeEmbedder;
import dev.runbook.ml.offline.text.Embedder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseMemoryTest {

    private static final Instant FIRST = Instant.parse("2026-02-03T10:00:00Z");
    private static final OperationName RESTART = OperationName.of("compute.restart_service");
    private static final OperationName SCALE = OperationName.of("compute.scale_service");
    private static final Scope NOWHERE = new Scope(Optional.empty(), Optional.empty());
    private static final Embedder MODEL = BgeEmbedder.standard();

    private final List<PastCase> cases = new ArrayList<>();
    private Embedder embedder = MODEL;

    private void happened(String problem, CauseKind cause, String component, PastCase.Attempt... attempts) {
        cases.add(new PastCase(
                new IncidentId("INC-" + (cases.size() + 1)),
                FIRST.plus(Duration.ofDays(cases.size())),
                problem,
                cause,
                component,
                Optional.of(component),
                Optional.empty(),
                List.of(attempts),
                ""));
    }

    private static PastCase.Attempt did(OperationName operation, boolean helped) {
        return new PastCase.Attempt(operation, Value.Fields.NONE, helped);
    }

    private Observation ask(String problem, Scope scope) {
        var context = new CallContext(new IncidentId("INC-now"), Map.of(), Duration.ofSeconds(5));
        return new CaseMemory(() -> cases, embedder).similar(problem, scope, 3, context);
    }

    private List<String> found(String problem, Scope scope) {
        return contents(problem, scope).stream()
                .map(content -> (Content.Facts) content)
                .filter(facts -> facts.title().equals(PastCase.TITLE))
                .map(Content.Facts::about)
                .toList();
    }

    private List<Content> contents(String problem, Scope scope) {
        return ask(problem, scope) instanceof Observation.Found(var contents, var _, var _, var _)
                ? contents
                : List.of();
    }

    private static Scope service(String name) {
        return new Scope(Optional.empty(), Optional.of(name));
    }

    @Test
    void aProblemLikeAnEarlierOneIsRecognisedInOtherWords() {
        happened(
                "payment-api eats more and more memory until the kernel kills it",
                CauseKind.MEMORY_LEAK,
                "payment-api");
        happened("the disk of the archive host has no space left", CauseKind.DISK_FULL, "archive");

        assertThat(found("RSS of payment-api keeps growing, OOM soon", service("payment-api")))
                .containsExactly("INC-1");
        assertThat(found("/var of archive is at 99 %, writes fail", service("archive")))
                .containsExactly("INC-2");
    }

    @Test
    void whatIsAboutSomethingElseIsNotShown() {
        happened(
                "payment-api eats more and more memory until the kernel kills it",
                CauseKind.MEMORY_LEAK,
                "payment-api");

        assertThat(found("packets between the two regions get lost", NOWHERE)).isEmpty();
    }

    @Test
    void withoutAModelWordsAndPlaceAreEnough() {
        embedder = Embedder.none("there is none here");
        happened(
                "payment-api eats more and more memory until the kernel kills it",
                CauseKind.MEMORY_LEAK,
                "payment-api");

        assertThat(found("memory of payment-api grows", service("payment-api"))).containsExactly("INC-1");
        assertThat(found("packets between the two regions get lost", NOWHERE)).isEmpty();
    }

    @Test
    void adviceThatDidNotHelpAgainCountsLess() {
        happened("checkout is slow", CauseKind.TRAFFIC_SURGE, "checkout", did(SCALE, true));
        happened("checkout is slow", CauseKind.MEMORY_LEAK, "checkout", did(RESTART, true));
        for (int i = 0; i < 2; i++)
            happened("checkout is slow again", CauseKind.TRAFFIC_SURGE, "checkout", did(SCALE, false));

        assertThat(found("checkout is slow", service("checkout")))
                .as("the oldest case advised what was in vain twice since")
                .doesNotContain("INC-1")
                .contains("INC-2");
    }

    @Test
    void theIncidentItselfIsNoMemory() {
        cases.add(new PastCase(
                new IncidentId("INC-now"),
                FIRST,
                "checkout is slow",
                CauseKind.MEMORY_LEAK,
                "checkout",
                Optional.empty(),
                Optional.empty(),
                List.of(did(RESTART, true)),
                ""));

        assertThat(ask("checkout is slow", service("checkout"))).isInstanceOf(Observation.NothingFound.class);
    }

    @Test
    void theRecordOfActionsComesBackAsItWent() {
        happened("a", CauseKind.MEMORY_LEAK, "x", did(RESTART, true));
        happened("b", CauseKind.MEMORY_LEAK, "y", did(RESTART, false), did(SCALE, true));

        var evidence = new ArrayList<Evidence>();
        for (var content : contents("quite another problem", NOWHERE))
            evidence.add(new Evidence(
                    EvidenceId.number(evidence.size() + 1),
                    "memory",
                    new Evidence.Query("memory.find_similar", Value.Fields.NONE),
                    TimeWindow.endingAt(FIRST, Duration.ZERO),
                    FIRST,
                    content));

        var record = TrackRecord.in(evidence);
        assertThat(record.of(RESTART, CauseKind.MEMORY_LEAK)).get().satisfies(entry -> {
            assertThat(entry.display()).contains("1 of 2 incidents");
            assertThat(entry.worth()).isEqualTo(0.75);
            assertThat(entry.seenIn()).contains(EvidenceId.number(1));
        });
        assertThat(record.of(SCALE, CauseKind.TRAFFIC_SURGE)).isEmpty();
    }
}

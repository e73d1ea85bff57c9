package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.app.draft.Draft;
import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.RecordingCheck;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Question;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.RunbookId;
import dev.runbook.core.value.Value;
import dev.runbook.store.journal.ChainedEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Runbooks drafted from the incidents of the scenarios.
class DraftTest {

    private static final Configuration CONFIGURATION = Configuration.read(
            Map.of(), Map.of(), Path.of("..").toAbsolutePath().normalize());

    private static Recording recorded(String scenario, Rehearsal.Approver approver) throws InterruptedException {
        return recorded(CONFIGURATION, scenario, approver);
    }

    private static Recording recorded(Configuration configuration, String scenario, Rehearsal.Approver approver)
            throws InterruptedException {
        var found = new ScenarioFolder(configuration.scenarios()).find(scenario);
        var run = ScenarioRun.play(configuration, found, found.seed(), approver, _ -> {}, _ -> {});
        return ((RecordingCheck.Intact) RecordingCheck.of(run.recorded(configuration, false))).recording();
    }

    /// An incident that nobody let the engine cure, resolved by a person.
    private static Recording resolvedByHand() throws InterruptedException {
        var recording = recorded("high_cpu", ScenarioRunTest.NOBODY);
        var events = new ArrayList<>(
                recording.entries().stream().map(ChainedEntry::stamped).toList());
        var ann = new Actor.Operator("ann");
        events.add(new Stamped(events.getLast().at(), ann, new Event.Resolved("ann: I killed image-resizer by hand")));
        return new Recording(
                recording.incident(),
                recording.exportedAt(),
                recording.settings(),
                recording.runbooks(),
                ChainedEntry.chain(recording.incident(), events),
                Optional.empty());
    }

    @Test
    void whatWasDoneByHandIsAskedForAndSaidToBeMissing() throws InterruptedException {
        var draft = Draft.of(resolvedByHand(), List.of(), Optional.empty());

        var check = DraftCheck.of(CONFIGURATION, draft);
        assertThat(check.problems()).isEmpty();
        assertThat(check.tests()).isEqualTo(1);
        assertThat(draft.runbook())
                .contains("DECIDE: the change is missing, because the engine did not make it.")
                .contains("ann: I killed image-resizer by hand");
    }

    @Test
    void whatAnOperatorCalledForBesidesIsPartOfTheCure() throws InterruptedException {
        var call = recorded("high_cpu", ScenarioRunTest.TWO_PEOPLE);

        var draft = Draft.of(resolvedByHand(), List.of(call), Optional.empty());

        assertThat(draft.runbook()).contains("method: restart_service").doesNotContain("by_hand");
    }

    /// Asks, tells and waits around the restart.
    private static final String CAREFUL = """
              - id: may_i
                action: ask
                question: "May the processes of {{ incident.host }} be restarted?"
                answers: {agreed: {type: truth}}

              - id: restart_service
            """;

    private static final String TELLING = """
              - id: tell
                action: notify
                integration: chat
                method: post_message
                params: {channel: "#web", text: "{{ incident.host }} was taken care of"}

              - id: breathe
                action: wait
                duration: 90s

            # What follows goes past
            """;

    @Test
    void messagesQuestionsAndPausesAreKept(@TempDir Path folder) throws IOException, InterruptedException {
        var yaml = Files.readString(CONFIGURATION.runbooks().resolve("high_cpu_troubleshooting.yaml"));
        Files.writeString(
                folder.resolve("high_cpu_troubleshooting.yaml"),
                yaml.replace("  - id: restart_service\n", CAREFUL)
                        .replace("  # What follows goes past", TELLING.stripTrailing()));
        var configuration = Configuration.read(
                Map.of("RUNBOOK_RUNBOOKS", folder.toString()),
                Map.of(),
                Path.of("..").toAbsolutePath().normalize());

        var draft = Draft.of(recorded(configuration, "high_cpu", new Agreeing()), List.of(), Optional.empty());

        var check = DraftCheck.of(CONFIGURATION, draft);
        assertThat(check.problems()).isEmpty();
        assertThat(draft.runbook())
                .containsSubsequence(
                        "action: ml_decision",
                        "id: may_i",
                        "question: \"May the processes of {{ incident.host }} be restarted?\"",
                        "action: execute",
                        "id: tell",
                        "text: \"{{ incident.host }} was taken care of\"",
                        "id: breathe",
                        "duration: \"1m30s\"");
        assertThat(draft.tests()).contains("may_i: {agreed: true}");
    }

    /// Approves, and agrees when asked.
    private static final class Agreeing implements Rehearsal.Approver {
        @Override
        public Optional<Command> decide(Incident incident, ApprovalRequest request) {
            return ScenarioRunTest.TWO_PEOPLE.decide(incident, request);
        }

        @Override
        public Optional<Command> answer(Incident incident, Question question) {
            return Optional.of(
                    new Command.Answer(new Actor.Operator("ann"), question.id(), Value.fields("agreed", true)));
        }
    }

    @TestFactory
    Stream<DynamicTest> aDraftIsCleanAndPassesItsTests() {
        return new ScenarioFolder(CONFIGURATION.scenarios())
                .all().stream()
                        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> {
                            var draft = Draft.of(
                                    recorded(scenario.name(), ScenarioRunTest.TWO_PEOPLE), List.of(), Optional.empty());

                            var check = DraftCheck.of(CONFIGURATION, draft);

                            assertThat(check.problems())
                                    .as(draft.runbook() + draft.tests())
                                    .isEmpty();
                            assertThat(check.tests()).isEqualTo(2);
                            var report = scenario.report();
                            var said = draft.runbook()
                                    .lines()
                                    .filter(line -> !line.strip().startsWith("#"))
                                    .filter(line -> !line.strip().startsWith("default: "))
                                    .collect(Collectors.joining("\n"));
                            Stream.concat(
                                            Stream.of(report.host(), report.service())
                                                    .flatMap(Optional::stream),
                                            scenario.expected().rootCause().map(cause -> cause.component()).stream())
                                    .forEach(name -> assertThat(said).doesNotContain(name));
                        }));
    }

    @Test
    void whatWasNotCuredByTheEngineIsNotDrafted() throws InterruptedException {
        var recording = recorded("high_cpu", ScenarioRunTest.NOBODY);

        assertThatThrownBy(() -> Draft.of(recording, List.of(), Optional.empty()))
                .hasMessageContaining("is not resolved, so nothing shows what helps");
    }

    @Test
    void theDraftSaysWhatAPersonMustDecideAndIsCalledAsWanted() throws InterruptedException {
        var draft = Draft.of(
                recorded("high_cpu", ScenarioRunTest.TWO_PEOPLE), List.of(), Optional.of(new RunbookId("spinning")));

        assertThat(draft.id().id()).isEqualTo("spinning");
        assertThat(draft.runbook())
                .contains("# DECIDE: ", "service: \"{{ decide_action.target_service }}\"", "alerts: [HighCpu, ");
        assertThat(draft.tests()).contains("recommends: restart_service", "target_service: image-resizer");
    }
}

package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.app.draft.Draft;
import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.RecordingCheck;
import dev.runbook.core.runbook.RunbookId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Runbooks drafted from the incidents of the scenarios.
class DraftTest {

    private static final Configuration CONFIGURATION = Configuration.read(
            Map.of(), Map.of(), Path.of("..").toAbsolutePath().normalize());

    private static Recording recorded(String scenario, Rehearsal.Approver approver) throws InterruptedException {
        var found = new ScenarioFolder(CONFIGURATION.scenarios()).find(scenario);
        var run = ScenarioRun.play(CONFIGURATION, found, found.seed(), approver, _ -> {}, _ -> {});
        return ((RecordingCheck.Intact) RecordingCheck.of(run.recorded(CONFIGURATION, false))).recording();
    }

    @TestFactory
    Stream<DynamicTest> aDraftIsCleanAndPassesItsTests() {
        return new ScenarioFolder(CONFIGURATION.scenarios())
                .all().stream()
                        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> {
                            var draft =
                                    Draft.of(recorded(scenario.name(), ScenarioRunTest.TWO_PEOPLE), Optional.empty());

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

        assertThatThrownBy(() -> Draft.of(recording, Optional.empty()))
                .hasMessageContaining("is not resolved, so nothing shows what helps");
    }

    @Test
    void theDraftSaysWhatAPersonMustDecideAndIsCalledAsWanted() throws InterruptedException {
        var draft = Draft.of(recorded("high_cpu", ScenarioRunTest.TWO_PEOPLE), Optional.of(new RunbookId("spinning")));

        assertThat(draft.id().id()).isEqualTo("spinning");
        assertThat(draft.runbook())
                .contains("# DECIDE: ", "service: \"{{ decide_action.target_service }}\"", "alerts: [HighCpu, ");
        assertThat(draft.tests()).contains("recommends: restart_service", "target_service: image-resizer");
    }
}

package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.app.recording.Recording;
import dev.runbook.app.recording.RecordingCheck;
import dev.runbook.app.recording.Replay;
import dev.runbook.app.recording.WhatIf;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.ml.offline.OfflineEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Incidents of worlds of all kinds, recorded: played again they come out the same, and rules that never apply
/// change nothing. `-Dworlds=all` takes every world; otherwise one in eight is taken.
class WorldRecordingTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "worlds");
    private static final Configuration CONFIGURATION = Configuration.read(Map.of(), Map.of(), Path.of(".."));
    private static final int ONE_IN = 8;

    private static final Recording.Policy NEVER = new Recording.Policy("never.yaml", """
            rules:
              - name: there is no such place
                when: {environment: nowhere}
                gate: approve
            """);

    private static final OfflineEngine ENGINE = OfflineEngine.create();

    static List<Scenario> worlds() {
        var all = new ScenarioFolder(FOLDER).all();
        int step = System.getProperty("worlds", "").equals("all") ? 1 : ONE_IN;
        return IntStream.range(0, all.size())
                .filter(place -> place % step == 0)
                .mapToObj(all::get)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void comesOutTheSameAndIsNoOtherUnderRulesThatNeverApply(Scenario world) throws InterruptedException {
        var run = ScenarioRun.play(
                CONFIGURATION, world, world.seed(), ENGINE, OtherWorldsTest.TWO_PEOPLE, _ -> {}, _ -> {});
        var recording = ((RecordingCheck.Intact) RecordingCheck.of(run.recorded(CONFIGURATION, false))).recording();

        var replay = Replay.of(recording);
        assertThat(replay.difference()).isEmpty();
        assertThat(replay.replayed()).isEqualTo(recording.entries().size());

        var whatIf = WhatIf.under(recording, NEVER);
        assertThat(whatIf.unknown()).isEmpty();
        assertThat(whatIf.gates()).isEmpty();
        assertThat(whatIf.recorded()).isEmpty();
        assertThat(whatIf.supposed()).isEmpty();
    }
}

package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.Gate;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.integrations.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Worlds that no scenario of the repository resembles, with other names and shapes: what fits only the
/// library is found out here.
class OtherWorldsTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "worlds");
    private static final Configuration CONFIGURATION = Configuration.read(Map.of(), Map.of(), Path.of(".."));

    static final Rehearsal.Approver TWO_PEOPLE = (incident, request) -> {
        if (!(incident.phase() instanceof Phase.AwaitingApproval(var asked, var given))
                || !(asked.gate() instanceof Gate.NeedsApprovals)) return Optional.empty();
        var who = new Actor.Operator(given.isEmpty() ? "ann" : "bob");
        return Optional.of(new Command.Approve(who, request.id(), request.planHash(), ""));
    };

    static List<Scenario> worlds() {
        return new ScenarioFolder(FOLDER).all();
    }

    private static ScenarioRun play(Scenario scenario) throws InterruptedException {
        return ScenarioRun.play(CONFIGURATION, scenario, scenario.seed(), TWO_PEOPLE, _ -> {}, _ -> {});
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void endsAsIsWrittenBesideIt(Scenario scenario) throws InterruptedException {
        var run = play(scenario);

        assertThat(run.differences()).isEmpty();
    }

    @Test
    void aCauseWhoseCureDidNotHelpIsWeakenedAndNotForgotten() throws InterruptedException {
        var run = play(new ScenarioFolder(FOLDER).find("restart_is_a_lie"));

        var believed = run.journal().stream()
                .map(entry -> entry.stamped().event())
                .filter(Event.Diagnosed.class::isInstance)
                .map(event -> ((Event.Diagnosed) event).diagnosis().leading().orElseThrow())
                .toList();
        var first = believed.getFirst();
        var last = believed.getLast();
        assertThat(last.kind()).isEqualTo(first.kind());
        assertThat(last.component()).isEqualTo(first.component());
        assertThat(last.confidence()).isLessThan(first.confidence());
        assertThat(last.contradictedBy()).isNotEmpty();
    }

    @Test
    void whereTwoThingsAreWrongBothAreCuredAndNamed() throws InterruptedException {
        var run = play(new ScenarioFolder(FOLDER).find("two_faults_link_and_release"));

        assertThat(run.cured()).isTrue();
        assertThat(run.incident().causes())
                .extracting(Hypothesis::kind)
                .containsExactlyInAnyOrder(CauseKind.NETWORK_DEGRADATION, CauseKind.BAD_DEPLOYMENT);
        assertThat(run.incident().history().tried()).isEmpty();
        assertThat(run.journal().stream().map(entry -> entry.stamped().event()))
                .filteredOn(Event.Documented.class::isInstance)
                .singleElement()
                .asString()
                .contains("Cause 1 of 2", "Cause 2 of 2")
                .doesNotContain("nothing that is broken");
    }

    @Test
    void whereNobodyAgreesNothingIsChanged() throws InterruptedException {
        var scenario = new ScenarioFolder(FOLDER).find("two_faults_link_and_release");

        var run = ScenarioRun.play(
                CONFIGURATION, scenario, scenario.seed(), (_, _) -> Optional.empty(), _ -> {}, _ -> {});

        assertThat(run.changes()).isEmpty();
        assertThat(run.incident().phase()).isInstanceOf(Phase.Escalated.class);
    }

    @Test
    void whereNothingIsWrongNothingIsDone() throws InterruptedException {
        var run = play(new ScenarioFolder(FOLDER).find("calm_with_red_herrings"));

        assertThat(run.changes()).isEmpty();
        assertThat(run.incident().phase()).isInstanceOf(Phase.Resolved.class);
        assertThat(run.journal().stream().map(entry -> entry.stamped().event()))
                .filteredOn(Event.Documented.class::isInstance)
                .singleElement()
                .asString()
                .contains("Nothing was broken")
                .doesNotContain("Find the cause");
    }
}

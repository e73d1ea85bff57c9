package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.approval.Gate;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.integrations.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every scenario of the repository, played whole: real runbooks, real diagnosis, real approvals, a simulated
/// world.
class ScenarioRunTest {

    private static final Configuration CONFIGURATION = Configuration.read(Map.of(), Map.of(), Path.of(".."));

    static final Rehearsal.Approver TWO_PEOPLE = (incident, request) -> {
        if (!(incident.phase() instanceof Phase.AwaitingApproval(var asked, var given))
                || !(asked.gate() instanceof Gate.NeedsApprovals)) return Optional.empty();
        var who = new Actor.Operator(given.isEmpty() ? "ann" : "bob");
        return Optional.of(new Command.Approve(who, request.id(), request.planHash(), ""));
    };
    static final Rehearsal.Approver NOBODY =
            (_, request) -> Optional.of(new Command.Deny(new Actor.Operator("ann"), request.id(), "not today"));
    private static final Rehearsal.Approver SILENCE = (_, _) -> Optional.empty();

    static List<Scenario> scenarios() {
        return new ScenarioFolder(CONFIGURATION.scenarios()).all();
    }

    private static ScenarioRun play(Scenario scenario, Rehearsal.Approver approver) throws InterruptedException {
        return ScenarioRun.play(CONFIGURATION, scenario, scenario.seed(), approver, _ -> {}, _ -> {});
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void endsAsIsWrittenBesideItWhenPeopleAgree(Scenario scenario) throws InterruptedException {
        var run = play(scenario, TWO_PEOPLE);

        assertThat(run.differences()).isEmpty();
        assertThat(run.cured()).isTrue();
        assertThat(run.journal())
                .extracting(entry -> entry.stamped().event())
                .hasAtLeastOneElementOfType(Event.Documented.class);
    }

    @Test
    void aModeThatIsNoneIsRefused() {
        var configuration = Configuration.read(Map.of("RUNBOOK_MODE", "banana"), Map.of(), Path.of(".."));
        var scenario = scenarios().getFirst();

        assertThatThrownBy(() -> ScenarioRun.play(configuration, scenario, 1, NOBODY, _ -> {}, _ -> {}))
                .hasMessageContaining("RUNBOOK_MODE=banana is no mode");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void changesNothingAndEscalatesWhenPeopleSayNo(Scenario scenario) throws InterruptedException {
        var run = play(scenario, NOBODY);

        assertThat(run.changes()).isEmpty();
        assertThat(run.incident().phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(run.healthy()).isFalse();
    }

    @Test
    void silenceNeverApproves() throws InterruptedException {
        var scenario = new ScenarioFolder(CONFIGURATION.scenarios()).find("high_cpu");

        var run = play(scenario, SILENCE);

        assertThat(run.changes()).isEmpty();
        assertThat(run.incident().phase()).isInstanceOf(Phase.Escalated.class);
    }

    @Test
    void theSameSeedGivesTheSameEvents() throws InterruptedException {
        var scenario = new ScenarioFolder(CONFIGURATION.scenarios()).find("deployment_failure");

        var once = play(scenario, TWO_PEOPLE).journal();
        var again = play(scenario, TWO_PEOPLE).journal();

        assertThat(again).isEqualTo(once);
    }

    @Test
    void whatRunsIsTheVersionThatWasSelected() throws InterruptedException {
        var scenario = new ScenarioFolder(CONFIGURATION.scenarios()).find("high_cpu");

        var run = play(scenario, TWO_PEOPLE);

        var selected =
                events(run.journal(), Event.RunbookSelected.class).findFirst().orElseThrow();
        var started = events(run.journal(), Event.StepStarted.class).findFirst().orElseThrow();
        assertThat(started.plan().runbookVersion()).isEqualTo(selected.digest());
    }

    private static <E extends Event> Stream<E> events(List<JournalEntry> journal, Class<E> type) {
        return journal.stream()
                .map(entry -> entry.stamped().event())
                .filter(type::isInstance)
                .map(type::cast);
    }
}

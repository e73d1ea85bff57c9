package dev.runbook.integrations.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.Samples;
import dev.runbook.integrations.SettableClock;
import dev.runbook.integrations.scenario.Fixtures;
import dev.runbook.integrations.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldsTest {

    private static final OperationName RESTART = new OperationName(Capability.COMPUTE, "restart_service");
    private static final Scenario SICK = Samples.sick(
            "{\"kind\": \"runaway_process\", \"component\": \"worker\", \"host\": \"h2\", \"onset\": \"-10m\"}");
    private static final List<Scenario> SCENARIOS = List.of(
            SICK,
            Scenario.read(Path.of("../scenarios/high_cpu.json")),
            Scenario.read(Path.of("../scenarios/database_connection.json")));

    private final SettableClock clock = new SettableClock();
    private final Worlds worlds = new Worlds(SCENARIOS, clock, EffectLedger.inMemory());

    private static CallContext call(int incident, String scenario) {
        return new CallContext(
                new IncidentId("INC-" + incident), Map.of(Scenario.LABEL, scenario), Duration.ofSeconds(5));
    }

    private World join(int incident, String scenario) {
        return worlds.find(call(incident, scenario)).orElseThrow();
    }

    private static void cure(World world, String key) {
        world.act(RESTART, Value.fields("host", "h2", "service", "worker"), new IdempotencyKey(key));
    }

    @Test
    void aWorldStartsWhenItIsFirstUsed() {
        clock.advance(Duration.ofDays(3));

        assertThat(join(1, "sample").start()).isEqualTo(clock.instant());
    }

    @Test
    void incidentsOfOneScenarioShareItsWorldWhileItIsSick() {
        var first = join(1, "sample");
        clock.advance(Duration.ofMinutes(20));

        assertThat(join(2, "sample")).isSameAs(first);
    }

    @Test
    void anIncidentAfterTheCureGetsANewWorldAndTheOldOneKeepsIts() {
        var first = join(1, "sample");
        cure(first, "k");
        clock.advance(Duration.ofMinutes(5));

        var second = join(2, "sample");

        assertThat(second).isNotSameAs(first);
        assertThat(second.healthy(clock.instant())).isFalse();
        assertThat(join(1, "sample")).isSameAs(first);
    }

    @Test
    void anIncidentThatComesAnHourLaterFindsARecentOnset() {
        var first = join(1, "sample");
        clock.advance(Duration.ofMinutes(61));

        assertThat(join(2, "sample")).isNotSameAs(first);
    }

    @Test
    void aLabelThatNamesNoScenarioFindsNoWorld() {
        assertThat(worlds.find(call(1, "nonsense"))).isEmpty();
        assertThatThrownBy(() -> worlds.route(ProblemReport.of("help").labelled(Scenario.LABEL, "nonsense")))
                .hasMessage("there is no scenario 'nonsense'; there are calm, sample, high_cpu, database_connection");
    }

    @Test
    void aReportFindsTheEstateThatHasItsHost() {
        assertThat(worlds.route(ProblemReport.of("slow").onHost("web-prod-03")).name())
                .isEqualTo("high_cpu");
        assertThat(worlds.route(ProblemReport.of("slow").aboutService("invoice-worker"))
                        .name())
                .isEqualTo("database_connection");
    }

    @Test
    void itsFieldsCountBeforeTheWordsOfItsText() {
        var report = ProblemReport.of("storefront, image-resizer and edge-router are slow")
                .onHost("pg-orders-1");

        assertThat(worlds.route(report).name()).isEqualTo("database_connection");
    }

    @Test
    void theWordsOfItsTextFindAnEstate() {
        assertThat(worlds.route(ProblemReport.of("The Checkout-API throws errors"))
                        .name())
                .isEqualTo("database_connection");
        assertThat(worlds.label(ProblemReport.of("what is wrong with shop-db?")).labels())
                .containsEntry(Scenario.LABEL, "high_cpu");
    }

    @Test
    void aReportThatFitsNothingLandsWhereNothingIsWrong() {
        var scenario = worlds.route(ProblemReport.of("the coffee machine is broken, sampled at noon"));
        var world = worlds.find(new CallContext(new IncidentId("INC-9"), Map.of(), Duration.ofSeconds(1)))
                .orElseThrow();

        assertThat(scenario.name()).isEqualTo("calm");
        assertThat(world.scenario()).isSameAs(scenario);
        assertThat(world.healthy(clock.instant())).isTrue();
        assertThat(world.look().alerts(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void twoScenariosOfOneNameAreRefused() {
        assertThatThrownBy(() -> new Worlds(List.of(SICK, SICK), clock, EffectLedger.inMemory()))
                .hasMessage("two scenarios are named 'sample'");
    }

    @Test
    void aScenarioNamedLikeTheCalmWorldIsPlayedAloneAndRefusedBesideIt() {
        var calm = new World("alone", Fixtures.STANDARD.calm(), 7, clock.instant(), clock, EffectLedger.inMemory());

        assertThat(Worlds.of(calm, clock)
                        .find(new CallContext(new IncidentId("INC-9"), Map.of(), Duration.ofSeconds(1))))
                .contains(calm);
        assertThatThrownBy(() -> new Worlds(List.of(Fixtures.STANDARD.calm()), clock, EffectLedger.inMemory()))
                .hasMessage("no scenario can be named 'calm': that is the world of reports that fit no other");
    }

    @Test
    void aRestartedServerTakesItsWorldsUpAgain(@TempDir Path folder) {
        var file = folder.resolve("worlds.jsonl");
        World before;
        try (var ledger = FileLedger.open(file)) {
            var first = new Worlds(SCENARIOS, clock, ledger);
            cure(first.find(call(1, "sample")).orElseThrow(), "k");
            clock.advance(Duration.ofMinutes(5));
            before = first.find(call(2, "sample")).orElseThrow();
        }
        clock.advance(Duration.ofMinutes(1));

        try (var ledger = FileLedger.open(file)) {
            var again = new Worlds(SCENARIOS, clock, ledger);

            assertThat(again.of(new IncidentId("INC-1")).orElseThrow().effects())
                    .hasSize(1);
            assertThat(again.find(call(2, "sample")).orElseThrow().start()).isEqualTo(before.start());
            assertThat(again.of(new IncidentId("INC-2")).orElseThrow().effects())
                    .isEmpty();
            assertThat(again.all()).hasSize(2);
        }
    }
}

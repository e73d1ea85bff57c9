package dev.runbook.integrations.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Outcome;
import dev.runbook.integrations.SettableClock;
import dev.runbook.integrations.scenario.Expected;
import dev.runbook.integrations.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every file of `scenarios/` is a world that is sick, and that its expected action alone makes well.
class ScenarioFilesTest {

    private static final Path FOLDER = Path.of("../scenarios");

    private final SettableClock clock = new SettableClock();

    static List<Named<Scenario>> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> Named.of(file.getFileName().toString(), Scenario.read(file)))
                    .toList();
        }
    }

    private World begin(Scenario scenario) {
        return new World(scenario, scenario.seed(), clock.instant(), clock, EffectLedger.inMemory());
    }

    private static List<String> firing(World world) {
        return world.look().alerts(Duration.ZERO).stream()
                .filter(Sight.SeenAlert::firing)
                .filter(seen -> seen.alert().severity().isAtLeast(Severity.MEDIUM))
                .map(seen -> seen.alert().fingerprint())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theFileIsNamedAfterItsScenario(Scenario scenario) {
        assertThat(FOLDER.resolve(scenario.name() + ".json")).exists();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void itsWorldIsSickAndItsAlertsFireWhenItIsReported(Scenario scenario) {
        assumeThat(scenario.faults()).isNotEmpty();
        var world = begin(scenario);

        assertThat(world.healthy(clock.instant())).isFalse();
        assertThat(world.report().alerts()).isNotEmpty();
        assertThat(firing(world)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void itStaysSickWhenNobodyActs(Scenario scenario) {
        assumeThat(scenario.faults()).isNotEmpty();
        var world = begin(scenario);

        clock.advance(Duration.ofMinutes(30));

        assertThat(world.healthy(clock.instant())).isFalse();
        assertThat(firing(world)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void itsExpectedActionCuresItWithinThreeMinutes(Scenario scenario) {
        assumeThat(scenario.expected().action()).isPresent();
        var world = begin(scenario);
        var action = scenario.expected().action().orElseThrow();
        assertThat(Operations.CATALOGUE.get(action.operation()).faults(action.parameters()))
                .isEmpty();

        var outcome = world.act(action.operation(), action.parameters(), new IdempotencyKey("cure"));
        var atOnce = world.healthy(clock.instant());
        clock.advance(Duration.ofMinutes(3));

        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(atOnce).isFalse();
        assertThat(world.healthy(clock.instant())).isTrue();
        assertThat(firing(world)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void noOtherActionCuresIt(Scenario scenario) {
        assumeThat(scenario.faults()).isNotEmpty();
        for (var other : OtherActions.of(scenario)) {
            var world = begin(scenario);

            world.act(other.operation(), other.parameters(), new IdempotencyKey("other"));
            clock.advance(Duration.ofMinutes(10));

            assertThat(world.healthy(clock.instant())).as("after %s", other).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatIsExpectedAgreesWithTheFault(Scenario scenario) {
        var expected = scenario.expected();

        assertThat(expected.rootCause().isPresent())
                .isEqualTo(!scenario.faults().isEmpty());
        expected.rootCause().ifPresent(cause -> {
            assertThat(scenario.faults()).anyMatch(f -> f.cause() == cause.kind());
            assertThat(scenario.estate().knows(cause.component())).isTrue();
        });
        assertThat(expected.action().isPresent()).isEqualTo(expected.outcome() == Expected.Ending.RESOLVED);
    }
}

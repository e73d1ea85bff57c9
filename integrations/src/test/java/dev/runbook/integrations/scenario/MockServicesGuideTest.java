package dev.runbook.integrations.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.integrations.fault.Fault;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The guide to the mock services says what is so.
class MockServicesGuideTest {

    private final String guide = Files.readString(Path.of("../docs/MOCK_SERVICES.md"));

    MockServicesGuideTest() throws IOException {}

    @Test
    void itsExampleIsAScenario() {
        var json = guide.substring(guide.indexOf("```json\n") + 8);
        var scenario = Scenario.parse("the guide", json.substring(0, json.indexOf("```")));
        var world = new World(scenario, 7, Instant.EPOCH, () -> Instant.EPOCH, EffectLedger.inMemory());

        assertThat(world.report().alerts()).isNotEmpty();
    }

    @Test
    void itNamesEveryFaultTroubleMetricAndOutcome() {
        var names = Stream.of(
                        Arrays.stream(Fault.class.getPermittedSubclasses())
                                .map(kind -> kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_")),
                        Arrays.stream(Trouble.Kind.values()).map(Enum::name),
                        Arrays.stream(Expected.Ending.values()).map(Enum::name),
                        Arrays.stream(dev.runbook.core.diagnosis.CauseKind.values())
                                .map(Enum::name),
                        Fixtures.STANDARD.metrics().stream().map(MetricKind::name))
                .flatMap(name -> name)
                .map(name -> "`" + name.toLowerCase(Locale.ROOT) + "`")
                .toList();

        assertThat(names).allSatisfy(name -> assertThat(guide).contains(name));
    }
}

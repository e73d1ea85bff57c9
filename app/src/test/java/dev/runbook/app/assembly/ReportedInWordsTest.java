package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.integrations.mock.MockIntegrations;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.World;
import dev.runbook.integrations.world.Worlds;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.ml.offline.OfflineEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Problems as people report them to a server: no alerts come with the report, and names are as people
/// remember them.
class ReportedInWordsTest {

    private static final Configuration CONFIGURATION = Configuration.read(Map.of(), Map.of(), Path.of(".."));
    private static final Actor REPORTER = new Actor.Operator("carla");

    private static Scenario world(String name) {
        var own = new ScenarioFolder(Path.of("src", "test", "resources", "worlds"));
        var shipped = new ScenarioFolder(Path.of("..", "scenarios"));
        return Stream.concat(own.all().stream(), shipped.all().stream())
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private record Played(Rehearsal rehearsal, World world, ManualClock clock, boolean resolved) {}

    private static Played play(String name, String host, String service, String text) throws InterruptedException {
        var scenario = world(name);
        var clock = new ManualClock(ScenarioRun.START);
        var world = new World(scenario, scenario.seed(), ScenarioRun.START, clock, EffectLedger.inMemory());
        var provider = IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock)));
        var rehearsal = new Rehearsal(
                new Rehearsal.Parts(
                        provider,
                        new YamlRunbookLibrary(CONFIGURATION.runbooks(), provider.catalogue(), clock),
                        new CelExpressions(),
                        Parts.minds(OfflineEngine.create()),
                        Parts.policy(CONFIGURATION),
                        Parts.limits(CONFIGURATION),
                        Parts.notices(CONFIGURATION),
                        Parts.settings(CONFIGURATION),
                        _ -> {},
                        _ -> {}),
                clock);
        var report = new ProblemReport(
                text,
                Optional.of(host),
                Optional.of(service),
                "production",
                List.of(),
                scenario.report().labels());
        var incident = rehearsal.play(report, REPORTER, OtherWorldsTest.TWO_PEOPLE);
        return new Played(rehearsal, world, clock, incident.phase() instanceof Phase.Resolved);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "high_cpu | web-prod-99 | '' | Pictures load slowly",
                "deployment_failure | '' | paying | Every now and then it does not work",
                "disk_full | '' | media-transcoder | Uploads fail",
                "database_connection | '' | the shop | Buying anything fails",
                "slow_query_after_a_release | app99 | '' | Everything is slow",
                "disk_fills_for_hours | '' | '' | Trucks wait at the gate",
                "down_two_calls_away | '' | the website | It does not work"
            })
    void aNameThatNobodyKnowsCostsNothing(String name, String host, String service, String text)
            throws InterruptedException {
        var played = play(name, host, service, text);

        assertThat(played.resolved()).isTrue();
        assertThat(played.world().healthy(played.clock().instant())).isTrue();
    }

    @Test
    void aNameThatNobodyKnowsIsKeptAsAGap() throws InterruptedException {
        var played = play("high_cpu", "web-prod-99", "", "Pictures load slowly");

        assertThat(played.rehearsal().journal())
                .anySatisfy(entry -> assertThat(entry.stamped().event().toString())
                        .contains("host 'web-prod-99' is not known here"));
    }
}

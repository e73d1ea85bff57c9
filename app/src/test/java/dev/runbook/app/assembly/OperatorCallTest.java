package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.value.Value;
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
import org.junit.jupiter.api.Test;

/// What an operator asks for outside of any incident, through the whole engine.
class OperatorCallTest {

    private static final Configuration CONFIGURATION = Configuration.read(Map.of(), Map.of(), Path.of(".."));
    private static final OfflineEngine ENGINE = OfflineEngine.create();
    private static final Rehearsal.Approver NOBODY = (_, _) -> Optional.empty();

    private final ManualClock clock = new ManualClock(ScenarioRun.START);
    private final World world = new World(
            new ScenarioFolder(CONFIGURATION.scenarios()).find("high_cpu"),
            4711,
            ScenarioRun.START,
            clock,
            EffectLedger.inMemory());

    private static Operation operation(String name) {
        return Operations.CATALOGUE.all().stream()
                .filter(operation -> operation.name().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static OperatorCall call(String operation, Value.Fields parameters) {
        return OperatorCall.of(operation(operation), parameters, "production", "as agreed");
    }

    private Rehearsal rehearsal() {
        var provider = IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock)));
        return new Rehearsal(
                new Rehearsal.Parts(
                        provider,
                        new YamlRunbookLibrary(CONFIGURATION.runbooks(), provider.catalogue(), clock),
                        new CelExpressions(),
                        Parts.minds(ENGINE),
                        Parts.policy(CONFIGURATION),
                        Parts.limits(CONFIGURATION),
                        Parts.notices(CONFIGURATION),
                        Parts.settings(CONFIGURATION),
                        _ -> {},
                        _ -> {}),
                clock);
    }

    private record Played(Rehearsal rehearsal, Phase phase) {}

    private Played play(String operation, Value.Fields parameters, Rehearsal.Approver approver)
            throws InterruptedException {
        var call = call(operation, parameters);
        var rehearsal = rehearsal();
        var incident = rehearsal.play(
                desk -> desk.instruct(
                        call.report().labelled(Scenario.LABEL, "high_cpu"), call.runbook(), new Actor.Operator("demo")),
                approver);
        return new Played(rehearsal, incident.phase());
    }

    private List<String> done(String operation) {
        return world.effects().stream()
                .filter(effect -> effect.operation().toString().equals(operation))
                .map(effect -> effect.parameters().display())
                .toList();
    }

    @Test
    void whatIsOfLowRiskIsDoneWithAnIntentBeforeIt() throws InterruptedException {
        var played = play("ticketing.create_incident", Value.fields("title", "look after storefront"), NOBODY);

        assertThat(done("ticketing.create_incident")).hasSize(1);
        assertThat(played.phase()).isInstanceOf(Phase.Resolved.class);
        assertThat(played.rehearsal().journal())
                .extracting(entry -> entry.stamped().event())
                .hasAtLeastOneElementOfType(Event.StepStarted.class);
    }

    @Test
    void whatNeedsTwoPeopleIsNotDoneByOne() throws InterruptedException {
        var reboot = Value.fields("host", "web-prod-03");

        assertThat(play("compute.reboot_host", reboot, NOBODY).phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(done("compute.reboot_host")).isEmpty();
    }

    @Test
    void whatPeopleAgreeToIsDoneOnceAndEnds() throws InterruptedException {
        var reboot = Value.fields("host", "web-prod-03");

        assertThat(play("compute.reboot_host", reboot, ScenarioRunTest.TWO_PEOPLE)
                        .phase())
                .isInstanceOf(Phase.Resolved.class);
        assertThat(done("compute.reboot_host")).containsExactly("{\"host\":\"web-prod-03\"}");
    }

    @Test
    void whatIsRefusedGoesToAPerson() throws InterruptedException {
        var played = play(
                "compute.scale_service", Value.fields("service", "nobody", "replicas", 3), ScenarioRunTest.TWO_PEOPLE);

        assertThat(played.phase()).isInstanceOf(Phase.Escalated.class);
        assertThat(done("compute.scale_service")).isEmpty();
    }

    @Test
    void whatOnlyLooksOrIsNotItsOwnIsRefused() {
        assertThatThrownBy(() -> call("compute.get_resources", Value.Fields.NONE))
                .hasMessageContaining("only looks");
        assertThatThrownBy(() -> call("compute.reboot_host", Value.fields("hosts", "a")))
                .hasMessageContaining("hosts");
        assertThatThrownBy(() -> call("compute.reboot_host", Value.fields("host", "{{ incident.host }}")))
                .hasMessageContaining("{{");
    }
}

package dev.runbook.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.approval.ApprovalPolicy;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.engine.DryRun;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Forecast;
import dev.runbook.core.engine.Forecast.Fate;
import dev.runbook.core.engine.Settings;
import dev.runbook.core.evidence.Observation;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Arguments;
import dev.runbook.core.operation.CallContext;
import dev.runbook.core.operation.Capability;
import dev.runbook.core.operation.Catalogue;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.operation.Provider;
import dev.runbook.core.runbook.StepId;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.mock.MockIntegrations;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.World;
import dev.runbook.integrations.world.Worlds;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.ml.offline.OfflineEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DryRunTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String LOOK = """
            name: A look and a change
            severity: high
            steps:
              - id: look
                action: gather
                integration: compute
                method: get_top_processes
                params: {host: "{{ incident.host }}"}
              - id: decide
                action: decide
                rules:
                  - when: %s
                    choose: restart
                    because: it is so
                  - because: it is not so
              - id: restart
                action: execute
                integration: compute
                method: restart_service
                params: {host: "{{ incident.host }}", service: "%s"}
            """;

    private final ManualClock clock = new ManualClock(ScenarioRun.START);
    private final Counting provider = new Counting();

    /// The world of the scenario with high CPU, which counts what it is asked.
    private final class Counting implements Provider {
        private final AtomicInteger looks = new AtomicInteger();
        private final AtomicInteger changes = new AtomicInteger();
        private final World world;
        private final Provider rest;

        Counting() {
            var scenario = new ScenarioFolder(ROOT.resolve("scenarios")).find("high_cpu");
            world = new World(scenario, scenario.seed(), ScenarioRun.START, clock, EffectLedger.inMemory());
            rest = IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock)));
        }

        @Override
        public Catalogue catalogue() {
            return Operations.CATALOGUE;
        }

        @Override
        public String sourceOf(Capability capability) {
            return rest.sourceOf(capability);
        }

        @Override
        public Observation observe(OperationName name, Arguments arguments, CallContext context)
                throws InterruptedException {
            looks.incrementAndGet();
            return rest.observe(name, arguments, context);
        }

        @Override
        public Outcome act(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
            changes.incrementAndGet();
            return new Outcome.Unclear("a dry run acted");
        }

        @Override
        public Occurrence occurred(OperationName name, Arguments arguments, IdempotencyKey key, CallContext context) {
            changes.incrementAndGet();
            return new Occurrence.CannotTell("a dry run asked for an effect");
        }
    }

    private Forecast forecast(String yaml, boolean gather) throws InterruptedException {
        return forecast(yaml, gather, ApprovalPolicy.ladder(Duration.ofMinutes(5), Duration.ofHours(1)));
    }

    private Forecast forecast(String yaml, boolean gather, ApprovalPolicy policy) throws InterruptedException {
        var runbook = RunbookText.read("planned.yaml", yaml);
        var expressions = new CelExpressions();
        var library = new YamlRunbookLibrary(ROOT.resolve("runbooks"), Operations.CATALOGUE, clock).including(runbook);
        var dryRun = new DryRun(
                provider,
                library,
                expressions,
                expressions,
                Parts.minds(OfflineEngine.create()),
                policy,
                Settings.standard(),
                clock);
        var reported =
                new Stamped(clock.instant(), new Actor.Operator("ann"), new Event.Reported(provider.world.report()));
        return dryRun.of(Evolution.begin(new IncidentId("INC-1"), reported), runbook, gather);
    }

    private static Forecast.Foreseen step(Forecast forecast, String id) {
        return forecast.steps().stream()
                .filter(step -> step.step().equals(new StepId(id)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutGatheringNobodyIsAsked() throws InterruptedException {
        var forecast = forecast(LOOK.formatted("size(look) > 3", "checkout"), false);

        assertThat(provider.looks).hasValue(0);
        assertThat(provider.changes).hasValue(0);
        assertThat(step(forecast, "look").fate()).isInstanceOf(Fate.Runs.class);
        assertThat(step(forecast, "look").calls().getFirst().parameters().get("host"))
                .contains(Value.text("web-prod-03"));
    }

    @Test
    void whatIsNotKnownIsNamedWithTheStepThatWouldGiveIt() throws InterruptedException {
        var forecast = forecast(LOOK.formatted("size(look) > 3", "{{ look[0].service }}"), false);

        assertThat(step(forecast, "decide").fate()).isEqualTo(new Fate.Depends("one of its rules holds"));
        assertThat(step(forecast, "decide").unknown())
                .containsExactly(
                        new Forecast.Unknown("look", java.util.Optional.of(new StepId("look")), "step look gives it"));
        var restart = step(forecast, "restart");
        assertThat(restart.fate()).isEqualTo(new Fate.Depends("decide chooses it"));
        assertThat(restart.unknown()).extracting(Forecast.Unknown::name).containsExactly("decide", "look");
        assertThat(restart.calls().getFirst().parameters().get("service"))
                .contains(Value.text("{{ look[0].service }}"));
    }

    @Test
    void aDecisionThatStandsOnWhatIsKnownIsForeseen() throws InterruptedException {
        var yes = forecast(LOOK.formatted("incident.host == 'web-prod-03'", "checkout"), false);
        var no = forecast(LOOK.formatted("incident.host == 'web-9'", "checkout"), false);

        assertThat(step(yes, "restart").fate()).isInstanceOf(Fate.Runs.class);
        assertThat(step(no, "restart").fate()).isEqualTo(new Fate.PassedOver("nothing is chosen"));
    }

    @Test
    void gatheringLooksAndDiagnosesButNeverChangesAnything() throws InterruptedException {
        var runbook = RunbookText.read(ROOT.resolve("runbooks/high_cpu_troubleshooting.yaml"));

        var forecast = forecast(runbook.source(), true);

        assertThat(provider.looks.get()).isGreaterThan(5);
        assertThat(provider.changes).hasValue(0);
        assertThat(provider.world.effects()).isEmpty();
        var restart = step(forecast, "restart_service");
        assertThat(restart.fate()).isInstanceOf(Fate.Runs.class);
        assertThat(restart.unknown()).isEmpty();
        assertThat(restart.calls().getFirst().parameters().plain())
                .isEqualTo(Map.of("host", "web-prod-03", "service", "image-resizer"));
        assertThat(restart.gate().orElseThrow().ruling())
                .isEqualTo(new ApprovalPolicy.Ruling(
                        new Gate.NeedsApprovals(1, false),
                        List.of("the runbook requires approval of this step"),
                        Duration.ofHours(1),
                        ApprovalPolicy.Aftermath.ESCALATES));
        assertThat(step(forecast, "scale_service").fate()).isInstanceOf(Fate.PassedOver.class);
    }

    @Test
    void aDiagnosisThatLeadsElsewhereEndsTheRunbook() throws InterruptedException {
        var triage = RunbookText.read(ROOT.resolve("runbooks/general_triage.yaml"));

        var forecast = forecast(triage.source(), true);

        assertThat(forecast.ending()).startsWith("the incident goes on in runbook high_cpu_troubleshooting");
    }

    @Test
    void aStepRunsForEachValueOfAListThatIsKnown() throws InterruptedException {
        var forecast = forecast("""
                name: Several
                severity: low
                vars: {hosts: [web-1, web-2]}
                steps:
                  - id: look
                    action: gather
                    for_each: "{{ vars.hosts }}"
                    integration: compute
                    method: get_top_processes
                    params: {host: "{{ item }}"}
                """, false);

        assertThat(step(forecast, "look").calls())
                .extracting(call -> call.parameters().get("host").orElseThrow().display())
                .containsExactly("web-1", "web-2");
    }

    @Test
    void aStepThatCannotBeFilledFailsAndLeadsWhereTheRunbookSays() throws InterruptedException {
        var forecast = forecast("""
                name: Leads on
                severity: low
                steps:
                  - id: look
                    action: gather
                    integration: compute
                    method: get_top_processes
                    params: {host: "{{ incident.labels.nobody }}"}
                    on_failure: tell
                  - id: between
                    action: wait
                    duration: 5m
                  - id: tell
                    action: notify
                    integration: chat
                    method: post_message
                    params: {channel: "#incidents", text: "nothing seen"}
                """, false);

        assertThat(step(forecast, "look").fate()).isInstanceOf(Fate.Fails.class);
        assertThat(step(forecast, "between").fate()).isInstanceOf(Fate.PassedOver.class);
        assertThat(step(forecast, "tell").fate()).isInstanceOf(Fate.Runs.class);
    }

    private static final String CALL = """
            name: A call
            severity: high
            steps:
              - id: look
                action: gather
                integration: compute
                method: get_top_processes
                params: {host: "{{ incident.host }}"}
              - id: hand
                action: runbook
                runbook: high_cpu_troubleshooting
                %s
              - id: tell
                action: notify
                integration: chat
                method: post_message
                params: {channel: "#shop", text: "{{ hand.decide_action.target_service }}"}
            """;

    @Test
    void aStepThatCallsARunbookShowsWhatIsInIt() throws InterruptedException {
        var hand = step(forecast(CALL.formatted("description: hands over"), false), "hand");

        assertThat(hand.fate()).isInstanceOf(Fate.Runs.class);
        assertThat(hand.inside())
                .extracting(inside -> inside.step().id())
                .containsExactly(
                        "identify_process",
                        "check_recent_deploys",
                        "decide_action",
                        "restart_service",
                        "scale_service");
        assertThat(hand.inside().getFirst().calls().getFirst().parameters().get("host"))
                .contains(Value.text("web-prod-03"));
        assertThat(hand.inside().get(3).gate()).isPresent();
        assertThat(hand.inside().get(3).fate()).isEqualTo(new Fate.Depends("decide_action chooses it"));
        assertThat(provider.looks).hasValue(0);
    }

    @Test
    void whatACalledRunbookGivesIsNotKnownBeforeItHasRun() throws InterruptedException {
        var tell = step(forecast(CALL.formatted("description: hands over"), false), "tell");

        assertThat(tell.unknown())
                .extracting(Forecast.Unknown::name)
                .containsExactly("hand.decide_action.target_service");
    }

    @Test
    void aCalledRunbookIsShownThoughItMayNotRun() throws InterruptedException {
        var hand = step(forecast(CALL.formatted("when: size(look) > 3"), false), "hand");

        assertThat(hand.fate()).isInstanceOf(Fate.Depends.class);
        assertThat(hand.inside()).hasSize(5);
    }

    @Test
    void withGatheringTheCalledRunbookIsLookedThrough() throws InterruptedException {
        var hand = step(forecast(CALL.formatted("description: hands over"), true), "hand");

        assertThat(hand.inside().get(2).notes()).anyMatch(note -> note.startsWith("recommends restart_service"));
        assertThat(hand.inside().get(3).calls().getFirst().parameters().get("service"))
                .contains(Value.text("image-resizer"));
        assertThat(provider.changes).hasValue(0);
    }

    @Test
    void aRiskyUndoRaisesTheGateOfItsAction() throws InterruptedException {
        var undone = LOOK.formatted("incident.host == 'web-prod-03'", "checkout")
                + "    undo: {integration: compute, method: reboot_host, params: {host: \"{{ incident.host }}\"}}\n";

        var restart = step(forecast(undone, false), "restart");

        assertThat(restart.gate().orElseThrow().risk())
                .isEqualTo(Operations.CATALOGUE
                        .get(new OperationName(Capability.COMPUTE, "reboot_host"))
                        .riskFloor());
        assertThat(restart.checks()
                        .orElseThrow()
                        .undo()
                        .orElseThrow()
                        .parameters()
                        .get("host"))
                .contains(Value.text("web-prod-03"));
    }
}

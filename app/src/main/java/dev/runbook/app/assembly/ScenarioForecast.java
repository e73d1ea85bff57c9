package dev.runbook.app.assembly;

import dev.runbook.core.engine.DryRun;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.Forecast;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.runbook.Runbook;
import dev.runbook.core.runbook.RunbookLibrary;
import dev.runbook.integrations.mock.MockIntegrations;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.World;
import dev.runbook.integrations.world.Worlds;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.ml.offline.OfflineEngine;
import java.util.List;

/// A dry run of a runbook for the incident of a scenario, in this process.
public final class ScenarioForecast {

    /// Without looking nothing is concluded, so the ML engine need not be loaded.
    private static final Minds NOBODY = new Minds(
            _ -> {
                throw unasked();
            },
            (_, _, _) -> {
                throw unasked();
            },
            _ -> {
                throw unasked();
            },
            (_, _, _) -> {
                throw unasked();
            },
            (_, _) -> {
                throw unasked();
            });

    private ScenarioForecast() {}

    private static IllegalStateException unasked() {
        return new IllegalStateException("a dry run that does not look asks no ML engine");
    }

    /// What the runbook would do when the scenario's problem was just reported.
    ///
    /// @param gather whether to look at the simulated world
    /// @throws ConfigurationException when runbooks or settings cannot be used
    public static Forecast of(Configuration configuration, Scenario scenario, Runbook runbook, boolean gather)
            throws InterruptedException {
        return of(configuration, scenario, runbook, List.of(), gather);
    }

    /// As [#of(Configuration, Scenario, Runbook, boolean)], with runbooks that it may call besides those of
    /// the library.
    ///
    /// @throws ConfigurationException when runbooks or settings cannot be used
    public static Forecast of(
            Configuration configuration, Scenario scenario, Runbook runbook, List<Runbook> beside, boolean gather)
            throws InterruptedException {
        var minds = gather ? Parts.minds(OfflineEngine.create()) : NOBODY;
        return of(configuration, scenario, runbook, beside, gather, minds);
    }

    /// The same with minds that are there already.
    public static Forecast of(
            Configuration configuration, Scenario scenario, Runbook runbook, boolean gather, Minds minds)
            throws InterruptedException {
        return of(configuration, scenario, runbook, List.of(), gather, minds);
    }

    private static Forecast of(
            Configuration configuration,
            Scenario scenario,
            Runbook runbook,
            List<Runbook> beside,
            boolean gather,
            Minds minds)
            throws InterruptedException {
        var clock = new ManualClock(ScenarioRun.START);
        var world = new World(scenario, scenario.seed(), ScenarioRun.START, clock, EffectLedger.inMemory());
        var provider = IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock)));
        RunbookLibrary library = new YamlRunbookLibrary(configuration.runbooks(), provider.catalogue(), clock);
        for (var other : beside) library = library.including(other);
        var expressions = new CelExpressions();
        var dryRun = new DryRun(
                provider,
                library.including(runbook),
                expressions,
                expressions,
                minds,
                Parts.policy(configuration),
                Parts.settings(configuration),
                clock);
        var reported = new Stamped(clock.instant(), new Actor.Operator("demo"), new Event.Reported(world.report()));
        return dryRun.of(Evolution.begin(new IncidentId("INC-1"), reported), runbook, gather);
    }
}

package dev.runbook.integrations.world;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.operation.CallContext;
import dev.runbook.integrations.scenario.Fixtures;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.scenario.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The worlds that run, one or more for each scenario. A world starts when an incident first asks for it,
/// so its fault is recent. Incidents of one scenario share a world while it is sick and young; one that
/// comes when the world is well again, or more than an hour old, gets a new one.
///
/// Safe for use by many threads.
public final class Worlds {

    private static final Duration YOUNG = Duration.ofHours(1);

    private final Map<String, Scenario> scenarios = new LinkedHashMap<>();
    private final InstantSource clock;
    private final EffectLedger ledger;
    private final Map<String, List<World>> runs = new HashMap<>();
    private final Map<IncidentId, World> joined = new HashMap<>();

    /// Takes up the worlds of the ledger where they were.
    ///
    /// @throws IllegalArgumentException when two scenarios have one name
    public Worlds(List<Scenario> scenarios, InstantSource clock, EffectLedger ledger) {
        this.clock = clock;
        this.ledger = ledger;
        this.scenarios.put(Fixtures.STANDARD.calm().name(), Fixtures.STANDARD.calm());
        for (var scenario : scenarios) add(scenario);
        for (var entry : ledger.entries()) resume(entry);
    }

    /// Worlds with this one as the world of its scenario.
    public static Worlds of(World world, InstantSource clock) {
        var worlds = new Worlds(List.of(), clock, EffectLedger.inMemory());
        worlds.scenarios.put(world.scenario().name(), world.scenario());
        worlds.runs(world.scenario().name()).add(world);
        return worlds;
    }

    private void resume(EffectLedger.Entry entry) {
        switch (entry) {
            case EffectLedger.Entry.Begun(var id, var name, var seed, var start) -> {
                var scenario = scenarios.get(name);
                if (scenario != null) runs(name).add(new World(id, scenario, seed, start, clock, ledger));
            }
            case EffectLedger.Entry.Joined(var id, var incident) ->
                runs.values().stream()
                        .flatMap(List::stream)
                        .filter(w -> w.id().equals(id))
                        .findFirst()
                        .ifPresent(world -> joined.put(incident, world));
            case EffectLedger.Entry.Performed _ -> {}
        }
    }

    private List<World> runs(String scenario) {
        return runs.computeIfAbsent(scenario, _ -> new ArrayList<>());
    }

    /// The scenarios that can be played, besides the calm one.
    public synchronized List<Scenario> scenarios() {
        return scenarios.values().stream()
                .filter(s -> !s.name().equals(Fixtures.STANDARD.calm().name()))
                .toList();
    }

    private void add(Scenario scenario) {
        if (scenario.name().equals(Fixtures.STANDARD.calm().name()))
            throw new IllegalArgumentException("no scenario can be named '" + scenario.name()
                    + "': that is the world of reports that fit no other");
        if (scenarios.put(scenario.name(), scenario) != null)
            throw new IllegalArgumentException("two scenarios are named '" + scenario.name() + "'");
    }

    /// The world a call is about: that of its incident, or else of the scenario its label names, or else
    /// the calm one. Empty when the label names no scenario.
    public synchronized Optional<World> find(CallContext context) {
        var known = joined.get(context.incident());
        if (known != null) return Optional.of(known);
        var name = context.labels()
                .getOrDefault(Scenario.LABEL, Fixtures.STANDARD.calm().name());
        return Optional.ofNullable(scenarios.get(name)).map(scenario -> join(scenario, context.incident()));
    }

    private World join(Scenario scenario, IncidentId incident) {
        var now = clock.instant();
        var runs = runs(scenario.name());
        var world = runs.isEmpty() || isOver(runs.getLast(), now) ? begin(scenario, now) : runs.getLast();
        ledger.append(new EffectLedger.Entry.Joined(world.id(), incident));
        joined.put(incident, world);
        return world;
    }

    private static boolean isOver(World world, Instant now) {
        return !world.scenario().faults().isEmpty()
                && (world.healthy(now) || now.isAfter(world.start().plus(YOUNG)));
    }

    private World begin(Scenario scenario, Instant now) {
        var runs = runs(scenario.name());
        var id = runs.isEmpty() ? scenario.name() : scenario.name() + "#" + (runs.size() + 1);
        ledger.append(new EffectLedger.Entry.Begun(id, scenario.name(), scenario.seed(), now));
        var world = new World(id, scenario, scenario.seed(), now, clock, ledger);
        runs.add(world);
        return world;
    }

    /// The world of an incident, once it has asked for one.
    public synchronized Optional<World> of(IncidentId incident) {
        return Optional.ofNullable(joined.get(incident));
    }

    /// Every world that runs.
    public synchronized List<World> all() {
        return runs.values().stream().flatMap(List::stream).toList();
    }

    /// The scenario a report is about: the one its label names, or else the one whose estate has what the
    /// report names (its host and service count before the words of its text), or else the calm one.
    ///
    /// @throws IllegalArgumentException when the label names no scenario
    public synchronized Scenario route(ProblemReport report) {
        var label = report.labels().get(Scenario.LABEL);
        if (label != null) {
            var named = scenarios.get(label);
            if (named == null)
                throw new IllegalArgumentException(
                        "there is no scenario '" + label + "'; there are " + String.join(", ", scenarios.keySet()));
            return named;
        }
        return Routing.best(report, scenarios()).orElse(Fixtures.STANDARD.calm());
    }

    /// The report, labelled with the scenario that [#route] finds.
    ///
    /// @throws IllegalArgumentException when its label names no scenario
    public ProblemReport label(ProblemReport report) {
        return report.labelled(Scenario.LABEL, route(report).name());
    }

    /// Lets a provider misbehave in every world that runs.
    public void trouble(Trouble trouble) {
        all().forEach(world -> world.trouble(trouble));
    }
}

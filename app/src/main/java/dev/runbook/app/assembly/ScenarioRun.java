package dev.runbook.app.assembly;

import dev.runbook.app.recording.Recorder;
import dev.runbook.app.recording.SigningKey;
import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Minds;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.core.operation.Capability;
import dev.runbook.integrations.mock.MockIntegrations;
import dev.runbook.integrations.registry.IntegrationRegistry;
import dev.runbook.integrations.registry.IntegrationSettings;
import dev.runbook.integrations.scenario.Expected;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.world.EffectLedger;
import dev.runbook.integrations.world.PerformedEffect;
import dev.runbook.integrations.world.World;
import dev.runbook.integrations.world.Worlds;
import dev.runbook.language.cel.CelExpressions;
import dev.runbook.language.library.YamlRunbookLibrary;
import dev.runbook.ml.offline.OfflineEngine;
import dev.runbook.store.journal.ChainedEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A scenario played from report to post-mortem in this process, and what came of it beside what should have.
///
/// @param incident as it ended
/// @param journal all its entries
/// @param effects what was done to the world, messages included
/// @param healthy the truth about the world at the end, which no provider tells
/// @param differences how the run differs from what the scenario expects, one sentence each; empty when it does
///     not
public record ScenarioRun(
        Scenario scenario,
        Incident incident,
        List<JournalEntry> journal,
        List<PerformedEffect> effects,
        boolean healthy,
        List<String> differences) {

    /// When every rehearsal begins: a fixed moment, so that runs can be compared.
    public static final Instant START = Instant.parse("2026-01-15T10:00:00Z");

    /// Who reports the problem; not one of those who approve.
    private static final Actor REPORTER = new Actor.Operator("demo");

    private static final Set<Capability> MESSAGES =
            Set.of(Capability.CHAT, Capability.PAGING, Capability.TICKETING, Capability.ISSUE_TRACKING);

    /// Plays a scenario.
    ///
    /// @param seed gives the world's noise
    /// @param onEntry told of every entry as it is written
    /// @param onWait told how long the incident is about to wait, before the clock moves
    /// @throws ConfigurationException when runbooks or settings cannot be used
    public static ScenarioRun play(
            Configuration configuration,
            Scenario scenario,
            long seed,
            Rehearsal.Approver approver,
            Consumer<JournalEntry> onEntry,
            Consumer<Duration> onWait)
            throws InterruptedException {
        return play(configuration, scenario, seed, OfflineEngine.create(), approver, onEntry, onWait);
    }

    /// Plays a scenario with an engine that is there already, which saves a second a run.
    public static ScenarioRun play(
            Configuration configuration,
            Scenario scenario,
            long seed,
            OfflineEngine engine,
            Rehearsal.Approver approver,
            Consumer<JournalEntry> onEntry,
            Consumer<Duration> onWait)
            throws InterruptedException {
        var minds = Parts.minds(engine, configuration, InstantSource.system());
        return play(configuration, scenario, seed, minds, approver, onEntry, onWait);
    }

    /// Plays a scenario with these minds, whatever the configuration says about a language model.
    public static ScenarioRun play(
            Configuration configuration,
            Scenario scenario,
            long seed,
            Minds minds,
            Rehearsal.Approver approver,
            Consumer<JournalEntry> onEntry,
            Consumer<Duration> onWait)
            throws InterruptedException {
        // The world is simulated whatever the modes are; a mode that is none is refused all the same.
        var _ = IntegrationSettings.read(configuration.integrations());
        var clock = new ManualClock(START);
        var world = new World(scenario, seed, START, clock, EffectLedger.inMemory());
        var provider = IntegrationRegistry.of(MockIntegrations.create(Worlds.of(world, clock)));
        var rehearsal = new Rehearsal(
                new Rehearsal.Parts(
                        provider,
                        new YamlRunbookLibrary(configuration.runbooks(), provider.catalogue(), clock),
                        new CelExpressions(),
                        minds,
                        Parts.policy(configuration),
                        Parts.limits(configuration),
                        Parts.notices(configuration),
                        Parts.settings(configuration),
                        onEntry,
                        onWait),
                clock);
        var incident = rehearsal.play(world.report(), REPORTER, approver);
        var healthy = world.healthy(clock.instant());
        return new ScenarioRun(
                scenario,
                incident,
                rehearsal.journal(),
                world.effects(),
                healthy,
                differences(scenario.expected(), incident, rehearsal.journal(), healthy));
    }

    /// The incident in one file.
    ///
    /// @param sign whether to sign it with the key of the data folder
    /// @throws ConfigurationException when runbooks or settings cannot be used
    public String recorded(Configuration configuration, boolean sign) {
        var entries = ChainedEntry.chain(
                incident.id(), journal.stream().map(JournalEntry::stamped).toList());
        var clock = new ManualClock(entries.getLast().stamped().at());
        var library = new YamlRunbookLibrary(configuration.runbooks(), Operations.CATALOGUE, clock);
        return new Recorder(
                        _ -> entries,
                        library,
                        Parts.ranWith(configuration),
                        () -> SigningKey.of(configuration.data()),
                        clock)
                .record(incident.id(), sign)
                .orElseThrow();
    }

    /// Whether the incident was resolved, and the world is well.
    public boolean cured() {
        return healthy && incident.phase() instanceof Phase.Resolved;
    }

    /// What was done to hosts, services and databases; messages to people do not count.
    public List<PerformedEffect> changes() {
        return effects.stream()
                .filter(effect -> !MESSAGES.contains(effect.operation().capability()))
                .toList();
    }

    private static List<String> differences(
            Expected expected, Incident incident, List<JournalEntry> journal, boolean healthy) {
        var differences = new ArrayList<String>();
        var meant = expected.rootCause().flatMap(cause -> meant(cause, incident.causes()));
        var category = meant.map(found -> found.kind().category()).orElseGet(incident::category);
        compare(differences, "category", expected.category(), category);
        compare(differences, "severity", expected.severity(), incident.severity());
        expected.rootCause().ifPresent(cause -> {
            var found = meant.or(incident::cause);
            compare(
                    differences,
                    "cause",
                    cause.kind(),
                    found.map(Hypothesis::kind).orElse(null));
            compare(
                    differences,
                    "component",
                    cause.component(),
                    found.map(Hypothesis::component).orElse(null));
            var statement = found.map(Hypothesis::statement).orElse("").toLowerCase(Locale.ROOT);
            for (var word : cause.mustMention())
                if (!statement.contains(word.toLowerCase(Locale.ROOT)))
                    differences.add("the stated cause does not mention '" + word + "'");
        });
        expected.action().ifPresent(action -> {
            var done = journal.stream()
                    .filter(e -> e.stamped().event() instanceof Event.StepStarted(var plan, var _, var _)
                            && plan.operation().equals(action.operation())
                            && plan.parameters()
                                    .fields()
                                    .entrySet()
                                    .containsAll(action.parameters().fields().entrySet()))
                    .count();
            if (done != 1)
                differences.add(action.operation() + " " + action.parameters().display() + " was done " + done
                        + " times instead of once");
        });
        var ending = incident.phase() instanceof Phase.Resolved
                ? incident.history().intents() > 0 ? Expected.Ending.RESOLVED : Expected.Ending.NOTHING_WRONG
                : Expected.Ending.ESCALATED;
        compare(differences, "outcome", expected.outcome(), ending);
        if (expected.outcome() != Expected.Ending.ESCALATED && !healthy) differences.add("the world is still sick");
        return List.copyOf(differences);
    }

    /// The cause that the scenario speaks of, where it is among those that were found: where more than one
    /// thing is wrong, it names one.
    private static Optional<Hypothesis> meant(Expected.RootCause wanted, List<Hypothesis> found) {
        return found.stream()
                .filter(h -> h.kind() == wanted.kind() && h.component().equals(wanted.component()))
                .findFirst();
    }

    private static void compare(
            List<String> differences, String what, Object expected, @org.jspecify.annotations.Nullable Object found) {
        if (!expected.equals(found)) differences.add(what + " is " + found + " instead of " + expected);
    }
}

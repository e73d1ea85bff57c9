package dev.runbook.integrations.world;

import dev.runbook.core.incident.ProblemReport;
import dev.runbook.core.operation.IdempotencyKey;
import dev.runbook.core.operation.Occurrence;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.Outcome;
import dev.runbook.core.value.Value;
import dev.runbook.integrations.scenario.Scenario;
import dev.runbook.integrations.scenario.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// One run of a scenario: a simulated estate that can be looked at and acted upon. The same scenario, seed and
/// actions give the same answers at the same times after the start.
///
/// Safe for use by many threads.
public final class World {

    /// A fault below this strength is over.
    private static final double OVER = 0.05;

    private final String id;
    private final Scenario scenario;
    private final Instant start;
    private final InstantSource clock;
    private final EffectLedger ledger;
    private final Noise noise;
    private final AlertWatch watch;
    private final List<Trouble> troubles;
    private Past past;

    /// A world with the name of its scenario.
    ///
    /// @param start the moment that the scenario's times are relative to
    /// @param ledger what was done to the world of this name so far is done again, at the times it was done
    public World(Scenario scenario, long seed, Instant start, InstantSource clock, EffectLedger ledger) {
        this(scenario.name(), scenario, seed, start, clock, ledger);
    }

    World(String id, Scenario scenario, long seed, Instant start, InstantSource clock, EffectLedger ledger) {
        this.id = id;
        this.scenario = scenario;
        this.start = start;
        this.clock = clock;
        this.ledger = ledger;
        this.noise = new Noise(seed);
        this.watch = new AlertWatch(scenario);
        this.troubles = new CopyOnWriteArrayList<>(scenario.troubles());
        this.past = new Past(
                scenario,
                start,
                ledger.entries().stream()
                        .filter(e -> e.world().equals(id))
                        .flatMap(e -> e instanceof EffectLedger.Entry.Performed(var _, var effect)
                                ? java.util.stream.Stream.of(effect)
                                : java.util.stream.Stream.empty())
                        .toList());
    }

    /// Its name in the ledger.
    public String id() {
        return id;
    }

    public Scenario scenario() {
        return scenario;
    }

    public Instant start() {
        return start;
    }

    /// The world as it is now.
    public synchronized Sight look() {
        return sight(clock.instant());
    }

    /// The world as it was known at a time that is not in the future.
    public synchronized Sight lookAt(Instant time) {
        return sight(time);
    }

    private Sight sight(Instant time) {
        var known = past.upTo(time);
        return new Sight(known, noise, watch, time, Disturbances.of(known));
    }

    /// Does something, once for each key.
    ///
    /// @return [Outcome.Done], also when the key was seen before; [Outcome.Refused] when it cannot be done now
    public synchronized Outcome act(OperationName operation, Value.Fields parameters, IdempotencyKey key) {
        var before = performed(key);
        if (before.isPresent()) return new Outcome.Done(before.get().result());
        var now = clock.instant();
        var outcome = Desk.does(operation)
                ? new Desk(past).answer(operation, parameters, now)
                : new Acting(past, new Disks(past, Disturbances.of(past)), parameters, past.seconds(now))
                        .answer(operation);
        if (outcome instanceof Outcome.Done(var result)) {
            var effect = new PerformedEffect(key, operation, parameters, now, result);
            ledger.append(new EffectLedger.Entry.Performed(id, effect));
            past = past.with(effect);
        }
        return outcome;
    }

    /// Whether the effect with this key happened.
    public synchronized Occurrence occurred(IdempotencyKey key) {
        return performed(key)
                .<Occurrence>map(effect -> new Occurrence.Happened(effect.result()))
                .orElseGet(Occurrence.DidNotHappen::new);
    }

    private Optional<PerformedEffect> performed(IdempotencyKey key) {
        return past.effects().stream().filter(e -> e.key().equals(key)).findFirst();
    }

    /// Everything that was done, oldest first.
    public synchronized List<PerformedEffect> effects() {
        return past.effects();
    }

    /// The truth: whether every fault is cured or over, and its symptoms are gone.
    public synchronized boolean healthy(Instant at) {
        double seconds = past.seconds(at);
        for (int i = 0; i < scenario.faults().size(); i++)
            if (past.strength(i, seconds) > OVER || !overFor(i, seconds)) return false;
        return past.consequences().stream()
                .noneMatch(c -> c.blips().stream().anyMatch(b -> b.strength(seconds) > OVER));
    }

    /// Whether a fault will not come back: it is cured or ended by itself.
    private boolean overFor(int fault, double seconds) {
        var onset = scenario.faults().get(fault).onset();
        return past.isCured(fault, seconds)
                || onset.until().filter(u -> Past.seconds(u) < seconds).isPresent();
    }

    /// The scenario's report with the alerts that fire now.
    public ProblemReport report() {
        return scenario.report()
                .withAlerts(look().alerts(Duration.ZERO).stream()
                        .filter(Sight.SeenAlert::firing)
                        .map(Sight.SeenAlert::alert)
                        .toList());
    }

    /// Lets a provider misbehave from now on.
    public void trouble(Trouble trouble) {
        troubles.add(trouble);
    }

    /// Ends all misbehaviour of providers.
    public void endTroubles() {
        troubles.clear();
    }

    /// The first trouble that a call meets now.
    public Optional<Trouble> trouble(String integration, String method) {
        double now = Past.seconds(Duration.between(start, clock.instant()));
        return troubles.stream().filter(t -> t.meets(integration, method, now)).findFirst();
    }

    /// The world as somebody describes it who says that all is well.
    public synchronized Sight rosy() {
        return new Sight(past, noise, watch, clock.instant(), Disturbances.none());
    }
}

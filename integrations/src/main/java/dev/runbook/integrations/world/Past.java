package dev.runbook.integrations.world;

import dev.runbook.core.value.Value;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.estate.Volume;
import dev.runbook.integrations.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What has been done to a world so far, and what follows from it. Immutable. Times are seconds since the
/// start; an effect is felt only after its own moment, so what was measured up to then never changes.
final class Past {

    private final Scenario scenario;
    private final Instant start;
    private final List<PerformedEffect> effects;
    private final List<Consequence> consequences = new ArrayList<>();
    private final List<Healing> healings = new ArrayList<>();

    Past(Scenario scenario, Instant start, List<PerformedEffect> effects) {
        this.scenario = scenario;
        this.start = start;
        this.effects = List.copyOf(effects);
        for (var effect : this.effects)
            consequences.add(
                    Consequence.of(effect.operation(), effect.parameters(), seconds(effect.at()), scenario.estate()));
        for (var fault : scenario.faults()) healings.add(Healing.of(fault, this));
    }

    Past with(PerformedEffect effect) {
        return new Past(
                scenario,
                start,
                Stream.concat(effects.stream(), Stream.of(effect)).toList());
    }

    /// What was done up to a time.
    Past upTo(Instant time) {
        return effects.stream().noneMatch(e -> e.at().isAfter(time))
                ? this
                : new Past(
                        scenario,
                        start,
                        effects.stream().filter(e -> !e.at().isAfter(time)).toList());
    }

    Scenario scenario() {
        return scenario;
    }

    Estate estate() {
        return scenario.estate();
    }

    Instant start() {
        return start;
    }

    List<PerformedEffect> effects() {
        return effects;
    }

    List<Consequence> consequences() {
        return consequences;
    }

    /// The effects of one operation, oldest first.
    Stream<PerformedEffect> effects(String operation) {
        return effects.stream().filter(e -> e.operation().toString().equals(operation));
    }

    double seconds(Instant time) {
        return seconds(Duration.between(start, time));
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    Instant instant(double seconds) {
        return start.plusMillis(StrictMath.round(seconds * 1000));
    }

    /// How strong the n-th fault of the scenario is, from 0 to its strength.
    double strength(int fault, double at) {
        return healings.get(fault).strength(at);
    }

    /// How strong the n-th fault would be if nobody had done anything.
    double untreated(int fault, double at) {
        return scenario.faults().get(fault).onset().grown(at);
    }

    boolean isCured(int fault, double at) {
        return healings.get(fault).isCured(at);
    }

    /// The action that keeps a target busy at a time, if one does.
    Optional<PerformedEffect> busy(String target, double at) {
        for (int i = 0; i < effects.size(); i++) {
            var consequence = consequences.get(i);
            if (consequence.busy().filter(target::equals).isPresent() && at < consequence.done())
                return Optional.of(effects.get(i));
        }
        return Optional.empty();
    }

    /// How many replicas a service has.
    int replicas(String service, double at) {
        int replicas = scenario.estate().service(service).orElseThrow().replicas();
        if (effects.isEmpty()) return replicas;
        for (var effect : effects("compute.scale_service").toList())
            if (names(effect, "service", service) && seconds(effect.at()) + 30 < at)
                replicas = effect.parameters().get("replicas").orElseThrow() instanceof Value.Whole(var n)
                        ? (int) n
                        : replicas;
        return replicas;
    }

    /// Whether an effect's parameter has this value.
    static boolean names(PerformedEffect effect, String parameter, String value) {
        return effect.parameters()
                .get(parameter)
                .filter(v -> v.display().equals(value))
                .isPresent();
    }

    /// How many bytes of a folder were cleaned away by a time.
    long freed(String host, Volume.Folder folder, double at) {
        return folder.safeToDelete()
                        && effects("compute.clean_disk")
                                .anyMatch(e -> names(e, "host", host)
                                        && seconds(e.at()) + 5 < at
                                        && folder.isAtOrBelow(e.parameters()
                                                .get("path")
                                                .orElseThrow()
                                                .display()))
                ? folder.bytes()
                : 0;
    }
}

package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Weighs suspects against the whole scene: what they would explain, what broke before them, what was tried.
final class Blame {

    private static final Duration BLUR = Duration.ofMinutes(3);

    private final Scene scene;

    Blame(Scene scene) {
        this.scene = scene;
    }

    void weigh(Suspect suspect) {
        coverage(suspect);
        deeperTrouble(suspect);
        order(suspect);
        scene.tried().forEach(action -> tried(suspect, action));
    }

    /// A cause explains trouble on itself, on what runs on it and on all that need it.
    private void coverage(Suspect suspect) {
        var affected = scene.affected();
        if (affected.isEmpty()) return;
        var explained = explained(suspect.component());
        long covered = affected.stream().filter(explained::contains).count();
        double share = (double) covered / affected.size();
        suspect.argue(2 * share - 1, "", Set.of());
        if (scene.reported().stream().anyMatch(explained::contains)) suspect.argue(0.3, "", Set.of());
    }

    private Set<String> explained(String component) {
        var explained = new TreeSet<>(scene.topology().dependantsOf(component));
        explained.addAll(scene.topology().hostsOf(component));
        scene.topology()
                .hostsOf(component)
                .forEach(host -> explained.addAll(scene.topology().servicesOn(host)));
        explained.add(component);
        return explained;
    }

    /// A symptom is not a cause while something it needs broke no later.
    private void deeperTrouble(Suspect suspect) {
        var own = scene.onsetOf(suspect.component()).or(suspect::onset);
        var hosts = scene.topology().hostsOf(suspect.component());
        for (var needed : scene.topology().needsOf(suspect.component())) {
            if (hosts.contains(needed)) continue;
            var theirs = scene.onsetOf(needed);
            var trouble = scene.troubled(needed).stream().findFirst();
            if (theirs.isEmpty() || trouble.isEmpty()) continue;
            if (own.isPresent() && theirs.get().isAfter(own.get().plus(BLUR))) continue;
            suspect.argue(
                    -2,
                    "it needs " + needed + ", which broke no later: "
                            + trouble.get().phrase(),
                    trouble.get().evidence());
            return;
        }
    }

    /// A cause cannot begin after its effects.
    private void order(Suspect suspect) {
        Optional<Instant> first = scene.onset();
        if (first.isEmpty() || suspect.onset().isEmpty()) return;
        if (suspect.onset().get().isAfter(first.get().plus(BLUR)))
            suspect.argue(
                    -1.5,
                    "it began at " + Figures.time(suspect.onset().get()) + ", when trouble was there since "
                            + Figures.time(first.get()),
                    firstTrouble(first.get()));
        else suspect.argue(0.5, "", Set.of());
    }

    private Set<EvidenceId> firstTrouble(Instant onset) {
        return scene.measurements().stream()
                .filter(m -> m.troubled() && m.onset().filter(onset::equals).isPresent())
                .findFirst()
                .map(Measurement::evidence)
                .orElse(Set.of());
    }

    private void tried(Suspect suspect, TriedAction action) {
        var cures = Operations.CATALOGUE.find(action.operation()).map(Operation::remedies);
        if (cures.filter(kinds -> kinds.contains(suspect.kind())).isEmpty()) return;
        var names = action.parameters().fields().values().stream()
                .map(Value::display)
                .toList();
        var near = new TreeSet<>(scene.topology().hostsOf(suspect.component()));
        near.add(suspect.component());
        if (near.stream().noneMatch(names::contains)) return;
        suspect.argue(
                -3,
                action.operation() + " at " + Figures.time(action.at()) + " did not help",
                scene.measurements().stream()
                        .filter(m -> m.troubled() && near.contains(m.component()))
                        .min(Comparator.comparing(Measurement::component))
                        .map(Measurement::evidence)
                        .orElse(Set.of()));
    }
}

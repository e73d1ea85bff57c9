package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.CPU;
import static dev.runbook.ml.offline.statistics.Quantity.TRAFFIC;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Inventory.ProcessTable;
import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.statistics.Shift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A process that uses up the processor, or more traffic than there is capacity for.
final class ProcessorSuspicion implements Suspicion {

    @Override
    public List<Suspect> suspects(Scene scene) {
        var suspects = new ArrayList<Suspect>();
        var byCulprit = new LinkedHashMap<String, Set<String>>();
        for (var place : scene.components())
            if (!scene.troubled(place, CPU).isEmpty())
                byCulprit
                        .computeIfAbsent(culprit(scene, place), _ -> new TreeSet<>())
                        .add(place);
        byCulprit.forEach((culprit, places) -> suspects.add(runaway(scene, culprit, places)));
        for (var component : scene.components())
            rise(scene, component).ifPresent(traffic -> suspects.add(surge(scene, component, traffic)));
        return suspects;
    }

    /// Whose doing it is that a place is short of CPU: the place's own, where the process belongs to no
    /// service.
    private static String culprit(Scene scene, String place) {
        return table(scene, place)
                .flatMap(ProcessTable::hog)
                .map(hog -> hog.service().orElse(place))
                .orElseGet(() -> Residents.mostTroubled(scene, place, CPU));
    }

    private static Suspect runaway(Scene scene, String culprit, Set<String> places) {
        var tables = places.stream().flatMap(p -> table(scene, p).stream()).toList();
        var hog = tables.stream()
                .filter(t -> t.hog()
                        .filter(p -> p.service().orElse(t.host()).equals(culprit))
                        .isPresent())
                .findFirst();
        var where = hog.map(ProcessTable::host)
                .orElseGet(() -> places.stream()
                        .filter(p -> !p.equals(culprit))
                        .findFirst()
                        .orElse(culprit));
        var claim = where.equals(culprit)
                ? "A process on " + culprit + " uses up the processor"
                : culprit + " uses up the processor of " + where;
        var suspect = new Suspect(CauseKind.RUNAWAY_PROCESS, culprit, claim);
        double weight = 2;
        for (var place : places) {
            suspect.argue(weight, scene.troubled(place, CPU).getFirst());
            weight = 0.5;
        }
        hog.ifPresent(t -> {
            var process = t.hog().orElseThrow();
            suspect.argue(
                    2,
                    process.name() + " takes " + Figures.number(process.cpu()) + " percent of CPU",
                    Set.of(t.evidence()));
        });
        if (hog.isEmpty())
            tables.stream()
                    .findFirst()
                    .ifPresent(t -> suspect.argue(-1.5, "no process stands out", Set.of(t.evidence())));
        for (var place : places) Hints.argue(suspect, 1, scene, place, CauseKind.RUNAWAY_PROCESS);
        if (places.stream().allMatch(scene::isJobNobodyFeels))
            suspect.ruleOut("it is a job of no service, and nothing that runs there suffers from it");
        if (scene.kindOf(culprit) == Scene.Kind.DATABASE)
            suspect.argue(-2, culprit + " is a database, which works at what it is asked", places(scene, culprit));
        Releases.before(scene, culprit)
                .filter(_ -> Releases.reachesAllHosts(scene, culprit))
                .ifPresent(r -> suspect.argue(
                        -2.5,
                        r.change().kind() + " of " + culprit + " at "
                                + Figures.time(r.change().time()) + ", just before",
                        r.evidence()));
        rise(scene, culprit).ifPresent(m -> suspect.argue(-3, m.phrase(), m.evidence()));
        scene.calm(culprit, TRAFFIC).stream().findFirst().ifPresent(m -> suspect.argue(0.5, m.phrase(), m.evidence()));
        return suspect;
    }

    private static Set<EvidenceId> places(Scene scene, String database) {
        return scene.measurements().stream()
                .filter(m -> m.component().equals(database))
                .flatMap(m -> m.evidence().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The processes of a host, or of a service's host when the service leads them.
    private static Optional<ProcessTable> table(Scene scene, String component) {
        var tables = scene.inventory().processTables();
        return tables.stream()
                .filter(t -> t.host().equals(component))
                .findFirst()
                .or(() -> tables.stream()
                        .filter(t -> t.hog().filter(p -> p.isOf(component)).isPresent())
                        .findFirst());
    }

    /// That a service gets more to do than usual, or did until it was given more replicas: then each
    /// gets less, and may still get too much.
    private static Optional<Measurement> rise(Scene scene, String component) {
        var scaled = wasScaled(scene, component);
        return scene.measurements().stream()
                .filter(m -> m.component().equals(component) && m.quantity() == TRAFFIC)
                .filter(m -> m.shift().filter(Shift::up).isPresent() && (m.troubled() || scaled))
                .findFirst();
    }

    private static boolean wasScaled(Scene scene, String service) {
        return scene.tried().stream()
                .filter(action -> Operations.CATALOGUE
                        .find(action.operation())
                        .filter(operation -> operation.remedies().contains(CauseKind.TRAFFIC_SURGE))
                        .isPresent())
                .anyMatch(action -> action.parameters().fields().values().stream()
                        .anyMatch(value -> value.display().equals(service)));
    }

    private static Suspect surge(Scene scene, String component, Measurement traffic) {
        var suspect = new Suspect(
                        CauseKind.TRAFFIC_SURGE, component, component + " gets more traffic than it has capacity for")
                .argue(2, traffic);
        var near = new ArrayList<>(List.of(component));
        near.addAll(scene.topology().hostsOf(component));
        near.stream()
                .flatMap(place -> scene.troubled(place, CPU).stream())
                .findFirst()
                .ifPresentOrElse(
                        cpu -> suspect.argue(2, cpu),
                        () -> suspect.argue(-1, "no processor is short", traffic.evidence()));
        Hints.argue(suspect, 1, scene, component, CauseKind.TRAFFIC_SURGE);
        for (var place : near) {
            var table = table(scene, place);
            table.flatMap(ProcessTable::hog)
                    .filter(p -> !p.isOf(component))
                    .ifPresent(p -> suspect.argue(
                            -2,
                            p.name() + " takes " + Figures.number(p.cpu()) + " percent of CPU",
                            Set.of(table.orElseThrow().evidence())));
        }
        return suspect;
    }
}

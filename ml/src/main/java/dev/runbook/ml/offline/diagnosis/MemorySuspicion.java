package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.GARBAGE_COLLECTION;
import static dev.runbook.ml.offline.statistics.Quantity.MEMORY;
import static dev.runbook.ml.offline.statistics.Quantity.RESTARTS;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Inventory.ProcessTable;
import dev.runbook.ml.offline.scene.Inventory.RunningProcess;
import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.statistics.Shift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Memory that is never given back.
final class MemorySuspicion implements Suspicion {

    @Override
    public List<Suspect> suspects(Scene scene) {
        var byCulprit = new LinkedHashMap<String, Set<String>>();
        for (var place : scene.components())
            if (!scene.troubled(place, MEMORY).isEmpty()
                    || !Hints.of(scene, place, CauseKind.MEMORY_LEAK).isEmpty())
                byCulprit
                        .computeIfAbsent(culprit(scene, place), _ -> new TreeSet<>())
                        .add(place);
        var suspects = new ArrayList<Suspect>();
        byCulprit.forEach((culprit, places) -> suspects.add(leak(scene, culprit, places)));
        return suspects;
    }

    /// Who holds most of a host's memory, unless that is what it always holds and somebody else's grew.
    private static String culprit(Scene scene, String place) {
        return table(scene, place)
                .flatMap(ProcessTable::memoryHog)
                .flatMap(RunningProcess::service)
                .filter(service -> scene.calm(service, MEMORY).isEmpty()
                        || Residents.troubled(scene, place, MEMORY).isEmpty())
                .orElseGet(() -> Residents.mostTroubled(scene, place, MEMORY));
    }

    private static Optional<ProcessTable> table(Scene scene, String host) {
        return scene.inventory().processTables().stream()
                .filter(t -> t.host().equals(host))
                .findFirst();
    }

    private static Suspect leak(Scene scene, String culprit, Set<String> places) {
        var suspect = new Suspect(
                CauseKind.MEMORY_LEAK,
                culprit,
                culprit + " takes memory" + on(scene, culprit, places) + " and does not give it back");
        var risen = places.stream()
                .flatMap(place -> scene.troubled(place, MEMORY).stream())
                .toList();
        boolean first = true;
        for (var memory : risen) {
            suspect.argue(!first ? 0.5 : isGradual(memory) ? 3 : 1.5, memory);
            first = false;
        }
        for (var place : places) {
            table(scene, place)
                    .ifPresent(t -> t.memoryHog()
                            .filter(p -> culprit.equals(place) || p.isOf(culprit))
                            .ifPresent(p -> suspect.argue(
                                    1,
                                    p.name() + " holds " + Figures.number(p.memory()) + " percent of memory",
                                    Set.of(t.evidence()))));
            Hints.argue(suspect, 2, scene, place, CauseKind.MEMORY_LEAK);
            scene.troubled(place, GARBAGE_COLLECTION, RESTARTS).stream()
                    .findFirst()
                    .ifPresent(m -> suspect.argue(0.7, m));
        }
        Releases.before(scene, culprit)
                .filter(_ -> risen.stream().noneMatch(MemorySuspicion::isGradual)
                        && Releases.reachesAllHosts(scene, culprit))
                .ifPresent(r -> suspect.argue(
                        -2.5,
                        r.change().kind() + " of " + culprit + " at "
                                + Figures.time(r.change().time()) + ", just before",
                        r.evidence()));
        if (risen.isEmpty())
            scene.calm(culprit, MEMORY).stream()
                    .findFirst()
                    .ifPresent(m -> suspect.argue(-1.5, m.phrase(), m.evidence()));
        return suspect;
    }

    /// The hosts whose memory it takes.
    private static String on(Scene scene, String culprit, Set<String> places) {
        var hosts = places.stream()
                .filter(place -> !place.equals(culprit) && scene.kindOf(place) == Scene.Kind.HOST)
                .toList();
        return hosts.isEmpty() ? "" : " of " + String.join(" and ", hosts);
    }

    private static boolean isGradual(Measurement memory) {
        return memory.shift().filter(Shift::gradual).isPresent();
    }
}

package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.CPU;
import static dev.runbook.ml.offline.statistics.Quantity.TRAFFIC;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Inventory;
import dev.runbook.ml.offline.scene.Inventory.ProcessTable;
import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A process that uses up the processor, or more traffic than there is capacity for.
final class ProcessorSuspicion implements Suspicion {

    @Override
    public List<Suspect> suspects(Scene scene) {
        var suspects = new ArrayList<Suspect>();
        for (var component : scene.components()) {
            var cpu = scene.troubled(component, CPU);
            if (cpu.isEmpty()) continue;
            suspects.add(runaway(scene, component, cpu.getFirst()));
        }
        for (var component : scene.components()) {
            scene.troubled(component, TRAFFIC).stream()
                    .filter(m -> m.shift().filter(s -> s.up()).isPresent())
                    .findFirst()
                    .ifPresent(traffic -> suspects.add(surge(scene, component, traffic)));
        }
        return suspects;
    }

    private static Suspect runaway(Scene scene, String component, Measurement cpu) {
        var table = tableOf(scene, component);
        var hog = table.flatMap(ProcessTable::hog);
        var culprit = hog.map(Inventory.RunningProcess::service).orElse(component);
        var claim = culprit.equals(component)
                ? "A process on " + component + " uses up the processor"
                : culprit + " uses up the processor of "
                        + table.map(ProcessTable::host).orElse(component);
        var suspect = new Suspect(CauseKind.RUNAWAY_PROCESS, culprit, claim).argue(2, cpu);
        if (hog.isPresent())
            suspect.argue(
                    2,
                    hog.get().name() + " takes " + Figures.number(hog.get().cpu()) + " percent of CPU",
                    Set.of(table.orElseThrow().evidence()));
        else table.ifPresent(t -> suspect.argue(-1.5, "no process stands out", Set.of(t.evidence())));
        LogHints.argue(suspect, 1, LogHints.of(scene, component, CauseKind.RUNAWAY_PROCESS), CauseKind.RUNAWAY_PROCESS);
        var traffic = new ArrayList<>(scene.troubled(component, TRAFFIC));
        traffic.addAll(scene.troubled(culprit, TRAFFIC));
        traffic.stream()
                .filter(m -> m.shift().filter(s -> s.up()).isPresent())
                .findFirst()
                .ifPresent(m -> suspect.argue(-2, m.phrase(), m.evidence()));
        scene.calm(culprit, TRAFFIC).stream().findFirst().ifPresent(m -> suspect.argue(0.5, m.phrase(), m.evidence()));
        return suspect;
    }

    /// The processes of a host, or of a service's host when the service leads them.
    private static Optional<ProcessTable> tableOf(Scene scene, String component) {
        var tables = scene.inventory().processTables();
        return tables.stream()
                .filter(t -> t.host().equals(component))
                .findFirst()
                .or(() -> tables.stream()
                        .filter(t -> t.hog()
                                .filter(p -> p.service().equals(component))
                                .isPresent())
                        .findFirst());
    }

    private static Suspect surge(Scene scene, String component, Measurement traffic) {
        var suspect = new Suspect(
                        CauseKind.TRAFFIC_SURGE, component, component + " gets more traffic than it has capacity for")
                .argue(1.5, traffic);
        var near = new ArrayList<>(scene.topology().hostsOf(component));
        near.add(component);
        boolean starved = false;
        for (var place : near) {
            var cpu = scene.troubled(place, CPU);
            if (cpu.isEmpty()) continue;
            suspect.argue(1.5, cpu.getFirst());
            starved = true;
            break;
        }
        if (!starved) suspect.argue(-1, "no processor is short", traffic.evidence());
        LogHints.argue(suspect, 1, LogHints.of(scene, component, CauseKind.TRAFFIC_SURGE), CauseKind.TRAFFIC_SURGE);
        for (var place : near) {
            var table = tableOf(scene, place);
            table.flatMap(ProcessTable::hog)
                    .filter(p -> !p.service().equals(component))
                    .ifPresent(p -> suspect.argue(
                            -2,
                            p.name() + " takes " + Figures.number(p.cpu()) + " percent of CPU",
                            Set.of(table.orElseThrow().evidence())));
        }
        return suspect;
    }
}

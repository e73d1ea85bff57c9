package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.GARBAGE_COLLECTION;
import static dev.runbook.ml.offline.statistics.Quantity.MEMORY;
import static dev.runbook.ml.offline.statistics.Quantity.RESTARTS;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Inventory;
import dev.runbook.ml.offline.scene.Inventory.ProcessTable;
import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.statistics.Shift;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Memory that is never given back.
final class MemorySuspicion implements Suspicion {

    @Override
    public List<Suspect> suspects(Scene scene) {
        var suspects = new ArrayList<Suspect>();
        for (var component : scene.components()) {
            var memory = scene.troubled(component, MEMORY);
            var said = LogHints.of(scene, component, CauseKind.MEMORY_LEAK);
            if (memory.isEmpty() && said.isEmpty()) continue;
            var hog = scene.inventory().processTables().stream()
                    .filter(t -> t.host().equals(component))
                    .findFirst()
                    .filter(t -> t.memoryHog().isPresent());
            var culprit = hog.flatMap(ProcessTable::memoryHog)
                    .map(Inventory.RunningProcess::service)
                    .orElse(component);
            var suspect =
                    new Suspect(CauseKind.MEMORY_LEAK, culprit, culprit + " takes memory and does not give it back");
            memory.stream().findFirst().ifPresent(m -> suspect.argue(gradual(m) ? 3 : 1.5, m));
            hog.ifPresent(t -> suspect.argue(
                    1,
                    t.memoryHog().orElseThrow().name() + " holds "
                            + Figures.number(t.memoryHog().orElseThrow().memory()) + " percent of memory",
                    Set.of(t.evidence())));
            LogHints.argue(suspect, 2, said, CauseKind.MEMORY_LEAK);
            scene.troubled(component, GARBAGE_COLLECTION, RESTARTS).stream()
                    .findFirst()
                    .ifPresent(m -> suspect.argue(0.7, m));
            scene.calm(component, MEMORY).stream()
                    .filter(m -> memory.isEmpty() && m.shift().isEmpty())
                    .findFirst()
                    .ifPresent(m -> suspect.argue(-1.5, m.phrase(), m.evidence()));
            suspects.add(suspect);
        }
        return suspects;
    }

    private static boolean gradual(Measurement memory) {
        return memory.shift().filter(Shift::gradual).isPresent();
    }
}

package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.DISK_SPACE;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Inventory.Volume;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A disk that is full or filling.
final class DiskSuspicion implements Suspicion {

    @Override
    public List<Suspect> suspects(Scene scene) {
        var places = new TreeSet<>(scene.components());
        scene.inventory().volumes().forEach(v -> places.add(v.host()));
        var suspects = new ArrayList<Suspect>();
        for (var component : places) {
            var space = scene.troubled(component, DISK_SPACE);
            var said = LogHints.of(scene, component, CauseKind.DISK_FULL);
            var full = volumes(scene, component).stream()
                    .filter(Volume::nearlyFull)
                    .findFirst();
            if (space.isEmpty() && said.isEmpty() && full.isEmpty()) continue;
            var suspect = new Suspect(
                    CauseKind.DISK_FULL,
                    component,
                    full.map(Volume::volume)
                                    .filter(v -> !v.isEmpty())
                                    .map(v -> "Volume " + v + " of " + component)
                                    .orElse("A disk of " + component)
                            + " is filling up");
            space.stream().findFirst().ifPresent(m -> suspect.argue(m.metric().nearlyFull() ? 3.5 : 2, m));
            LogHints.argue(suspect, 2.5, said, CauseKind.DISK_FULL);
            full.ifPresent(v -> suspect.argue(2.5, phrase(v), Set.of(v.evidence())));
            if (full.isEmpty())
                volumes(scene, component).stream()
                        .findFirst()
                        .ifPresent(v -> suspect.argue(-3, phrase(v), Set.of(v.evidence())));
            suspects.add(suspect);
        }
        return suspects;
    }

    private static List<Volume> volumes(Scene scene, String host) {
        return scene.inventory().volumes().stream()
                .filter(v -> v.host().equals(host))
                .toList();
    }

    private static String phrase(Volume volume) {
        return "volume " + volume.volume() + " of " + volume.host() + " is " + Figures.number(volume.usedPercent())
                + " percent used"
                + volume.largest().stream()
                        .findFirst()
                        .map(c -> ", the largest thing on it is " + c.path())
                        .orElse("");
    }
}

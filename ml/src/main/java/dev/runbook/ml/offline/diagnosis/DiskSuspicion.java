package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.DISK_SPACE;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Inventory.Volume;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A disk that is full or filling.
final class DiskSuspicion implements Suspicion {

    @Override
    public List<Suspect> suspects(Scene scene) {
        var places = new TreeSet<>(scene.components());
        scene.inventory().volumes().forEach(v -> places.add(v.host()));
        var complaints = complaints(scene);
        places.addAll(complaints.keySet());
        var suspects = new ArrayList<Suspect>();
        for (var place : places) {
            var complaining = complaints.getOrDefault(place, Set.of());
            var full = volumes(scene, place).stream().anyMatch(Volume::nearlyFull);
            if (full
                    || !complaining.isEmpty()
                    || !scene.troubled(place, DISK_SPACE).isEmpty()) suspects.add(suspect(scene, place, complaining));
        }
        return suspects;
    }

    /// Who complains about which disk: a service means its host's, if that is known.
    private static Map<String, Set<String>> complaints(Scene scene) {
        var complaints = new LinkedHashMap<String, Set<String>>();
        var complaining = scene.components().stream()
                .filter(c -> !Hints.of(scene, c, CauseKind.DISK_FULL).isEmpty())
                .toList();
        for (var component : complaining)
            complaints
                    .computeIfAbsent(host(scene, component, complaining), _ -> new TreeSet<>())
                    .add(component);
        return complaints;
    }

    /// The host whose disk it is: the one that shows it, or the only one, or the one that all who complain
    /// share.
    private static String host(Scene scene, String component, List<String> complaining) {
        var hosts = scene.topology().hostsOf(component);
        return hosts.stream()
                .filter(h -> !scene.troubled(h, DISK_SPACE).isEmpty()
                        || volumes(scene, h).stream().anyMatch(Volume::nearlyFull))
                .findFirst()
                .or(() -> hosts.stream().filter(complaining::contains).findFirst())
                .or(() -> hosts.size() == 1 ? hosts.stream().findFirst() : shared(scene, hosts, complaining))
                .orElse(component);
    }

    private static Optional<String> shared(Scene scene, Set<String> hosts, List<String> complaining) {
        var services = complaining.stream()
                .filter(c -> !scene.topology().hostsOf(c).isEmpty())
                .toList();
        var shared = hosts.stream()
                .filter(host -> scene.topology().servicesOn(host).containsAll(services))
                .toList();
        return services.size() > 1 && shared.size() == 1 ? Optional.of(shared.getFirst()) : Optional.empty();
    }

    private static Suspect suspect(Scene scene, String place, Set<String> complaining) {
        var volumes = volumes(scene, place);
        var full = volumes.stream().filter(Volume::nearlyFull).findFirst();
        var suspect = new Suspect(
                CauseKind.DISK_FULL,
                place,
                full.map(Volume::volume)
                                .filter(v -> !v.isEmpty())
                                .map(v -> "Volume " + v + " of " + place)
                                .orElse("A disk of " + place)
                        + " is filling up");
        scene.troubled(place, DISK_SPACE).stream()
                .findFirst()
                .ifPresent(m -> suspect.argue(m.metric().nearlyFull() ? 3.5 : 2, m));
        double weight = 2.5;
        for (var component : complaining) {
            Hints.argue(suspect, weight, scene, component, CauseKind.DISK_FULL);
            weight = 0.5;
        }
        if (full.isPresent())
            suspect.argue(2.5, phrase(full.get()), Set.of(full.get().evidence()));
        else volumes.stream().findFirst().ifPresent(v -> suspect.argue(-3, phrase(v), Set.of(v.evidence())));
        scene.calm(place, DISK_SPACE).stream()
                .findFirst()
                .filter(_ -> full.isPresent())
                .ifPresent(m -> suspect.argue(-2.5, m.phrase(), m.evidence()));
        return suspect;
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

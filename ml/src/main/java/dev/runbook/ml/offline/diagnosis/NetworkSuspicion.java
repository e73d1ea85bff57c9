package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.NETWORK_LATENCY;
import static dev.runbook.ml.offline.statistics.Quantity.PACKET_LOSS;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A network path that is slow or loses packets.
final class NetworkSuspicion implements Suspicion {

    @Override
    public List<Suspect> suspects(Scene scene) {
        var suspects = new ArrayList<Suspect>();
        var blamed = DependencySuspicion.blamed(scene);
        blamed.keySet().removeIf(component -> scene.kindOf(component) != Scene.Kind.LINK);
        var places = new TreeSet<>(scene.components());
        places.addAll(blamed.keySet());
        for (var component : places) {
            var loss = scene.troubled(component, PACKET_LOSS);
            var slow = scene.troubled(component, NETWORK_LATENCY);
            var said = Hints.of(scene, component, CauseKind.NETWORK_DEGRADATION);
            var timeouts = blamed.getOrDefault(component, List.of());
            if (loss.isEmpty() && slow.isEmpty() && said.isEmpty() && timeouts.isEmpty()) continue;
            var suspect = new Suspect(
                    CauseKind.NETWORK_DEGRADATION,
                    component,
                    "The network path of " + component + " is degraded" + takenBy(scene, component));
            loss.stream().findFirst().ifPresent(m -> suspect.argue(3, m));
            slow.stream().findFirst().ifPresent(m -> suspect.argue(2.5, m));
            Hints.argue(suspect, 1.5, said);
            Hints.argue(suspect, 2.5, timeouts);
            suspects.add(suspect);
        }
        return suspects;
    }

    /// Whose traffic takes the path.
    private static String takenBy(Scene scene, String path) {
        var travellers = scene.travellers(path).stream().sorted().toList();
        return travellers.isEmpty() ? "" : ", which the traffic of " + String.join(", ", travellers) + " takes";
    }
}

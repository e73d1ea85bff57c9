package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.AVAILABILITY;
import static dev.runbook.ml.offline.statistics.Quantity.ERRORS;
import static dev.runbook.ml.offline.statistics.Quantity.LATENCY;
import static dev.runbook.ml.offline.statistics.Quantity.QUEUE;
import static dev.runbook.ml.offline.statistics.Quantity.RESTARTS;
import static dev.runbook.ml.offline.statistics.Quantity.THREADS;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Inventory.Resource;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Faults of an application itself, of what it depends on, and of its credentials.
final class ServiceSuspicion implements Suspicion {

    @Override
    public List<Suspect> suspects(Scene scene) {
        var suspects = new ArrayList<Suspect>();
        for (var component : scene.components()) {
            application(scene, component, suspects);
            credentials(scene, component, suspects);
        }
        var needed = new TreeSet<String>();
        scene.affected().forEach(c -> needed.addAll(scene.topology().needsOf(c)));
        scene.inventory().resources().stream().map(Resource::name).forEach(needed::add);
        needed.forEach(component -> dependency(scene, component, suspects));
        return suspects;
    }

    private static void application(Scene scene, String component, List<Suspect> suspects) {
        var failing = scene.troubled(component, ERRORS, AVAILABILITY, RESTARTS);
        var slow = scene.troubled(component, LATENCY, QUEUE, THREADS);
        var said = LogHints.of(scene, component, CauseKind.APPLICATION_FAULT);
        if (failing.isEmpty() && slow.isEmpty() && said.isEmpty()) return;
        var suspect = new Suspect(CauseKind.APPLICATION_FAULT, component, component + " itself is at fault");
        failing.stream().findFirst().ifPresent(m -> suspect.argue(1.2, m));
        slow.stream().findFirst().ifPresent(m -> suspect.argue(0.8, m));
        LogHints.argue(suspect, 1.5, said, CauseKind.APPLICATION_FAULT);
        scene.logsOf(component)
                .filter(l -> l.pattern().isNew()
                        && l.pattern().troubling()
                        && l.conditions().isEmpty())
                .findFirst()
                .ifPresent(l -> suspect.argue(
                        0.7, "its log has new lines: " + l.pattern().template(), l.evidence()));
        suspects.add(suspect);
    }

    private static void credentials(Scene scene, String component, List<Suspect> suspects) {
        var said = LogHints.of(scene, component, CauseKind.CREDENTIALS);
        if (said.isEmpty()) return;
        var suspect = new Suspect(
                CauseKind.CREDENTIALS, component, "A certificate, key or permission of " + component + " is refused");
        LogHints.argue(suspect, 3.5, said, CauseKind.CREDENTIALS);
        scene.troubled(component, ERRORS, AVAILABILITY).stream().findFirst().ifPresent(m -> suspect.argue(1, m));
        suspects.add(suspect);
    }

    /// A dependency that nothing is measured of, or that is down.
    private static void dependency(Scene scene, String component, List<Suspect> suspects) {
        var suspect = new Suspect(CauseKind.DEPENDENCY_FAILURE, component, component + " is down or failing");
        boolean any = false;
        for (var resource : scene.inventory().resources()) {
            if (!resource.name().equals(component) || !resource.unwell()) continue;
            suspect.argue(2, component + " is " + resource.state(), Set.of(resource.evidence()));
            any = true;
        }
        for (var caller : scene.topology().directDependantsOf(component)) {
            var blaming = LogHints.of(scene, caller, CauseKind.DEPENDENCY_FAILURE).stream()
                    .filter(l -> l.pattern().example().contains(component))
                    .toList();
            if (blaming.isEmpty()) continue;
            LogHints.argue(suspect, 2.5, blaming, CauseKind.DEPENDENCY_FAILURE);
            scene.onsetOf(caller).ifPresent(suspect::began);
            any = true;
        }
        if (!any) return;
        scene.troubled(component, AVAILABILITY, ERRORS).stream().findFirst().ifPresent(m -> suspect.argue(1, m));
        suspects.add(suspect);
    }
}

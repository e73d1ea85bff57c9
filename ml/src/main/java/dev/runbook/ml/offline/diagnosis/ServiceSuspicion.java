package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.AVAILABILITY;
import static dev.runbook.ml.offline.statistics.Quantity.ERRORS;
import static dev.runbook.ml.offline.statistics.Quantity.LATENCY;
import static dev.runbook.ml.offline.statistics.Quantity.QUEUE;
import static dev.runbook.ml.offline.statistics.Quantity.RESTARTS;
import static dev.runbook.ml.offline.statistics.Quantity.THREADS;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.List;

/// Faults of an application itself and of its credentials.
final class ServiceSuspicion implements Suspicion {

    @Override
    public List<Suspect> suspects(Scene scene) {
        var suspects = new ArrayList<Suspect>();
        for (var component : scene.components()) {
            application(scene, component, suspects);
            credentials(scene, component, suspects);
        }
        return suspects;
    }

    private static void application(Scene scene, String component, List<Suspect> suspects) {
        var failing = scene.troubled(component, ERRORS, AVAILABILITY, RESTARTS);
        var slow = scene.troubled(component, LATENCY, QUEUE, THREADS);
        var said = Hints.of(scene, component, CauseKind.APPLICATION_FAULT);
        if (failing.isEmpty() && slow.isEmpty() && said.isEmpty()) return;
        var suspect = new Suspect(CauseKind.APPLICATION_FAULT, component, component + " itself is at fault");
        failing.stream().findFirst().ifPresent(m -> suspect.argue(1, m));
        slow.stream().findFirst().ifPresent(m -> suspect.argue(0.6, m));
        Hints.argue(suspect, 1.5, said);
        Hints.blamingOthers(scene, component).ifPresent(hint -> suspect.argue(-1, hint.phrase(), hint.evidence()));
        scene.logsOf(component)
                .filter(l -> l.isNew() && l.troubling() && l.conditions().isEmpty())
                .findFirst()
                .ifPresent(l -> suspect.argue(
                        0.7, "its log has new lines: " + l.pattern().template().text(), l.evidence()));
        Releases.before(scene, component)
                .ifPresent(change -> suspect.argue(
                        -1.5,
                        change.change().kind() + " of " + component + " at "
                                + Figures.time(change.change().time()) + ", just before",
                        change.evidence()));
        suspects.add(suspect);
    }

    private static void credentials(Scene scene, String component, List<Suspect> suspects) {
        var said = Hints.of(scene, component, CauseKind.CREDENTIALS);
        if (said.isEmpty()) return;
        var suspect = new Suspect(
                CauseKind.CREDENTIALS, component, "A certificate, key or permission of " + component + " is refused");
        Hints.argue(suspect, 3.5, said);
        scene.troubled(component, ERRORS, AVAILABILITY).stream().findFirst().ifPresent(m -> suspect.argue(1, m));
        suspects.add(suspect);
    }
}

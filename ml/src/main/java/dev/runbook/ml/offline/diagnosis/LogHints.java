package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.scene.Scene.LogSign;
import java.util.List;

/// What logs say for a kind of cause.
final class LogHints {

    private LogHints() {}

    /// The new or bursting patterns of a component that speak of this kind of cause.
    static List<LogSign> of(Scene scene, String component, CauseKind kind) {
        return scene.logsOf(component)
                .filter(l -> l.conditions().stream().anyMatch(c -> c.kind() == kind))
                .toList();
    }

    /// Argues with the most frequent of these patterns.
    static void argue(Suspect suspect, double weight, List<LogSign> signs, CauseKind kind) {
        signs.stream().findFirst().ifPresent(sign -> {
            var name = sign.conditions().stream()
                    .filter(c -> c.kind() == kind)
                    .findFirst()
                    .orElseThrow()
                    .name();
            suspect.argue(
                    weight,
                    "the log of " + sign.pattern().component() + " says that " + name + " ("
                            + Figures.number(sign.pattern().after()) + " lines since "
                            + Figures.time(sign.pattern().firstAfter()) + ")",
                    sign.evidence());
        });
    }
}

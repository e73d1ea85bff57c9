package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.scene.Scene.LogSign;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What logs say for a kind of cause.
final class LogHints {

    private LogHints() {}

    /// The new or bursting patterns of a component that speak of this kind of cause.
    static List<LogSign> of(Scene scene, String component, CauseKind kind) {
        return scene.logsOf(component)
                .filter(l -> l.conditions().stream().anyMatch(c -> c.kind() == kind))
                .toList();
    }

    /// The most frequent new pattern of a component that speaks of trouble, when it blames something else than the
    /// component's own code or configuration.
    static Optional<LogSign> blamingOthers(Scene scene, String component) {
        return scene.logsOf(component)
                .filter(l -> l.pattern().troubling())
                .max(Comparator.comparingInt(l -> l.pattern().after()))
                .filter(l ->
                        !l.conditions().isEmpty() && l.conditions().stream().noneMatch(c -> isOwn(c.kind())));
    }

    private static boolean isOwn(CauseKind kind) {
        return switch (kind) {
            case APPLICATION_FAULT,
                    BAD_DEPLOYMENT,
                    CONFIGURATION_CHANGE,
                    MEMORY_LEAK,
                    RUNAWAY_PROCESS,
                    TRAFFIC_SURGE,
                    UNKNOWN -> true;
            case DISK_FULL, DATABASE_CONNECTIONS, DATABASE_SLOW, NETWORK_DEGRADATION, DEPENDENCY_FAILURE, CREDENTIALS ->
                false;
        };
    }

    /// What a pattern says, in words.
    static String phrase(LogSign sign, String condition) {
        var pattern = sign.pattern();
        return "the log of " + pattern.component() + " says that " + condition + ", " + Figures.number(pattern.after())
                + " times since " + Figures.time(pattern.firstAfter());
    }

    /// Argues with the most frequent of them, if there is any.
    static void argue(Suspect suspect, double weight, Scene scene, String component, CauseKind kind) {
        argue(suspect, weight, of(scene, component, kind), kind);
    }

    /// Argues with the first of these patterns, if there is any.
    static void argue(Suspect suspect, double weight, List<LogSign> signs, CauseKind kind) {
        signs.stream().findFirst().ifPresent(sign -> {
            var name = sign.conditions().stream()
                    .filter(c -> c.kind() == kind)
                    .findFirst()
                    .orElseThrow()
                    .name();
            suspect.began(sign.pattern().firstAfter()).argue(weight, phrase(sign, name), sign.evidence());
        });
    }
}

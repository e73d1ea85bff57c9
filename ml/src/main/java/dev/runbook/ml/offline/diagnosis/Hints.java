package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.ml.facts.Condition;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.LogSign;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.scene.Scene.ToolSign;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What logs and tools say for a kind of cause.
final class Hints {

    /// A way to say it where the line itself is left out.
    private static final String LINE = ": {line}";

    private Hints() {}

    /// One thing that was said.
    ///
    /// @param since when it was first said since trouble began; empty for what a tool said when it was asked
    record Hint(String component, String phrase, Optional<Instant> since, Set<EvidenceId> evidence) {}

    /// What the new or bursting lines of a component, and tools about it, say for this kind of cause; logs
    /// first.
    static List<Hint> of(Scene scene, String component, CauseKind kind) {
        return Stream.concat(
                        scene.logsOf(component).flatMap(sign -> of(sign, kind).stream()),
                        scene.saidOf(component).flatMap(sign -> of(sign, kind).stream()))
                .toList();
    }

    /// What a log says for this kind of cause.
    static Optional<Hint> of(LogSign sign, CauseKind kind) {
        return sign.conditions().stream()
                .filter(c -> c.cause().equals(Optional.of(kind)))
                .findFirst()
                .map(condition -> hint(sign, condition));
    }

    private static Optional<Hint> of(ToolSign sign, CauseKind kind) {
        return sign.fact().condition().cause().equals(Optional.of(kind))
                ? Optional.of(
                        new Hint(sign.component(), brief(sign.fact().meaning()), Optional.empty(), sign.evidence()))
                : Optional.empty();
    }

    /// The most frequent new pattern of a component that speaks of trouble, when it blames something else
    /// than the component's own code or configuration.
    static Optional<Hint> blamingOthers(Scene scene, String component) {
        return scene.logsOf(component)
                .filter(LogSign::troubling)
                .max(Comparator.comparingInt(LogSign::count))
                .filter(sign -> !sign.conditions().isEmpty()
                        && sign.conditions().stream()
                                .noneMatch(c -> isOwn(c.cause().orElse(CauseKind.UNKNOWN))))
                .map(sign -> hint(sign, sign.conditions().getFirst()));
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

    private static Hint hint(LogSign sign, Condition condition) {
        var meaning = brief(condition
                .meaning()
                .replace(LINE, "")
                .replaceAll("\\{\\d\\}", "")
                .replace("{object}", sign.component()));
        return new Hint(
                sign.component(),
                "the log of " + sign.component() + " says that " + meaning + ", " + Figures.number(sign.count())
                        + " times since " + Figures.time(sign.since()),
                Optional.of(sign.since()),
                sign.evidence());
    }

    /// Without remarks that hold figures: those of a condition's own words are in no evidence.
    private static String brief(String meaning) {
        return meaning.replaceAll("\\s*\\([^()]*\\d[^()]*\\)", "");
    }

    /// Argues with the first of them, if there is any.
    static void argue(Suspect suspect, double weight, Scene scene, String component, CauseKind kind) {
        argue(suspect, weight, of(scene, component, kind));
    }

    /// Argues with the first of these, if there is any.
    static void argue(Suspect suspect, double weight, List<Hint> hints) {
        hints.stream().findFirst().ifPresent(hint -> suspect.argue(weight, hint));
    }
}

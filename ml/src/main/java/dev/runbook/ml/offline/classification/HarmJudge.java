package dev.runbook.ml.offline.classification;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Reassessment;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Severity;
import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.scene.Scene.AlertSign;
import dev.runbook.ml.offline.statistics.Quantity;
import dev.runbook.ml.offline.statistics.Shift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How bad it is by what was found: the worst alert on what suffers, and what people feel at the services
/// that they use themselves. Worse than it seemed counts at once. Milder counts only where everything was
/// seen: a person who shouts may know what no measurement shows. Pure.
final class HarmJudge {

    /// From this share of failed calls on, a service serves hardly anybody.
    private static final double DOWN = 0.5;

    /// From this share on, everybody comes across it.
    private static final double FAILING = 0.05;

    /// Who waits so many times as long as usual gives up.
    private static final double HOPELESS = 5;

    private final Scene scene;
    private final Set<String> concerned;

    /// What suffers, and how badly.
    private record Harm(Severity severity, String phrase, Set<EvidenceId> evidence) {}

    private HarmJudge(Scene scene, Diagnosis diagnosis) {
        this.scene = scene;
        concerned = concerned(scene, diagnosis);
    }

    /// How bad it is, where that differs from what it is taken for.
    ///
    /// @param current what it is taken for
    /// @param elsewhere whether it is about a place that nobody depends on, such as a test environment
    /// @param complete whether everything that was asked was answered
    static Optional<Reassessment> judge(
            Scene scene, Diagnosis diagnosis, Severity current, boolean elsewhere, boolean complete) {
        var judge = new HarmJudge(scene, diagnosis);
        var worst = judge.harms().stream().max(Comparator.comparing(Harm::severity));
        var found = worst.map(Harm::severity)
                .map(severity -> elsewhere ? severity.milder() : severity)
                .orElse(Severity.LOW);
        if (worst.isPresent() && found.compareTo(current) > 0)
            return worst.map(harm -> new Reassessment(found, harm.phrase(), harm.evidence()));
        return complete ? judge.milder(diagnosis, current, found, worst) : Optional.empty();
    }

    /// What the cause reaches; everything where no cause is known, or nobody knows what it reaches.
    private static Set<String> concerned(Scene scene, Diagnosis diagnosis) {
        var cause = diagnosis.leading().map(Hypothesis::component).filter(scene.topology()::knows);
        if (cause.isEmpty()) return scene.components();
        var reached = new TreeSet<String>();
        reached.add(cause.get());
        reached.addAll(scene.topology().servicesOn(cause.get()));
        reached.addAll(scene.hostsOf(cause.get()));
        for (var component : List.copyOf(reached))
            reached.addAll(scene.topology().dependantsOf(component));
        return reached;
    }

    private List<Harm> harms() {
        var harms = new ArrayList<Harm>();
        var harmed = scene.harmed();
        scene.alerts().stream()
                .filter(a -> a.firing() && concerned.contains(a.alert().component()))
                .filter(a -> harmed.contains(a.alert().component()))
                .map(HarmJudge::harm)
                .forEach(harms::add);
        var felt = scene.measurements().stream()
                .filter(m -> m.troubled() && concerned.contains(m.component()) && scene.isService(m.component()))
                .flatMap(m -> severity(m).map(s -> harm(m, s)).stream())
                .toList();
        harms.addAll(felt);
        breadth(felt).ifPresent(harms::add);
        return harms;
    }

    private static Harm harm(AlertSign sign) {
        var alert = sign.alert();
        return new Harm(
                alert.severity(),
                "alert " + alert.name() + " of " + alert.component() + " fires, which is "
                        + alert.severity().name().toLowerCase(Locale.ROOT),
                sign.evidence());
    }

    private Harm harm(Measurement measurement, Severity severity) {
        return scene.isUsedByPeople(measurement.component())
                ? new Harm(
                        severity,
                        measurement.phrase() + ", and people use " + measurement.component() + " themselves",
                        measurement.evidence())
                : new Harm(severity.milder(), measurement.phrase(), measurement.evidence());
    }

    /// How bad it is for whoever uses the component; empty where they do not feel it.
    private static Optional<Severity> severity(Measurement measurement) {
        var shift = measurement.shift();
        if (shift.isEmpty()) return Optional.empty();
        double full = measurement.metric().full();
        return switch (measurement.quantity()) {
            case ERRORS -> Optional.of(full > 0 ? failing(shift.get().level() / full) : Severity.MEDIUM);
            case AVAILABILITY -> Optional.of(full > 0 ? failing(1 - shift.get().level() / full) : Severity.MEDIUM);
            case LATENCY, QUEUE -> Optional.of(waiting(shift.get()));
            case RESTARTS -> Optional.of(Severity.MEDIUM);
            case GARBAGE_COLLECTION,
                    PACKET_LOSS,
                    REPLICATION_LAG,
                    LOCKS,
                    CONNECTIONS,
                    NETWORK_LATENCY,
                    DISK_IO,
                    DISK_SPACE,
                    MEMORY,
                    CPU,
                    THREADS,
                    TRAFFIC,
                    NETWORK_TRAFFIC,
                    OTHER -> Optional.empty();
        };
    }

    private static Severity failing(double share) {
        return share >= DOWN ? Severity.CRITICAL : share >= FAILING ? Severity.HIGH : Severity.MEDIUM;
    }

    private static Severity waiting(Shift shift) {
        return shift.baseline() > 0 && shift.ratio() >= HOPELESS ? Severity.HIGH : Severity.MEDIUM;
    }

    /// Where every service that people use fails for many of them, nothing is left to them.
    private Optional<Harm> breadth(List<Harm> felt) {
        var used = scene.topology().components().stream()
                .filter(name -> scene.isService(name) && scene.isUsedByPeople(name))
                .toList();
        var failing = used.stream()
                .flatMap(name -> scene.troubled(name, Quantity.ERRORS, Quantity.AVAILABILITY).stream()
                        .filter(m -> severity(m)
                                .filter(s -> s.isAtLeast(Severity.HIGH))
                                .isPresent())
                        .limit(1))
                .toList();
        if (felt.isEmpty() || used.size() < 2 || failing.size() < used.size()) return Optional.empty();
        return Optional.of(new Harm(
                Severity.CRITICAL,
                "all " + used.size() + " services that people use themselves fail for many of them: "
                        + String.join(", ", used),
                failing.stream().flatMap(m -> m.evidence().stream()).collect(Collectors.toSet())));
    }

    private Optional<Reassessment> milder(Diagnosis diagnosis, Severity current, Severity found, Optional<Harm> worst) {
        var seen = scene.measurements().stream()
                .filter(m -> Scene.isFelt(m.quantity()) && scene.isService(m.component()))
                .toList();
        if (seen.isEmpty() || !isAllMeasured(seen)) return Optional.empty();
        if (diagnosis.verdict() == Verdict.HEALTHY)
            return current == Severity.LOW
                            || seen.stream().anyMatch(m -> m.shift().isPresent())
                    ? Optional.empty()
                    : Optional.of(new Reassessment(
                            Severity.LOW,
                            "nothing that people would feel left its usual level on " + names(seen),
                            evidence(seen)));
        if (diagnosis.verdict() != Verdict.FAULT || !current.milder().isAtLeast(found) || current.milder() == found)
            return Optional.empty();
        return Optional.of(worst.map(harm -> new Reassessment(
                        current.milder(), "the worst that was seen is that " + harm.phrase(), harm.evidence()))
                .orElseGet(() -> new Reassessment(
                        current.milder(), "nobody is seen to feel it on " + names(seen), evidence(seen))));
    }

    /// Whether what people would feel was measured on every service that the trouble may have reached, and on
    /// everything that the reported ones need.
    private boolean isAllMeasured(List<Measurement> seen) {
        var measured = seen.stream().map(Measurement::component).collect(Collectors.toSet());
        var asked = new TreeSet<>(concerned);
        asked.addAll(scene.reported());
        for (var reported : scene.reported()) asked.addAll(scene.topology().needsOf(reported));
        return asked.stream().filter(scene::isService).allMatch(measured::contains);
    }

    private static String names(List<Measurement> seen) {
        return seen.stream().map(Measurement::component).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static Set<EvidenceId> evidence(List<Measurement> seen) {
        return seen.stream().flatMap(m -> m.evidence().stream()).collect(Collectors.toSet());
    }
}

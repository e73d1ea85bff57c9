package dev.runbook.ml.offline.diagnosis;

import dev.runbook.core.capability.Operations;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.diagnosis.TriedAction;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.value.Value;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Measurement;
import dev.runbook.ml.offline.scene.Scene;
import dev.runbook.ml.offline.statistics.Quantity;
import dev.runbook.ml.offline.statistics.Shift;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Weighs suspects against the whole scene: what they would explain, what broke before them, what was tried.
final class Blame {

    private static final Duration BLUR = Duration.ofMinutes(3);

    /// A service that a busy processor starves is slow as soon as that.
    private static final Duration STARVES_WITHIN = Duration.ofMinutes(10);

    /// What an action without effect takes from the log odds: it works in about five cases of six when the
    /// cause is right.
    private static final double FAILED = -1.8;

    /// The same where there is more to do of it: on other hosts, for other services, or beyond what was done.
    private static final double FAILED_IN_PART = -0.3;

    private final Scene scene;

    Blame(Scene scene) {
        this.scene = scene;
    }

    void weigh(Suspect suspect) {
        coverage(suspect);
        harm(suspect);
        slowPath(suspect);
        deeperTrouble(suspect);
        starvation(suspect);
        busyLongBefore(suspect);
        order(suspect);
        scene.tried().forEach(action -> tried(suspect, action));
    }

    /// A cause explains trouble on itself, on what runs on it and on all that need it.
    private void coverage(Suspect suspect) {
        var affected = scene.affected();
        if (affected.isEmpty()) return;
        var explained = explained(suspect.component());
        if (isUnmapped(suspect)) {
            // Nobody can say what it explains.
            suspect.argue(0.3, "", Set.of());
        } else {
            long covered = affected.stream().filter(explained::contains).count();
            suspect.argue(2.0 * covered / affected.size() - 1, "", Set.of());
        }
        if (scene.reported().stream().anyMatch(explained::contains)) suspect.argue(0.3, "", Set.of());
    }

    /// Network paths are rarely part of a dependency graph, and some systems have no graph at all.
    private boolean isUnmapped(Suspect suspect) {
        return !scene.topology().knows(suspect.component()) && scene.affected().size() > 1;
    }

    /// Trouble that nobody feels is not what people complain about.
    private void harm(Suspect suspect) {
        if (isUnmapped(suspect) || suspect.ruledOut().isPresent()) return;
        var explained = explained(suspect.component());
        boolean felt = scene.harmed().stream().anyMatch(explained::contains)
                || scene.reported().stream().anyMatch(explained::contains);
        if (!felt) suspect.argue(-2, "nothing is seen to suffer from it", suspect.supporting());
    }

    /// A slow path makes those who use it slow.
    private void slowPath(Suspect suspect) {
        if (suspect.kind() != CauseKind.APPLICATION_FAULT) return;
        var own = scene.onsetOf(suspect.component());
        scene.measurements().stream()
                .filter(m -> m.troubled()
                        && (m.quantity() == Quantity.PACKET_LOSS || m.quantity() == Quantity.NETWORK_LATENCY)
                        && !scene.topology().knows(m.component()))
                .filter(m -> own.isEmpty()
                        || m.onset()
                                .filter(theirs -> !theirs.isAfter(own.get().plus(BLUR)))
                                .isPresent())
                .findFirst()
                .ifPresent(m -> suspect.argue(-1, m.phrase(), m.evidence()));
    }

    private Set<String> explained(String component) {
        var explained = new TreeSet<>(scene.topology().dependantsOf(component));
        for (var host : scene.topology().hostsOf(component)) {
            explained.add(host);
            for (var neighbour : scene.topology().servicesOn(host)) {
                explained.add(neighbour);
                explained.addAll(scene.topology().dependantsOf(neighbour));
            }
        }
        explained.add(component);
        return explained;
    }

    /// A symptom is not a cause while something it needs broke no later. What a callee does cannot fill a disk
    /// or use up a processor, so this speaks only against causes that show as errors and waiting.
    private void deeperTrouble(Suspect suspect) {
        if (!isFeltUpstream(suspect.kind())) return;
        var places = seats(suspect.component());
        var reasons =
                places.stream().map(this::deeper).flatMap(Optional::stream).toList();
        if (places.isEmpty() || reasons.size() < places.size()) return;
        var reason = reasons.getFirst();
        suspect.argue(
                -2.5,
                places.getFirst() + " needs " + reason.component() + ", which broke no later: " + reason.phrase(),
                reason.evidence());
    }

    private static boolean isFeltUpstream(CauseKind kind) {
        return switch (kind) {
            case APPLICATION_FAULT, BAD_DEPLOYMENT, CONFIGURATION_CHANGE, DEPENDENCY_FAILURE -> true;
            case RUNAWAY_PROCESS,
                    TRAFFIC_SURGE,
                    MEMORY_LEAK,
                    DISK_FULL,
                    DATABASE_CONNECTIONS,
                    DATABASE_SLOW,
                    NETWORK_DEGRADATION,
                    CREDENTIALS,
                    UNKNOWN -> false;
        };
    }

    /// Where trouble shows that a cause at this place would make: there, or else on what runs there.
    private List<String> seats(String component) {
        if (!scene.troubled(component).isEmpty()) return List.of(component);
        return scene.topology().servicesOn(component).stream()
                .filter(service -> !scene.troubled(service).isEmpty())
                .toList();
    }

    /// Trouble on something that this component needs, and that began no later.
    private Optional<Measurement> deeper(String component) {
        var own = scene.onsetOf(component);
        return scene.topology().needsOf(component).stream()
                .flatMap(needed -> scene.troubled(needed).stream())
                .filter(m -> m.quantity() != Quantity.TRAFFIC && m.quantity() != Quantity.NETWORK_TRAFFIC)
                .filter(m -> !isBesideThePoint(m, component))
                .filter(m -> own.isEmpty()
                        || scene.onsetOf(m.component())
                                .filter(theirs -> !theirs.isAfter(own.get().plus(BLUR)))
                                .isPresent())
                .findFirst();
    }

    /// A host's busy processor makes slow, and soon. It does not make code fail, nor things go wrong much
    /// later; and a job that nobody on its host feels is felt nowhere else.
    private boolean isBesideThePoint(Measurement busy, String component) {
        if (busy.quantity() != Quantity.CPU || scene.kindOf(busy.component()) != Scene.Kind.HOST) return false;
        if (scene.isJobNobodyFeels(busy.component()) || failsByItsCode(component)) return true;
        var own = scene.onsetOf(component);
        return own.isPresent()
                && busy.onset()
                        .filter(theirs -> theirs.plus(STARVES_WITHIN).isBefore(own.get()))
                        .isPresent();
    }

    private boolean failsByItsCode(String component) {
        return !scene.troubled(component, Quantity.ERRORS, Quantity.AVAILABILITY)
                        .isEmpty()
                && !Hints.of(scene, component, CauseKind.APPLICATION_FAULT).isEmpty()
                && Hints.blamingOthers(scene, component).isEmpty();
    }

    /// A busy processor is felt soon. What is felt much later comes from something else.
    private void busyLongBefore(Suspect suspect) {
        if (suspect.kind() != CauseKind.RUNAWAY_PROCESS || suspect.onset().isEmpty()) return;
        var explained = explained(suspect.component());
        var felt = scene.measurements().stream()
                .filter(m -> m.troubled() && Scene.isFelt(m.quantity()) && explained.contains(m.component()))
                .toList();
        felt.stream()
                .filter(m -> m.onset().isPresent())
                .min(Comparator.comparing(m -> m.onset().orElseThrow()))
                .filter(m ->
                        m.onset().orElseThrow().isAfter(suspect.onset().get().plus(STARVES_WITHIN)))
                .ifPresent(m -> suspect.argue(
                        -1.5,
                        "it was busy since " + Figures.time(suspect.onset().get())
                                + ", and the first to suffer did so at "
                                + Figures.time(m.onset().orElseThrow()),
                        m.evidence()));
    }

    /// What starves is not itself at fault.
    private void starvation(Suspect suspect) {
        if (suspect.kind() != CauseKind.APPLICATION_FAULT) return;
        scene
                .troubled(
                        suspect.component(),
                        Quantity.CPU,
                        Quantity.MEMORY,
                        Quantity.DISK_SPACE,
                        Quantity.CONNECTIONS,
                        Quantity.TRAFFIC)
                .stream()
                .filter(m -> m.shift().map(Shift::up).orElse(true) || m.quantity() != Quantity.TRAFFIC)
                .findFirst()
                .ifPresent(m -> suspect.argue(-1, m.phrase(), m.evidence()));
    }

    /// A cause cannot begin after its effects. Trouble that the suspect has nothing to do with is no effect
    /// of it.
    private void order(Suspect suspect) {
        Optional<Instant> first = related(suspect)
                .flatMap(m -> m.onset().stream())
                .min(Comparator.naturalOrder())
                .or(scene::onset);
        if (first.isEmpty() || suspect.onset().isEmpty()) return;
        if (suspect.onset().get().isAfter(first.get().plus(BLUR)))
            suspect.argue(
                    -1.5,
                    "it began at " + Figures.time(suspect.onset().get()) + ", when trouble was there since "
                            + Figures.time(first.get()),
                    firstTrouble(first.get()));
        else suspect.argue(0.5, "", Set.of());
    }

    /// What is in trouble and could be an effect of the suspect, or something that the suspect needs.
    private Stream<Measurement> related(Suspect suspect) {
        var troubled = scene.measurements().stream().filter(m -> m.troubled() && !isOfAJob(m, suspect));
        if (!scene.topology().knows(suspect.component())) return troubled;
        var related = explained(suspect.component());
        related.addAll(scene.topology().needsOf(suspect.component()));
        return troubled.filter(m -> related.contains(m.component()))
                .filter(m -> !isFeltUpstream(suspect.kind()) || !isBesideThePoint(m, suspect.component()));
    }

    /// Whether a job of no service keeps a host busy: no other cause does that.
    private boolean isOfAJob(Measurement busy, Suspect suspect) {
        return suspect.kind() != CauseKind.RUNAWAY_PROCESS
                && busy.quantity() == Quantity.CPU
                && scene.job(busy.component()).isPresent();
    }

    private Set<EvidenceId> firstTrouble(Instant onset) {
        return scene.measurements().stream()
                .filter(m -> m.troubled() && m.onset().filter(onset::equals).isPresent())
                .findFirst()
                .map(Measurement::evidence)
                .orElse(Set.of());
    }

    /// What should have helped and did not speaks against a cause. It does not refute it: the action may
    /// not have been done as it was said, or not everywhere.
    private void tried(Suspect suspect, TriedAction action) {
        var cures = Operations.CATALOGUE.find(action.operation()).map(Operation::remedies);
        if (cures.filter(kinds -> kinds.contains(suspect.kind())).isEmpty()) return;
        var names = action.parameters().fields().values().stream()
                .map(Value::display)
                .toList();
        var near = new TreeSet<>(scene.hostsOf(suspect.component()));
        near.add(suspect.component());
        if (near.stream().noneMatch(names::contains)) return;
        suspect.failed(
                isEverywhere(suspect, action) ? FAILED : FAILED_IN_PART,
                action.operation() + " at " + Figures.time(action.at()) + " did not help",
                scene.measurements().stream()
                        .filter(m -> m.troubled() && near.contains(m.component()))
                        .min(Comparator.comparing(Measurement::component))
                        .map(Measurement::evidence)
                        .orElse(Set.of()));
    }

    /// Whether the action, and those like it before, did all that could be done about the cause.
    private boolean isEverywhere(Suspect suspect, TriedAction action) {
        return switch (suspect.kind()) {
            case NETWORK_DEGRADATION ->
                scene.travellers(suspect.component()).stream()
                        .allMatch(service -> wasDoneTo(action.operation(), "service", service));
            case TRAFFIC_SURGE -> scene.demand(suspect.component()) <= 1;
            case RUNAWAY_PROCESS,
                    MEMORY_LEAK,
                    DISK_FULL,
                    DATABASE_CONNECTIONS,
                    DATABASE_SLOW,
                    BAD_DEPLOYMENT,
                    CONFIGURATION_CHANGE,
                    DEPENDENCY_FAILURE,
                    APPLICATION_FAULT,
                    CREDENTIALS,
                    UNKNOWN ->
                action.parameters().get("host").isEmpty()
                        || scene.hostsOf(suspect.component()).stream()
                                .allMatch(host -> wasDoneTo(action.operation(), "host", host));
        };
    }

    private boolean wasDoneTo(OperationName operation, String parameter, String target) {
        return scene.tried().stream()
                .filter(t -> t.operation().equals(operation))
                .anyMatch(t -> t.parameters()
                        .get(parameter)
                        .map(Value::display)
                        .filter(target::equals)
                        .isPresent());
    }
}
